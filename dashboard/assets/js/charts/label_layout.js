// Where names can stand beside dots so that each is read as its own dot's: none lies on another name or on another dot,
// and none is nearer to another dot than to its own. The first in the list are served first. Pure.
{
  const GAP = 3; // pixels between a dot and its name, and between two names in a line
  const NEAREST = 5; // and between a name and any other dot
  const ALONE = 12; // room round a name that is led, so that a dot near it does not seem to be the one meant
  const LEADERS = [14, 24, 36, 50, 66, 84, 104]; // how far off a name that must be there is led by a line

  const apart = (a, b) => a.left >= b.right + GAP || b.left >= a.right + GAP || a.top >= b.bottom || b.top >= a.bottom;
  const within = (box, frame) =>
    box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
  // From a box to a dot's edge, below zero where they meet.
  const between = (box, { x, y, radius }) =>
    Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) - radius;

  // Right of the dot, left, above, below, and the corners; or on it, where it is large enough.
  const SIDES = [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [1, 1], [-1, -1], [-1, 1]];
  const beside = ({ x, y, radius, width, height }, gap) => SIDES.map(([right, down]) => {
    const reach = (radius + gap) * (right && down ? Math.SQRT1_2 : 1);
    const left = x + right * reach - (1 - right) / 2 * width, top = y + down * reach - (1 - down) / 2 * height;
    return { left, top, right: left + width, bottom: top + height };
  });
  const on = ({ x, y, radius, width, height }) => Math.hypot(width, height) > 2 * radius ? []
    : [{ left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 }];

  // dots: [{x, y, radius, width, height, must, isBare}] in pixels, most wanted first, a bare one only not to be written on;
  // frame: {left, top, right, bottom}.
  // Gives [{index, left, top, right, bottom, isLed}] of those that found a place, at most `most`. Only a name that must
  // be there may stand further off than beside its dot: it is led there by a line.
  const place = (dots, frame, most = Infinity) => {
    const placed = [];
    dots.forEach((dot, index) => {
      if (dot.isBare || placed.length >= most) return;
      const isFree = (room) => (box) => within(box, frame) && placed.every((other) => apart(box, other))
        && dots.every((other, at) => at === index || between(box, other) >= room);
      const near = [...beside(dot, GAP), ...on(dot)].find(isFree(NEAREST));
      const further = near || !dot.must ? [] : LEADERS.flatMap((gap) => beside(dot, gap));
      const far = further.find(isFree(ALONE)) ?? further.find(isFree(1));
      if (near ?? far) placed.push({ index, isLed: !near, ...(near ?? far) });
    });
    return placed;
  };

  app.labels = { place };
}

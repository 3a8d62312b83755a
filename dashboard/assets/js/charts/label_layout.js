// Label layout of a scatter plot: places for names beside dots, so that each clearly belongs to its dot. No name
// overlaps another name or dot, and none is nearer to another dot than to its own. The first in the list have priority.
// Pure.
{
  const GAP = 3; // pixels between a dot and its name, and between two names in a line
  const NEAREST = 5; // and between a name and any other dot
  const ALONE = 12; // room round a name with a leader, so that it does not seem to belong to a dot near it
  const LEADERS = [14, 24, 36, 50, 66, 84, 104]; // distances of a required name that is joined to its dot by a leader

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

  // dots: [{x, y, radius, width, height, must, isBare}] in pixels, by priority; a bare one gets no name;
  // frame: {left, top, right, bottom}.
  // Returns [{index, left, top, right, bottom, isLed}] of the names that have a place, at most `most`. Only a required
  // name may be further away than beside its dot: it needs a leader.
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

// Where names can stand beside dots so that none covers another: the first in the list are served first. Pure.
{
  const GAP = 3; // pixels between a dot and its name
  const LARGE = 8; // radius from which a dot is too large to be written on by another

  const apart = (a, b) => a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom;
  const within = (box, frame) =>
    box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;

  // Right of the dot, left, above, below.
  const places = ({ x, y, radius, width, height }) => {
    const reach = radius + GAP;
    return [
      [x + reach, y - height / 2],
      [x - reach - width, y - height / 2],
      [x - width / 2, y - reach - height],
      [x - width / 2, y + reach],
    ].map(([left, top]) => ({ left, top, right: left + width, bottom: top + height }));
  };
  const square = ({ x, y, radius }) => {
    const half = radius * Math.SQRT1_2;
    return { left: x - half, right: x + half, top: y - half, bottom: y + half };
  };

  // dots: [{x, y, radius, width, height, must}] in pixels, most wanted first; frame: {left, top, right, bottom}.
  // Gives [{index, left, top, right, bottom}] of those that found a place, at most `most`. A name that must be there may
  // stand on a large dot, on another name never.
  const place = (dots, frame, most = Infinity) => {
    const placed = [];
    const large = dots.map((dot, index) => ({ index, ...square(dot) })).filter(({ index }) => dots[index].radius > LARGE);
    dots.forEach((dot, index) => {
      if (placed.length >= most) return;
      const free = places(dot).filter((box) => within(box, frame) && placed.every((other) => apart(box, other)));
      const best = free.find((box) => large.every((other) => other.index === index || apart(box, other)));
      const chosen = best ?? (dot.must ? free[0] : undefined);
      if (chosen) placed.push({ index, ...chosen });
    });
    return placed;
  };

  window.labels = { place };
}

// The key of a downloaded picture: each mark as the page's style draws it, in lines that fit.
{
  const { make, measured } = app.pen;
  const MARK_PX = { width: 20, height: 13 }, LINE_PX = 20, SIZE_PX = 12, GAP_PX = 18, APART_PX = 6;
  const DASHES = { dashed: "6 4", dashdot: "8 3 2 3" };

  // SVG elements of a mark as its CSS draws it on the page, from x on, centred at y.
  const drawn = (mark, x, y, paper) => {
    const style = getComputedStyle(mark), { backgroundImage: pattern } = style;
    const px = (name, otherwise) => parseFloat(style[name]) || otherwise;
    const width = px("width", MARK_PX.width), height = px("height", MARK_PX.height);
    const { textContent: letter } = mark;
    if (letter) return [make("text", { x, y: y + 4, "font-size": SIZE_PX, fill: style.color }, letter)];
    const edge = { stroke: style.borderTopColor, "stroke-width": px("borderTopWidth", 0) };
    if (edge["stroke-width"] > px("borderBottomWidth", 0)) {
      const dashed = style.borderTopStyle === "dashed" ? { "stroke-dasharray": "5 3" } : {};
      return [make("line", { x1: x, x2: x + width, y1: y, y2: y, ...edge, ...dashed })];
    }
    if (height < 5) { // a line, with its dashes
      const dashes = [...mark.classList].map((name) => DASHES[name]).find(Boolean);
      const line = { stroke: style.color, "stroke-width": height, ...(dashes ? { "stroke-dasharray": dashes } : {}) };
      return [make("line", { x1: x, x2: x + width, y1: y, y2: y, ...line })];
    }
    const fill = { fill: style.backgroundColor, "fill-opacity": style.opacity, ...edge };
    const isRound = style.borderTopLeftRadius === "50%";
    if (isRound) return [make("circle", { cx: x + width / 2, cy: y, r: width / 2, ...fill })];
    const top = y - height / 2, frame = (over) => make("rect", { x, y: top, width, height, ...fill, ...over });
    const colours = pattern.match(/rgba?\([^)]*\)/g);
    if (!colours) return [frame()];
    const first = colours[0], second = colours.at(-1);
    const steps = (step, from) => {
      const length = Math.ceil((width - from) / step);
      return Array.from({ length }, (_, at) => x + from + at * step);
    };
    if (/^radial/.test(pattern)) {
      const dot = (cx, up) => make("circle", { cx, cy: y + up, r: 1.2, fill: first });
      const dots = steps(6, 3).flatMap((cx) => [-3, 3].map((up) => dot(cx, up)));
      return [frame({ fill: paper }), ...dots];
    }
    if (/\(0deg/.test(pattern)) {
      const levels = [3, 7, 11].filter((down) => down < height).map((down) => top + down);
      const line = (level) => make("line", { x1: x, y1: level, x2: x + width, y2: level, stroke: second });
      return [frame({ fill: first }), ...levels.map(line)];
    }
    if (/\(90deg/.test(pattern)) {
      const line = (from) => make("line", { x1: from, y1: top, x2: from, y2: top + height, stroke: second });
      return [frame({ fill: first }), ...steps(4, 3).map(line)];
    }
    const isFalling = /\(45deg/.test(pattern); // projected values; all others rise to the right
    const lines = steps(6, 1).map((from) => {
      const [y1, y2] = isFalling ? [top, top + height] : [top + height, top];
      const ends = { x1: from, y1, x2: Math.min(from + 7, x + width), y2 };
      return make("line", { ...ends, stroke: second });
    });
    return [frame({ fill: first }), ...lines];
  };

  // Lines of items: { items: [{ label, mark, x, from }], width, height }, each as high as its highest mark.
  const in_lines = (key, room, font) => {
    const lines = [];
    for (const { label, mark } of key) {
      const style = mark && getComputedStyle(mark);
      const mark_px = () =>
        (mark.textContent ? measured(mark.textContent, font) : parseFloat(style.width) || MARK_PX.width);
      const wide = mark ? mark_px() : 0;
      const from = wide && wide + APART_PX, height = Math.max(LINE_PX, mark ? (parseFloat(style.height) || 0) + 4 : 0);
      const width = from + measured(label, font) + GAP_PX;
      if (!lines.length || lines.at(-1).width + width > room + GAP_PX) lines.push({ items: [], width: 0, height: 0 });
      const line = lines.at(-1);
      line.items.push({ label, mark, from, x: line.width });
      line.width += width;
      line.height = Math.max(line.height, height);
    }
    return lines;
  };

  // Add the key to `svg` from x, y on; return its height.
  const add = (svg, key, { x, y, room, family, ink, paper }) => {
    let down = 0;
    for (const { items, height } of in_lines(key, room, `400 ${SIZE_PX}px ${family}`)) {
      const middle = y + down + height / 2;
      for (const { label, mark, from, x: along } of items) {
        if (mark) svg.append(...drawn(mark, x + along, middle, paper));
        svg.append(make("text", { x: x + along + from, y: middle + 4, "font-size": SIZE_PX, fill: ink }, label));
      }
      down += height;
    }
    return down;
  };

  app.pictureKey = { add };
}

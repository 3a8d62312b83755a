// Charts as files: PNG and SVG, drawn by Bokeh in the browser, with title, key, source and credit in the picture.
// Both come from one drawing: the SVG, and the PNG painted from it at twice the size.
{
  const { charts, about } = window.pictureParts;
  const MARGIN = 24, PNG_SCALE = 2, LEAST_PX = 480, LONGEST_NAME = 90;
  const MARK_PX = { width: 20, height: 13 };
  const NS = "http://www.w3.org/2000/svg";
  const credit = document.getElementById("credit");
  const short = (text) => text.replace(/\d+\.\d{3,}/g, (number) => Number(number).toFixed(2)); // a third of the file

  const make = (name, attributes, text) => {
    const element = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const pen = document.createElement("canvas").getContext("2d");
  const wrapped = (text, width, font) => {
    pen.font = font;
    const lines = [];
    for (const word of text.split(" ")) {
      const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
      lines.length && pen.measureText(longer).width <= width ? (lines[lines.length - 1] = longer) : lines.push(word);
    }
    return text ? lines : [];
  };

  // A mark of the key as its CSS draws it on the page, from x on, about a middle at y.
  const drawn = (mark, x, y, paper) => {
    const style = getComputedStyle(mark), { backgroundImage: pattern } = style;
    const px = (name, otherwise) => parseFloat(style[name]) || otherwise;
    const width = px("width", MARK_PX.width), height = px("height", MARK_PX.height);
    if (mark.textContent) return [make("text", { x, y: y + 4, "font-size": 12, fill: style.color }, mark.textContent)];
    const edge = { stroke: style.borderTopColor, "stroke-width": px("borderTopWidth", 0) };
    if (edge["stroke-width"] > px("borderBottomWidth", 0)) {
      const dashed = style.borderTopStyle === "dashed" ? { "stroke-dasharray": "5 3" } : {};
      return [make("line", { x1: x, x2: x + width, y1: y, y2: y, ...edge, ...dashed })];
    }
    const fill = { fill: style.backgroundColor, "fill-opacity": style.opacity, ...edge };
    if (style.borderTopLeftRadius === "50%") return [make("circle", { cx: x + width / 2, cy: y, r: width / 2, ...fill })];
    const top = y - height / 2, frame = (over) => make("rect", { x, y: top, width, height, ...fill, ...over });
    const colours = pattern.match(/rgba?\([^)]*\)/g);
    if (!colours) return [frame()];
    const first = colours[0], second = colours.at(-1);
    const steps = (step, from) => Array.from({ length: Math.ceil((width - from) / step) }, (_, at) => x + from + at * step);
    if (/^radial/.test(pattern)) {
      const dots = steps(6, 3).flatMap((cx) => [-3, 3].map((up) => make("circle", { cx, cy: y + up, r: 1.2, fill: first })));
      return [frame({ fill: paper }), ...dots];
    }
    const lines = steps(6, 1).map((from) => make("line", { x1: from, y1: top + height, x2: Math.min(from + 7, x + width), y2: top, stroke: second }));
    return [frame({ fill: first }), ...lines];
  };

  // The items of a key in lines that fit, each as high as its highest mark.
  const in_lines = (key, room, font) => {
    const lines = [];
    for (const { label, mark } of key) {
      pen.font = font;
      const style = mark && getComputedStyle(mark);
      const wide = !mark ? 0 : mark.textContent ? pen.measureText(mark.textContent).width : parseFloat(style.width) || MARK_PX.width;
      const high = mark ? parseFloat(style.height) || 0 : 0;
      const from = wide ? wide + 6 : 0, width = from + pen.measureText(label).width + 18;
      const last = lines.at(-1);
      const item = { label, mark, from };
      if (last && last.width + width <= room + 18) {
        last.items.push({ ...item, x: last.width });
        last.width += width;
        last.height = Math.max(last.height, high + 4);
      } else lines.push({ items: [{ ...item, x: 0 }], width, height: Math.max(20, high + 4) });
    }
    return lines;
  };

  const picture = (chart) => {
    const said = about(chart);
    const style = getComputedStyle(document.documentElement), body = getComputedStyle(document.body);
    const colour = (name) => {
      const probe = Object.assign(document.createElement("i"), { style: `color: var(--${name})` });
      document.body.append(probe);
      const found = getComputedStyle(probe).color;
      probe.remove();
      return found;
    };
    const [paper, ink, quiet] = ["paper", "ink", "quiet"].map(colour);
    const family = style.getPropertyValue("--font").trim() || body.fontFamily;
    const layer = chart.view.export("svg", false);
    const { bbox: { width, height: whole }, frame } = chart.view;
    const height = chart.view.model.below.some(({ visible }) => visible) ? whole : frame.bbox.bottom; // tools have no place here
    pen.font = `700 12px ${family}`;
    const names_px = said.rows.length ? Math.ceil(Math.max(...said.rows.map(({ label }) => pen.measureText(label).width))) + 12 : 0;
    const room = Math.max(names_px + width, LEAST_PX), svg = make("svg", { xmlns: NS, "font-family": family });
    let y = MARGIN;
    const write = (text, size, weight, fill) => {
      for (const line of wrapped(text, room, `${weight} ${size}px ${family}`)) {
        y += size * 1.4;
        svg.append(make("text", { x: MARGIN, y, "font-size": size, "font-weight": weight, fill }, line));
      }
    };
    svg.append(make("title", {}, said.title));
    svg.append(make("rect", { width: "100%", height: "100%", fill: paper }));
    write(said.title, 18, 600, ink);
    y += 4;
    write(said.sentence, 13, 400, ink);
    y += 10;
    const explain = () => {
      for (const { items, height } of in_lines(said.key, room, `400 12px ${family}`)) {
        for (const { label, mark, x, from } of items) {
          if (mark) svg.append(...drawn(mark, MARGIN + x, y + height / 2, paper));
          svg.append(make("text", { x: MARGIN + x + from, y: y + height / 2 + 4, "font-size": 12, fill: ink }, label));
        }
        y += height;
      }
    };
    if (names_px) explain(); // below many rows nobody would find it
    const drawing = new DOMParser().parseFromString(layer.ctx.get_serialized_svg(true), "image/svg+xml").documentElement;
    drawing.setAttribute("x", MARGIN + names_px);
    drawing.setAttribute("y", y);
    svg.append(drawing);
    for (const [row, { label, style }] of said.rows.entries()) {
      const middle = y + frame.y_scale.compute(row) + 4;
      svg.append(make("text", { x: MARGIN, y: middle, "font-size": 12, "font-weight": style.fontWeight, fill: style.color }, label));
    }
    y += height + 8;
    if (!names_px) explain();
    y += 6;
    for (const line of [...said.sources, `${credit.textContent.trim()} ${window.location.host}`]) write(line, 11, 400, quiet);
    const size = { width: room + 2 * MARGIN, height: Math.ceil(y + MARGIN) };
    svg.setAttribute("width", size.width);
    svg.setAttribute("height", size.height);
    svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    return { text: short(new XMLSerializer().serializeToString(svg)), ...size, title: said.title };
  };

  const painted = async ({ text, width, height }) => {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: width * PNG_SCALE, height: height * PNG_SCALE });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  };

  // What the picture is of, and the day of its figures, as the name of a file: cut between words.
  const file_name = (title) => {
    const words = title.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").split(/[^a-z0-9]+/).filter(Boolean);
    const fits = words.filter((_, at) => words.slice(0, at + 1).join("-").length <= LONGEST_NAME);
    return [...fits, credit.dataset.day].join("-");
  };

  const save = async (chart, format) => {
    const made = picture(chart);
    const blob = format === "svg" ? new Blob([made.text], { type: "image/svg+xml" }) : await painted(made);
    const anchor = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${file_name(made.title)}.${format}` });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
  };

  // The list is made when it is opened, so it names the charts that can be seen then.
  for (const box of document.querySelectorAll("details.take")) {
    box.addEventListener("toggle", () => {
      if (!box.open) return;
      const section = document.getElementById(`view-${box.dataset.view}`);
      const rows = charts(section).map((chart) => {
        const row = Object.assign(document.createElement("p"), { className: "row" });
        const name = Object.assign(document.createElement("span"), { textContent: about(chart).title });
        const buttons = ["png", "svg"].map((format) => {
          const button = Object.assign(document.createElement("button"), { type: "button", textContent: format.toUpperCase() });
          button.setAttribute("aria-label", `${name.textContent}, as ${format.toUpperCase()}`);
          button.addEventListener("click", () => save(chart, format));
          return button;
        });
        row.append(name, ...buttons);
        return row;
      });
      box.querySelector("[data-pictures]").replaceChildren(...rows);
      box.querySelector("[data-pictures-head]").hidden = !rows.length;
    });
  }
}

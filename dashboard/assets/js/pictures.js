// Charts as files: PNG and SVG, drawn by Bokeh in the browser, with title, key, source and credit in the picture.
// Both come from one drawing: the SVG, and the PNG painted from it at twice the size.
{
  const MARGIN = 24, PNG_SCALE = 2;
  const NS = "http://www.w3.org/2000/svg";
  const [credit, sources] = ["credit", "all-sources"].map((id) => document.getElementById(id)?.textContent.trim() ?? "");
  const short = (text) => text.replace(/\d+\.\d{3,}/g, (number) => Number(number).toFixed(2)); // a third of the file

  const deep = (node, selector) => {
    if (node.matches?.(selector)) return node;
    for (const child of [...(node.shadowRoot?.children ?? []), ...node.children]) {
      const found = deep(child, selector);
      if (found) return found;
    }
    return null;
  };

  // Every chart that can be seen in a view: its Bokeh view and the element of the page that holds it.
  const charts = (section) => {
    const found = [];
    const walk = (view, place) => {
      if (view.model.type === "Figure" && view.el.getClientRects().length) found.push({ view, place });
      (view.child_views ?? []).forEach((child) => walk(child, place));
    };
    for (const root of Object.values(Bokeh.index.roots ?? Bokeh.index)) {
      const place = root.el?.getRootNode().host ?? root.el;
      const host = place?.closest?.(".chart, .map-figure") ?? place;
      if (host && section.contains(host)) walk(root, host);
    }
    return found.sort((a, b) => a.place.compareDocumentPosition(b.place) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
  };

  // What belongs to a chart stands between its neighbours and itself: a key before or after it, a source after it.
  const beside = (place, selector, step) => {
    for (let node = place[step]; node && !node.matches(".chart, .map-figure"); node = node[step]) {
      const found = deep(node, selector);
      if (found) return found;
    }
    return null;
  };

  const about = ({ view, place }) => {
    const held = view.model.html_attributes;
    const label = held.get?.("aria-label") ?? held["aria-label"] ?? "";
    const [title, ...rest] = label.replace(/^World map\. /, "").split(": ");
    const key = beside(place, ".key, .legend", "previousElementSibling") ?? beside(place, ".key, .legend", "nextElementSibling");
    const source = beside(place, ".source", "nextElementSibling");
    return {
      title, sentence: rest.join(": "),
      source: source?.textContent.replace(/\s+/g, " ").trim() ?? sources,
      key: [...(key?.querySelectorAll("li") ?? [])].map((item) => ({ label: item.textContent.trim(), mark: item.querySelector("i") })),
    };
  };

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

  // A mark of the key, as its CSS draws it on the page.
  const drawn = (mark, x, y, quiet, paper) => {
    const style = getComputedStyle(mark), kind = mark.className;
    const box = { x, y: y - 11, width: 20, height: 13 };
    if (/dot/.test(kind)) return [make("circle", { cx: x + 10, cy: y - 4, r: 3, fill: style.backgroundColor })];
    if (/line/.test(kind)) return [make("line", { x1: x, x2: x + 20, y1: y - 4, y2: y - 4, stroke: style.borderTopColor, "stroke-width": style.borderTopWidth, ...(style.borderTopStyle === "dashed" ? { "stroke-dasharray": "5 3" } : {}) })];
    const isPattern = /no-data|uncertain/.test(kind);
    const frame = make("rect", { ...box, fill: isPattern ? paper : style.backgroundColor, "fill-opacity": style.opacity, stroke: quiet, "stroke-width": 0.5 });
    const lines = [0, 6, 12].map((at) => make("line", { x1: x + at, y1: y + 2, x2: x + at + 8, y2: y - 11, stroke: quiet }));
    const dots = [4, 10, 16].flatMap((at) => [-7, -2].map((up) => make("circle", { cx: x + at, cy: y + up, r: 1.2, fill: quiet })));
    return [frame, ...(/no-data/.test(kind) ? lines : /uncertain/.test(kind) ? dots : [])];
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
    const { width, height } = chart.view.bbox;
    const room = Math.max(width, 480), svg = make("svg", { xmlns: NS, "font-family": family });
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
    const drawing = new DOMParser().parseFromString(layer.ctx.get_serialized_svg(true), "image/svg+xml").documentElement;
    drawing.setAttribute("x", MARGIN);
    drawing.setAttribute("y", y);
    svg.append(drawing);
    y += height + 8;
    let x = MARGIN;
    pen.font = `400 12px ${family}`;
    if (said.key.length) y += 18;
    for (const { label, mark } of said.key) {
      const wide = 26 + pen.measureText(label).width + 18;
      if (x + wide > room + MARGIN && x > MARGIN) [x, y] = [MARGIN, y + 20];
      if (mark) svg.append(...drawn(mark, x, y, quiet, paper));
      svg.append(make("text", { x: x + 26, y, "font-size": 12, fill: ink }, label));
      x += wide;
    }
    y += 6;
    write(said.source, 11, 400, quiet);
    write(`${credit} ${window.location.host}`, 11, 400, quiet);
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

  const save = async (chart, format) => {
    const made = picture(chart);
    const blob = format === "svg" ? new Blob([made.text], { type: "image/svg+xml" }) : await painted(made);
    const slug = made.title.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
    const anchor = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${slug || "chart"}.${format}` });
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

// Downloaded pictures: charts as SVG and PNG, drawn by Bokeh in the browser, with title, key, sources and credit. The
// PNG is painted from the SVG at twice its size, and a phone's at least 1,200 pixels wide.
{
  const { NS, make, measured, wrapped } = app.pen;
  const { pictureKey, pictureParts: { charts, about } } = app;
  const MARGIN = 24, PNG_SCALE = 2, PNG_LEAST_PX = 1200, PNG_MOST_PIXELS = 16e6, LEAST_PX = 400, LONGEST_NAME = 90;
  const credit = document.getElementById("credit");
  // Coordinates to a hundredth of a pixel, which makes the file a third as large; text is not changed.
  const rounded = (tag) => tag.replace(/\d+\.\d{3,}/g, (number) => Number(number).toFixed(2));
  const short = (text) => text.replace(/<[^>]*>/g, rounded);

  const colour = (name) => {
    const probe = Object.assign(document.createElement("i"), { style: `color: var(--${name})` });
    document.body.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };

  // Add the chart itself at y, `room` wide, with the names of its rows to its left; return its height.
  const add_chart = (svg, { view, svg: map }, rows, names_px, { y, room }) => {
    if (map) {
      const { drawing, height } = app.mapPicture.drawn(map, room);
      for (const [name, value] of Object.entries({ x: MARGIN, y, width: room, height })) {
        drawing.setAttribute(name, value);
      }
      svg.append(drawing);
      return height;
    }
    const layer = view.export("svg", false);
    const text = layer.ctx.get_serialized_svg(true);
    const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    const { bbox: { width, height }, frame } = view;
    const zoom = names_px ? 1 : room / width; // a phone's chart is made as wide as the text
    const viewBox = `0 0 ${width} ${height}`;
    const box = { x: MARGIN + names_px, y, width: width * zoom, height: height * zoom, viewBox };
    for (const [name, value] of Object.entries(box)) drawing.setAttribute(name, value);
    svg.append(drawing);
    for (const [row, { label, style }] of rows.entries()) {
      const middle = y + frame.y_scale.compute(row) + 4;
      const font = { "font-size": 12, "font-weight": style.fontWeight, fill: style.color };
      svg.append(make("text", { x: MARGIN, y: middle, ...font }, label));
    }
    const has_axis_below = view.model.below.some(({ visible }) => visible);
    return zoom * (has_axis_below ? height : frame.bbox.bottom); // otherwise there is room for tools only below
  };

  const picture = (chart) => {
    const parts = about(chart);
    const [paper, ink, quiet] = ["paper", "ink", "quiet"].map(colour);
    const family = getComputedStyle(document.documentElement).getPropertyValue("--font").trim();
    const width_of = ({ label }) => Math.ceil(measured(label, `700 12px ${family}`)) + 12;
    const names_px = Math.max(0, ...parts.rows.map(width_of));
    const wide = chart.svg ? chart.svg.clientWidth : chart.view.bbox.width;
    const room = Math.max(names_px + wide, LEAST_PX);
    const svg = make("svg", { xmlns: NS, "font-family": family });
    let y = MARGIN;
    const write = (text, size, weight, fill) => {
      for (const line of wrapped(text, room, `${weight} ${size}px ${family}`)) {
        y += size * 1.4;
        svg.append(make("text", { x: MARGIN, y, "font-size": size, "font-weight": weight, fill }, line));
      }
    };
    const explain = () => { y += pictureKey.add(svg, parts.key, { x: MARGIN, y, room, family, ink, paper }); };

    svg.append(make("title", {}, parts.title), make("rect", { width: "100%", height: "100%", fill: paper }));
    write(parts.title, 18, 600, ink);
    y += 4;
    write(parts.sentence, 13, 400, ink);
    y += 10;
    if (names_px) explain(); // below many rows it would be out of sight
    y += add_chart(svg, chart, parts.rows, names_px, { y, room }) + 8;
    if (!names_px) explain();
    y += 6;
    const made_with = `${credit.textContent.trim()} ${window.location.host}`;
    for (const line of [...parts.sources, made_with]) write(line, 11, 400, quiet);
    const width = room + 2 * MARGIN, height = Math.ceil(y + MARGIN);
    const size = { width, height, viewBox: `0 0 ${width} ${height}` };
    for (const [name, value] of Object.entries(size)) svg.setAttribute(name, value);
    return { text: short(new XMLSerializer().serializeToString(svg)), width, height, title: parts.title };
  };

  const painted = async ({ text, width, height }) => {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    await image.decode();
    const scale = Math.max(PNG_SCALE, Math.min(PNG_LEAST_PX / width, Math.sqrt(PNG_MOST_PIXELS / (width * height))));
    const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
    const canvas = Object.assign(document.createElement("canvas"), size);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  };

  // File name of a picture: its title without °C, cut between words, and the date of the data.
  const file_name = (title) => {
    const plain = title.replaceAll("°C", "").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
    const words = plain.split(/[^a-z0-9]+/).filter(Boolean);
    const fits = words.filter((_, at) => words.slice(0, at + 1).join("-").length <= LONGEST_NAME);
    return [...fits, credit.dataset.day].join("-");
  };

  const save = async (chart, format) => {
    const made = picture(chart);
    const blob = format === "svg" ? new Blob([made.text], { type: "image/svg+xml" }) : await painted(made);
    const download = `${file_name(made.title)}.${format}`;
    const anchor = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
  };

  // The button of one chart: data-picture is the format, data-chart the name of the chart's place or figure.
  document.addEventListener("click", (event) => {
    const button = event.composedPath().find((node) => node.dataset?.picture);
    const wanted = button && charts(button.closest(".view")).find(({ names }) => names.includes(button.dataset.chart));
    if (wanted) save(wanted, button.dataset.picture);
  });

  // The list is made when it is opened, of the charts that are visible then.
  for (const box of document.querySelectorAll("details.download")) {
    box.addEventListener("toggle", () => {
      if (!box.open) return;
      const section = document.getElementById(`view-${box.dataset.view}`);
      const rows = charts(section).map((chart) => {
        const row = Object.assign(document.createElement("p"), { className: "row" });
        const name = Object.assign(document.createElement("span"), { textContent: about(chart).title });
        const buttons = ["png", "svg"].map((format) => {
          const looks = { type: "button", textContent: format.toUpperCase() };
          const button = Object.assign(document.createElement("button"), looks);
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

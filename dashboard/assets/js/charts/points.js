// The values of a chart by key: a place with data-reads, which names its figure, has the focus. Left and right go from
// year to year, Page Up and Down ten years, Home and End to the first and the last. The value is announced in the words
// of the tooltip, and ringed; the other charts of the same years show theirs, without an announcement.
{
  const PAGE = 10;
  const live = document.getElementById("live");
  const places = [...document.querySelectorAll("[data-reads]")];

  const model = (place) => Bokeh.documents[0]?.get_model_by_name(place.dataset.reads);
  const named = (figure, name) => figure.renderers.find((renderer) => renderer.name === name);
  // In the static edition, of the picture: js/static/readings.js.
  const points_of = (place) => {
    const found = app.readings?.get(place.dataset.reads);
    if (found) return { ...found, words: (at) => `${found.years[at]} ${found.texts[at]}` };
    const figure = app.readings ? null : model(place);
    const read = figure && points(figure);
    return read && { ...read, words: (at) => words(read, at) };
  };
  // The column of years, and all that the tooltip names, from the renderer that the tooltip belongs to.
  const points = (figure) => {
    const is_tip = ({ type, tooltips }) => type === "HoverTool" && typeof tooltips === "string";
    const tool = figure.toolbar.tools.find(is_tip);
    const renderer = named(figure, "tips") ?? named(figure, "line");
    if (!tool || !renderer || !figure.visible) return null;
    const { data } = renderer.data_source, { y } = renderer.glyph;
    const column = (name) => Array.from(data[name] ?? []);
    return { years: column("year"), heights: column(y.field), tooltip: tool.tooltips, column };
  };
  // A table in a tooltip has a name and a value in each row: "2010: Kenya +0.62 °C, Norway no value".
  const in_line = (tooltip) => tooltip.replace(/<\/b><table>/g, ": ").replace(/<\/td><\/tr><tr>/g, ", ")
    .replace(/<\/td>/g, " ");
  const text_of = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
  const words = ({ tooltip, column }, at) => {
    const value = (_, name, braced) => (column(name ?? braced)[at] === "–" ? "no value" : column(name ?? braced)[at]);
    const template = tooltip.includes("<table>") ? text_of(in_line(tooltip)) : tooltip;
    const filled = template.replace(/@(?:(\w+)|\{(\w+)\})(\{[^}]*\})?/g, value);
    const text = filled.replace(/<br>/g, ", ").replace(/<[^>]*>/g, "");
    return text.replace(/\s+/g, " ").replaceAll("−", "minus ").trim();
  };
  const ring = (figure, x, y) => {
    const cursor = named(figure, "cursor");
    if (cursor) cursor.data_source.data = { x, y };
  };
  const show = (place, text) => {
    const shown = place.querySelector("output") ?? place.appendChild(document.createElement("output"));
    shown.ariaHidden = "true"; // the live region says it
    shown.textContent = text.replaceAll("minus ", "−");
  };
  const mark = (year) => {
    app.readings?.show(year);
    for (const place of places) {
      const found = points_of(place), at = found ? found.years.indexOf(year) : -1;
      if (found?.heights) ring(model(place), at < 0 ? [] : [year], at < 0 ? [] : [found.heights[at]]);
      if (at < 0) place.querySelector("output")?.remove();
      else show(place, found.words(at));
    }
  };

  const STEPS = {
    ArrowRight: (at) => at + 1,
    ArrowLeft: (at) => at - 1,
    PageDown: (at) => at + PAGE,
    PageUp: (at) => at - PAGE,
    Home: () => 0,
    End: () => Infinity,
  };
  let year = null;
  const move = (place, key) => {
    const found = points_of(place);
    if (!found?.years.length) return;
    const last = found.years.length - 1, before = found.years.indexOf(year);
    const to = before < 0 && key.startsWith("Arrow") ? last : STEPS[key](Math.max(before, 0));
    const at = Math.min(Math.max(to, 0), last);
    year = found.years[at];
    live.textContent = found.words(at).replaceAll("−", "minus ");
    mark(year);
  };

  for (const place of places) {
    place.addEventListener("keydown", (event) => {
      if (event.target !== place) return; // a tool of the chart
      if (!STEPS[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      move(place, event.key);
    });
    place.addEventListener("blur", () => {
      year = null;
      if (app.readings || window.Bokeh?.documents?.length) mark(null);
    });
  }
}

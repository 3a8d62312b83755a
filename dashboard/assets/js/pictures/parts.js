// Title, sentence, key and sources of a downloaded picture, from the page. A chart has the names of its place and of
// its figure; elements that belong to it name it, wherever they are: data-title-of, data-year-of, data-key-of (an item,
// or a list of items), data-names-of (a list with an item a row), data-source-of. In these, <b> is for the page only;
// an item with data-drawn is left out if the chart's renderer of that name has nothing to draw.
{
  const fallback = document.getElementById("all-sources")?.textContent.trim() ?? "";
  const flat = (text) => text.replace(/\s+/g, " ").trim();

  // Every visible chart of a view: its Bokeh view, and its names.
  const charts = (section) => {
    const found = [];
    const walk = (view, names, place) => {
      const isVisible = view.model.type === "Figure" && view.el.getClientRects().length;
      if (isVisible) found.push({ view, names: [...names, view.model.name], place, section });
      (view.child_views ?? []).forEach((child) => walk(child, names, place));
    };
    for (const root of Object.values(Bokeh.index.roots ?? Bokeh.index)) {
      const place = root.el?.getRootNode().host ?? root.el;
      if (place && section.contains(place)) walk(root, [root.model.name], place);
    }
    for (const svg of section.querySelectorAll("svg[data-picture]")) {
      if (svg.getClientRects().length) found.push({ svg, names: [svg.dataset.picture], place: svg, section });
    }
    return found.sort((a, b) => a.place.compareDocumentPosition(b.place) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
  };

  const within = (node) => [...node.querySelectorAll("*")].flatMap(
    (element) => (element.shadowRoot ? [element, ...within(element.shadowRoot)] : [element]));

  // The text of an element without marks, and without what is for the page only.
  const words = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("i, b").forEach((part) => part.remove());
    return flat(copy.textContent);
  };

  const about = ({ view, svg, names, section }) => {
    const elements = within(section);
    const named = (part) => elements.filter((element) =>
      element.dataset?.[part]?.split(" ").some((name) => names.includes(name)) && !element.closest("[hidden]"));
    const items = (element) => (element.querySelector("li") ? [...element.querySelectorAll("li")] : [element]);
    const is_drawn = ({ dataset: { drawn } }) =>
      !drawn || view?.model.renderers.some(({ name, data_source }) => name === drawn && data_source.get_length());
    const attributes = view?.model.html_attributes;
    const label = (svg ? svg.ariaLabel : attributes.get?.("aria-label") ?? attributes["aria-label"]) ?? "";
    const [title, ...rest] = label.split(": ");
    // The year that the browser shows, and the server's sentence unless it is still of another year.
    const years = named("yearOf").map(words), sentence = rest.join(": ").replace(/^./, (first) => first.toUpperCase());
    const sources = named("sourceOf").map(words).filter(Boolean);
    const called = named("titleOf").map(words).join(", ") || title;
    const key_of = (item) => ({ label: item.dataset.name ?? words(item), mark: item.querySelector("i") });
    const row_of = (item) =>
      ({ label: flat(item.textContent), style: getComputedStyle(item.firstElementChild ?? item) });
    return {
      title: [called, ...years.filter((year) => !called.endsWith(year))].join(", "),
      sentence: years.every((year) => sentence.includes(year)) ? sentence : "",
      key: named("keyOf").flatMap(items).filter(is_drawn).map(key_of),
      rows: named("namesOf").flatMap(items).map(row_of),
      sources: sources.length ? sources : [fallback],
    };
  };

  app.pictureParts = { charts, about };
}

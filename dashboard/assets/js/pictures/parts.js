// What a picture is of and what explains it, as the page says it. A chart goes by the names of its place and its figure;
// whatever belongs to it names them, wherever it stands: data-title-of, data-year-of, data-key-of (an item, or a list of them),
// data-names-of (a list with an item a row), data-source-of. Within these, <b> is for the page alone; an item with
// data-drawn is left out where the chart's renderer of that name has nothing to draw.
{
  const fallback = document.getElementById("all-sources")?.textContent.trim() ?? "";
  const flat = (text) => text.replace(/\s+/g, " ").trim();

  // Every chart of a view that can be seen: its Bokeh view, and the names it goes by.
  const charts = (section) => {
    const found = [];
    const walk = (view, names, place) => {
      if (view.model.type === "Figure" && view.el.getClientRects().length) found.push({ view, names: [...names, view.model.name], place, section });
      (view.child_views ?? []).forEach((child) => walk(child, names, place));
    };
    for (const root of Object.values(Bokeh.index.roots ?? Bokeh.index)) {
      const place = root.el?.getRootNode().host ?? root.el;
      if (place && section.contains(place)) walk(root, [root.model.name], place);
    }
    return found.sort((a, b) => a.place.compareDocumentPosition(b.place) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
  };

  const within = (node) => [...node.querySelectorAll("*")].flatMap(
    (element) => (element.shadowRoot ? [element, ...within(element.shadowRoot)] : [element]));

  // The words of an element without its marks and what is for the page alone.
  const words = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("i, b").forEach((part) => part.remove());
    return flat(copy.textContent);
  };

  const about = ({ view, names, section }) => {
    const elements = within(section);
    const said = (part) => elements.filter((element) =>
      element.dataset?.[part]?.split(" ").some((name) => names.includes(name)) && !element.closest("[hidden]"));
    const items = (element) => (element.querySelector("li") ? [...element.querySelectorAll("li")] : [element]);
    const is_drawn = ({ dataset: { drawn } }) =>
      !drawn || view.model.renderers.some(({ name, data_source }) => name === drawn && data_source.get_length());
    const held = view.model.html_attributes;
    const [title, ...rest] = (held.get?.("aria-label") ?? held["aria-label"] ?? "").split(": ");
    // The browser's own year, and the server's sentence unless it is still of another one.
    const years = said("yearOf").map(words), sentence = rest.join(": ").replace(/^./, (first) => first.toUpperCase());
    const sources = said("sourceOf").map(words).filter(Boolean);
    const called = said("titleOf").map(words).join(", ") || title;
    return {
      title: [called, ...years.filter((year) => !called.endsWith(year))].join(", "),
      sentence: years.every((year) => sentence.includes(year)) ? sentence : "",
      key: said("keyOf").flatMap(items).filter(is_drawn).map((item) => ({ label: words(item), mark: item.querySelector("i") })),
      rows: said("namesOf").flatMap(items).map((item) => ({ label: flat(item.textContent), style: getComputedStyle(item.firstElementChild ?? item) })),
      sources: sources.length ? sources : [fallback],
    };
  };

  app.pictureParts = { charts, about };
}

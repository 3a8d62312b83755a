// Rank's table sorts itself, and its names lead to a country: both without asking the server for anything anew.
{
  const view = document.getElementById("view-rank");
  const met = (event, found) => event.composedPath().find((element) => element.matches?.(found));
  const words = new Intl.Collator("en", { numeric: true });

  const key = (row, column) => {
    const cell = row.cells[column];
    return "value" in cell.dataset ? Number(cell.dataset.value) : cell.textContent;
  };
  const compare = (a, b) => {
    if (typeof a === "string") return words.compare(a, b);
    return Number.isNaN(a) - Number.isNaN(b) || a - b;
  };

  const sort = (button) => {
    const head = button.closest("th"), table = head.closest("table"), column = head.cellIndex;
    const isUp = head.ariaSort !== "ascending";
    for (const other of table.tHead.rows[0].cells) other.ariaSort = "none";
    head.ariaSort = isUp ? "ascending" : "descending";
    const rows = [...table.tBodies[0].rows].map((row) => [key(row, column), row]);
    const missing = (value) => typeof value === "number" && Number.isNaN(value);
    rows.sort(([a], [b]) => missing(a) || missing(b) ? missing(a) - missing(b) : (isUp ? 1 : -1) * compare(a, b));
    table.tBodies[0].append(...rows.map(([, row]) => row));
  };

  // The country chosen is brought into sight among the bars, unless it is there.
  const ROW_PX = 24, AXIS_PX = 34;
  let bars = null;
  const reveal = () => {
    const row = bars.selected.indices[0], box = view.querySelector(".rows");
    if (row === undefined) return;
    const top = AXIS_PX + row * ROW_PX;
    if (top < box.scrollTop || top + ROW_PX > box.scrollTop + box.clientHeight) box.scrollTop = top - box.clientHeight / 2;
  };
  const start = () => {
    if (!view || view.hidden || bars) return;
    bars = Bokeh.documents[0].get_model_by_name("rank_rows");
    if (!bars) { requestAnimationFrame(start); return; }
    mark();
    bars.selected.properties.indices.change.connect(reveal);
    bars.properties.data.change.connect(() => requestAnimationFrame(reveal));
    new ResizeObserver(reveal).observe(view.querySelector(".row-figure")); // drawn, or its height has changed
  };
  // The names of the country chosen are marked wherever they stand, also in what the server writes anew: the table is
  // 77 kB, which need not travel for that.
  const roots = (within) => [...within.querySelectorAll("*")].flatMap(
    (element) => (element.shadowRoot ? [element.shadowRoot, ...roots(element.shadowRoot)] : []));
  const watched = new WeakSet();
  const mark = () => {
    if (!view || view.hidden) return;
    const own = new URLSearchParams(window.location.search).get("country")?.toUpperCase();
    for (const root of roots(view)) {
      if (!watched.has(root)) {
        watched.add(root);
        new MutationObserver(mark).observe(root, { childList: true, subtree: true });
      }
      root.querySelectorAll("a[data-country]").forEach((link) => link.classList.toggle("own", link.dataset.country === own));
    }
  };

  window.addEventListener("address", () => { start(); mark(); });
  app.address.ready(() => { start(); mark(); });

  view?.addEventListener("click", (event) => {
    const button = met(event, "button[data-sort]");
    if (button) sort(button);
    const link = met(event, "a[data-country]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    app.address.go({ country: link.dataset.country, view: null });
    document.getElementById("main").focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  });
}

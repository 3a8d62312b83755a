// The view Rank: sorting the table, links to countries, and the selected country's mark, all without the server.
// The slider of years gives the server a year when it is released, the player when the year before is shown. The open
// tab is in the address. While the rows are scrolled, the axis above them is copied to their upper edge.
{
  const view = document.getElementById("view-rank");
  const clicked = (event, selector) => event.composedPath().find((element) => element.matches?.(selector));
  const collator = new Intl.Collator("en", { numeric: true });

  const key = (row, column) => {
    const cell = row.cells[column];
    return "value" in cell.dataset ? Number(cell.dataset.value) : cell.textContent;
  };
  const compare = (a, b) => {
    if (typeof a === "string") return collator.compare(a, b);
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

  // Scroll the bars to the selected country, unless it is visible.
  const ROW_PX = 24, AXIS_PX = 34;
  let bars = null;
  const reveal = () => {
    const row = bars.selected.indices[0], box = view.querySelector(".rows");
    if (row === undefined || !box.clientHeight) return; // or another tab is shown
    const top = AXIS_PX + row * ROW_PX;
    const isVisible = top - AXIS_PX >= box.scrollTop && top + ROW_PX <= box.scrollTop + box.clientHeight;
    if (!isVisible) box.scrollTop = top - box.clientHeight / 2;
  };

  // The years of the ranking come with its bars; a measure has none.
  const years = Object.fromEntries(["years", "year", "output", "play"].map(
    (name) => [name, document.getElementById(`rank-${name}`)]));
  const scenario = view?.querySelector(".rank-scenario");
  let about = {};
  // A year, or the period that ends with it: "2041–2060".
  const showYear = () => {
    const last = Number(years.year.value), text = about.each > 1 ? `${last - about.each + 1}–${last}` : `${last}`;
    years.output.textContent = text;
    years.year.setAttribute("aria-valuetext", text);
  };
  const showYears = () => {
    about = JSON.parse(bars.tags[0] ?? "{}");
    years.years.hidden = !(about.last > about.first);
    scenario.hidden = !(about.each > 1); // of projected values only
    if (years.years.hidden) return;
    Object.assign(years.year, { min: about.first, max: about.last });
    years.year.value = about.shown;
    showYear();
    if (isPlaying) setTimeout(step, STEP_MS);
  };
  const sendYear = () => {
    const year = Number(years.year.value);
    if (year !== about.shown) app.address.go({ [about.name]: year === about.latest ? null : year });
  };

  // A year a step: the next one is asked for when the server has answered.
  const STEP_MS = 400;
  let isPlaying = false;
  const setPlaying = (is) => {
    isPlaying = is;
    years.play.textContent = is ? "❚❚" : "▶";
    years.play.setAttribute("aria-label", is ? "Pause the years" : "Play the years");
  };
  const step = () => {
    if (!isPlaying) return;
    if (view.hidden || about.shown >= about.last) return setPlaying(false);
    years.year.value = about.shown + 1;
    showYear();
    sendYear();
  };
  const play = () => {
    setPlaying(!isPlaying);
    if (!isPlaying) return;
    if (about.shown < about.last) return step();
    years.year.value = about.first;
    showYear();
    sendYear();
  };

  // The open tab, as the address has it.
  const tabs = [...(view?.querySelectorAll("[role=tab]") ?? [])];
  const keyOf = (tab) => tab.id.replace("rank-tab-", "");
  const followTab = () => {
    const asked = new URLSearchParams(window.location.search).get("tab")?.toLowerCase();
    const tab = tabs.find((one) => keyOf(one) === asked) ?? tabs[0];
    if (tab && tab.getAttribute("aria-selected") !== "true") app.tabs.select(tab);
  };
  const sendTab = ({ target }) => app.address.go({ tab: target === tabs[0] ? null : keyOf(target) });

  const canvasIn = (node) => {
    for (const each of node.querySelectorAll("*")) {
      const found = each.tagName === "CANVAS" ? each : each.shadowRoot && canvasIn(each.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  const scrolled = [...(view?.querySelectorAll(".rows:has(.rows-axis)") ?? [])];
  const copyAxis = (rows) => {
    const band = rows.querySelector(".rows-axis"), drawn = canvasIn(rows.querySelector(".row-figure"));
    band.hidden = !drawn?.clientWidth || rows.scrollTop === 0;
    if (band.hidden) return;
    const copy = band.firstElementChild ?? band.appendChild(document.createElement("canvas"));
    const ratio = drawn.width / drawn.clientWidth;
    copy.width = drawn.width;
    copy.height = Math.round(AXIS_PX * ratio);
    copy.style.width = `${drawn.clientWidth}px`;
    copy.style.left = `${drawn.getBoundingClientRect().left - rows.getBoundingClientRect().left + rows.scrollLeft}px`;
    copy.getContext("2d").drawImage(drawn, 0, 0);
  };

  const copyAxes = () => requestAnimationFrame(() => scrolled.forEach(copyAxis)); // once Bokeh has painted

  const start = () => {
    if (!view || view.hidden || bars) return;
    bars = Bokeh.documents[0].get_model_by_name("rank_rows");
    if (!bars) { requestAnimationFrame(start); return; }
    mark();
    showYears();
    bars.properties.tags.change.connect(showYears);
    bars.selected.properties.indices.change.connect(reveal);
    bars.properties.data.change.connect(() => requestAnimationFrame(() => { reveal(); copyAxes(); }));
    new ResizeObserver(() => { reveal(); copyAxes(); }) // drawn, or its height has changed
      .observe(view.querySelector(".row-figure"));
  };
  // Mark the names of the selected country, also in texts that the server replaces. Otherwise the table of 77 kB would
  // be sent for each mark.
  const mark = () => {
    if (!view || view.hidden) return;
    const own = new URLSearchParams(window.location.search).get("country")?.toUpperCase();
    for (const link of view.querySelectorAll("a[data-country]")) {
      link.classList.toggle("own", link.dataset.country === own);
    }
  };

  window.addEventListener("address", () => { start(); mark(); followTab(); });
  window.addEventListener("text", mark);
  app.address.ready(() => { start(); mark(); });

  followTab();
  view?.addEventListener("tab", sendTab);
  for (const rows of scrolled) {
    rows.addEventListener("scroll", () => copyAxis(rows), { passive: true });
  }
  years.play?.addEventListener("click", play);
  years.year?.addEventListener("input", () => { setPlaying(false); showYear(); });
  years.year?.addEventListener("change", sendYear);
  view?.addEventListener("click", (event) => {
    const button = clicked(event, "button[data-sort]");
    if (button) sort(button);
    const link = clicked(event, "a[data-country]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    app.address.go({ country: link.dataset.country, view: null });
    document.getElementById("main").focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  });
}

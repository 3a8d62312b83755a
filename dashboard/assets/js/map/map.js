// The world map. A state (dashboard/views/explore/page_map.py) names the files to paint from, the year and the words;
// this script fetches the files and paints every year itself, by setting classes: no step of the slider involves the
// server.
//
// Other scripts of the map listen to events of `app.map.events`: "values" (another choice), "figures" (the values for
// tooltips are there), "year" (another year is painted), "chosen" (the choices), "shapes" (another projection, or
// finer).
{
  const { load } = app.mapFiles;
  const { mapShapes } = app;
  const section = document.querySelector("section.map");

  const events = new EventTarget();
  const notify = (name) => events.dispatchEvent(new Event(name));
  const world = { events, values: null, shapes: mapShapes, year: null, row: 0, state: {}, highlighted: null };
  app.map = world;

  // What each place shows now; an attribute is set only where it changes.
  let classes = mapShapes.elements.map((element) => element.getAttribute("class"));
  let dims = [];
  const paint = () => {
    const { values, row } = world, { elements } = mapShapes, n = elements.length;
    for (let place = 0; place < n; place++) {
      const bin = values.bins[row * n + place], name = bin === values.no_bin ? "none" : `b${bin}`;
      if (classes[place] !== name) elements[place].setAttribute("class", (classes[place] = name));
      const is_dim = world.highlighted !== null && !world.highlighted(name, values.marks[place]);
      if (Boolean(dims[place]) !== is_dim) elements[place].toggleAttribute("data-dim", (dims[place] = is_dim));
    }
  };
  const recolour = () => {
    const px = mapShapes.svg.style.getPropertyValue("--px");
    mapShapes.svg.style.cssText = world.values.colours;
    if (px) mapShapes.svg.style.setProperty("--px", px);
    mapShapes.mark(world.values.marks);
  };
  const place = (address, file) => {
    const isFirst = !mapShapes.elements.length;
    mapShapes.place(address, file);
    if (isFirst) [classes, dims] = [mapShapes.elements.map(() => "none"), []];
    choose();
    notify("shapes");
  };

  // A region or another grouping is outlined by its members; what has no shape, such as the World, by nothing.
  const choose = () => {
    const places = (world.state.outlined ?? []).map((code) => mapShapes.iso3.indexOf(code));
    mapShapes.outline("chosen", places.filter((at) => at >= 0));
  };
  world.choose = (codes) => {
    world.state.outlined = codes;
    choose();
  };

  // The values for tooltips come after the colours, in a file of their own; fetched again if that failed.
  world.complete = async () => {
    const { values } = world;
    if (values.values) return;
    Object.assign(values, await load(values.figures));
    if (values === world.values) notify("figures");
  };

  // While the years pass, the sentence below is of another year, and dimmed.
  const lag = () => section.toggleAttribute("data-lags", world.year !== null && world.year !== world.state.year);
  // A year as text, or the years that end with it: "2041–2060".
  world.years_of = (year) => {
    const { years_each } = world.values;
    return years_each > 1 ? `${year - years_each + 1}–${year}` : `${year}`;
  };
  const clamped = (year, { first_year, rows }) => Math.min(Math.max(year, first_year), first_year + rows - 1);
  // Show the year nearest to `year`; without years there is one row.
  world.show = (year) => {
    const { values } = world;
    world.year = values.first_year === null ? null : clamped(year, values);
    world.row = values.first_year === null ? 0 : world.year - values.first_year;
    paint();
    notify("year");
    lag();
  };
  // Highlight the countries for which `test` (class, mark) is true; null for all.
  world.highlight = (test) => {
    world.highlighted = test;
    if (world.values) paint();
  };

  const fault = document.getElementById("map-fault");
  const report = (sentence) => {
    fault.textContent = sentence;
    fault.hidden = !sentence;
  };
  world.report = report;

  // Draw a state. Its year echoes the slider's, unless something else changed it (the Back button).
  let awaited = null;
  world.draw = async (state) => {
    const before = world.state;
    world.state = state;
    app.mapFiles.add(state.own ?? {});
    if (state.sentence) document.getElementById("map-sentence").textContent = state.sentence;
    if (state.label) mapShapes.svg.setAttribute("aria-label", state.label);
    choose();
    if (state.fault) return report(state.fault);
    if (!before.shapes) mapShapes.adopt(state.shapes);
    const are_other = ![state.shapes, state.detail].includes(mapShapes.address);
    try {
      const wanted = are_other && !mapShapes.has(state.shapes) ? load(state.shapes) : null;
      const [values, file] = await Promise.all([load(state.values), wanted]);
      if (world.state !== state) return;
      report("");
      if (are_other) place(state.shapes, file);
      const is_another = values !== world.values, is_echo = awaited !== null && !is_another;
      if (state.year === awaited) awaited = null;
      if (is_another) {
        Object.assign(world, { values, highlighted: null });
        recolour();
        awaited = null;
      }
      if (is_another || are_other || (state.year !== before.year && !is_echo)) {
        world.year = is_another || !is_echo ? state.year : world.year;
        world.row = values.first_year === null ? 0 : world.year - values.first_year;
        paint();
        if (is_another) notify("values");
        notify("year");
      }
      if (is_another) world.complete().catch(() => null); // the tooltip reports it
      notify("chosen");
      lag();
    } catch (error) {
      if (world.state === state) report("The figures of this map could not be fetched. Reload the page to try again.");
    }
  };
  // Draw a choice whose file is known without waiting for the server; the promise resolves when the file is there.
  world.draw_ahead = async (address, chosen) => {
    const { state } = world;
    // Without the file, the server's answer will be drawn, or the fault reported.
    const values = await load(address).catch(() => null);
    if (!values || world.state !== state) return;
    const asked = new URLSearchParams(window.location.search).get(values.year_name) ?? values.latest_year;
    const year = values.first_year === null ? null : clamped(Number(asked), values);
    const words = { sentence: "", fault: "", label: "" };
    await world.draw({ ...state, ...words, values: address, year, chosen: { ...state.chosen, ...chosen } });
  };
  // Called when the slider is released: address, sentence and the other views follow.
  world.send_year = () => {
    const { values, year, state } = world;
    if (year === null || (awaited ?? state.year) === year) return;
    awaited = year;
    app.address.go({ [values.year_name]: year === values.latest_year ? null : year });
  };

  // Zoomed out, the shapes are simplified by less than a pixel; zoomed in, they are full.
  world.refine = async (is_near) => {
    const { state } = world, wanted = is_near ? state.detail : state.shapes;
    if (!wanted || wanted === mapShapes.address) return;
    const file = mapShapes.has(wanted) ? null : await load(wanted).catch(() => null);
    if ((file || mapShapes.has(wanted)) && world.state.detail === state.detail) place(wanted, file);
  };
}

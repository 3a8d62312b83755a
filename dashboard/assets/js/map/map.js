// The world map. The server names the files to draw and the year (in the tags of the model "world-map-state"); this
// script fetches the files and paints every year itself: no step of the slider involves the server.
//
// Other scripts of the map listen to events of `app.map.events`: "begun", "values" (another choice), "figures" (the
// values for tooltips are there), "year" (another year is painted), "chosen" (the menus), "turned" (light or dark).
{
  const section = document.querySelector("section.map");
  const { load } = app.mapFiles;
  const NAME = "world-map";
  const DOT_PX = 7, SMALL_DOT_PX = 4, NARROW_PX = 600, SEEN_PX = 5;
  const FADED = 0x2e;
  const MARKED = [null, "uncertain", "thin", "disputed"]; // of the marks (dashboard/analysis/map_values.py)

  const events = new EventTarget();
  const notify = (name) => events.dispatchEvent(new Event(name));
  const world = { events, values: null, shapes: null, year: null, row: 0, state: {}, highlighted: null };
  app.map = world;

  // Data of Bokeh's sources are written in place, and a change emitted to the browser's views, not to the server.
  const named = (name) => Bokeh.documents[0]?.get_model_by_name(name);
  const put = (source, columns) => {
    for (const [name, column] of Object.entries(columns)) {
      source.data instanceof Map ? source.data.set(name, column) : (source.data[name] = column);
    }
  };

  const place = (shapes) => {
    const [sphere_x, ...lines_x] = shapes.lines_x, [sphere_y, ...lines_y] = shapes.lines_y;
    put(named(`${NAME}-sphere`), { x: sphere_x, y: sphere_y });
    put(named(`${NAME}-graticule`), { xs: lines_x, ys: lines_y });
    world.shapes = shapes;
    put(world.source, { xs: shapes.xs, ys: shapes.ys, dot_x: shapes.dot_x, dot_y: shapes.dot_y });
    named(`${NAME}-sphere`).change.emit();
    named(`${NAME}-graticule`).change.emit();
  };
  // The view of a region in the proportions of the whole map, and within it.
  const framed = ({ x_range, y_range, regions }, region) => {
    if (!regions[region]) return [x_range, y_range];
    const [west, south, east, north] = regions[region];
    const whole = x_range[1] - x_range[0], ratio = whole / (y_range[1] - y_range[0]);
    const wide = Math.min(Math.max(east - west, (north - south) * ratio), whole);
    const fit = (middle, size, [start, end]) => {
      const low = Math.min(Math.max(middle - size / 2, start), end - size);
      return [low, low + size];
    };
    return [fit((west + east) / 2, wide, x_range), fit((south + north) / 2, wide / ratio, y_range)];
  };
  const look = (region) => {
    const { figure, shapes } = world;
    const limits = [shapes.x_range, shapes.y_range];
    for (const [at, [start, end]] of framed(shapes, region).entries()) {
      const axis = [figure.x_range, figure.y_range][at];
      axis.setv({ bounds: null });
      axis.setv({ start, end, reset_start: start, reset_end: end, bounds: limits[at] });
    }
  };

  world.m_per_px = () => (world.figure.x_range.end - world.figure.x_range.start) / world.plot.frame.bbox.width;

  // A country has a dot if its largest part cannot be seen at this size; dots are small on a phone, so that those of
  // the Caribbean and of Europe do not overlap.
  const dots = () => {
    const size = world.plot.frame.bbox.width < NARROW_PX ? SMALL_DOT_PX : DOT_PX, seen = SEEN_PX * world.m_per_px();
    world.dot_px = size;
    return Float32Array.from(world.shapes.reach, (reach) => (reach < seen ? size : 0));
  };

  const system = window.matchMedia("(prefers-color-scheme: dark)"), { dataset } = document.documentElement;
  const is_dark = () => (dataset.theme === "auto" ? system.matches : dataset.theme === "dark");
  // Colours of the bins, from the lowest, in the theme of the page.
  world.colours = () => (is_dark() ? world.values.colours_on_dark : world.values.colours);
  const colour = (hex, alpha) => ((parseInt(hex.slice(1), 16) << 8) | alpha) >>> 0;
  const paint = () => {
    const { values, shapes, row } = world;
    const n = shapes.iso3.length, bins = values.bins.subarray(row * n, (row + 1) * n);
    const [plain, faded] = [0xff, FADED].map((alpha) => world.colours().map((hex) => colour(hex, alpha)));
    const colours = new Uint32Array(n);
    for (const name of Object.keys(hatched)) hatched[name] = [];
    for (let place = 0; place < n; place++) {
      const bin = bins[place], mark = values.marks[place], has_data = bin !== values.no_bin;
      const stands_out = world.highlighted === null || world.highlighted(bin, mark);
      colours[place] = has_data ? (stands_out ? plain : faded)[bin] : 0;
      if (stands_out && !has_data) hatched["no-data"].push(place);
      if (stands_out && has_data && mark) hatched[MARKED[mark]].push(place);
    }
    put(world.source, { colour: app.bokeh.colourColumn(colours) });
  };
  // Hatches are drawn over the shapes and dots of the world's own renderers. With shapes of their own, they would be
  // indexed, and the world painted twice, at each year in which other countries lack data.
  const hatched = { "no-data": [], uncertain: [], thin: [], disputed: [] };
  const lay_hatches = () => {
    for (const [name, source] of Object.keys(hatched).map((each) => [each, named(`${NAME}-${each}`)])) {
      for (const renderer of world.figure.renderers.filter(({ data_source }) => data_source === source)) {
        const view = world.plot.views.find_one(renderer);
        const { glyph: base } = world.renderers.find(({ model }) => model.glyph.type === renderer.glyph.type);
        view._paint = (ctx) => {
          const { sxs, sys, sx, sy, size, angle } = base;
          view.glyph.paint(ctx, hatched[name], sxs ? { sxs, sys } : { sx, sy, size, angle });
        };
      }
    }
  };
  // Draw some countries once more, above the others.
  const lay = (name, places) => {
    const { xs, ys, dot_x, dot_y } = world.shapes, source = named(`${NAME}-${name}`);
    const all = { xs, ys, dot_x, dot_y, dot_size: world.sizes };
    const rows_of = ([column, values]) => [column, places.map((place) => values[place])];
    put(source, Object.fromEntries(Object.entries(all).map(rows_of)));
    source.change.emit();
  };
  // An outline is a renderer of its own over these countries; its source is set only when they change.
  const laid = {};
  const lay_once = (name, places) => {
    const key = `${world.shapes.address} ${world.sizes_key} ${places}`;
    if (laid[name] === key) return;
    laid[name] = key;
    lay(name, places);
  };
  // Only colours change: shapes are neither sent to the renderers nor indexed again, which would take ten times as
  // long.
  const repaint = async () => {
    paint();
    await Promise.all(world.renderers.map((view) => view.set_visuals()));
    // At once, as a requested paint would come a frame later. The layers above the world are not painted again.
    world.plot.invalidate_painters(world.renderers[0]);
    world.plot.paint();
  };
  // Outline a country above the map, as "chosen" or "pointed"; null for none.
  world.outline = (name, place) => lay_once(name, place === null || place < 0 ? [] : [place]);
  // A region or another grouping is outlined by its members; what has no shape, such as the World, by nothing.
  const choose = () => {
    const places = (world.state.outlined ?? []).map((code) => world.shapes.iso3.indexOf(code));
    lay_once("chosen", places.filter((place) => place >= 0));
  };
  const rebuild = () => {
    if (!world.shapes || !world.values) return;
    world.sizes = dots();
    world.sizes_key = world.sizes.join();
    put(world.source, { dot_size: world.sizes });
    paint();
    world.source.change.emit();
    choose();
  };

  // The values for tooltips come after the colours, in a file of their own; fetched again if that failed.
  world.complete = async () => {
    const { values } = world;
    if (values.values) return;
    Object.assign(values, await load(values.figures));
    if (values === world.values) notify("figures");
  };

  // Zoomed out, the shapes are simplified by less than a pixel, which paints in half the time; zoomed in, they are
  // full.
  const refine = async () => {
    const { state, shapes: drawn } = world;
    if (!drawn) return;
    const shapes = await load(world.m_per_px() < drawn.simpler_by_m ? state.detail : state.shapes).catch(() => drawn);
    if (world.state !== state) return refine();
    if (shapes !== world.shapes) place(shapes);
    rebuild();
  };

  // While the years pass, the sentence below is of another year, and dimmed.
  const lag = () => section.toggleAttribute("data-lags", world.year !== null && world.year !== world.state.year);
  const clamped = (year, { first_year, rows }) => Math.min(Math.max(year, first_year), first_year + rows - 1);
  // Show the year nearest to `year`; without years there is one row.
  world.show = (year) => {
    const { values } = world;
    world.year = values.first_year === null ? null : clamped(year, values);
    world.row = values.first_year === null ? 0 : world.year - values.first_year;
    const painted = repaint();
    notify("year");
    lag();
    return painted;
  };
  // Highlight the countries for which `test` (bin, mark) is true; null for all.
  world.highlight = (test) => {
    world.highlighted = test;
    return repaint();
  };

  const fault = document.getElementById("map-fault");
  const report = (sentence) => {
    fault.textContent = sentence;
    fault.hidden = !sentence;
  };

  // Draw what the server names. Its year echoes the slider's, unless something else changed it (the Back button).
  let awaited = null, whole = null;
  const draw = async (state) => {
    const before = world.state;
    world.state = state;
    app.mapFiles.add(state.own ?? {});
    try {
      const [shapes, values] = await Promise.all([load(state.shapes), load(state.values)]);
      if (world.state !== state) return;
      report(state.fault);
      const is_another = values !== world.values, are_other_shapes = shapes !== whole;
      const is_first = whole === null, { region } = state.chosen;
      if (are_other_shapes) place((whole = shapes));
      if (is_first ? region : are_other_shapes || region !== before.chosen.region) look(region);
      if (is_another) {
        world.values = values;
        world.highlighted = null;
      }
      const is_echo = awaited !== null && !is_another;
      if (state.year === awaited) awaited = null;
      if (is_another || are_other_shapes || (state.year !== before.year && !is_echo)) {
        world.year = is_another || !is_echo ? state.year : world.year;
        world.row = values.first_year === null ? 0 : world.year - values.first_year;
        if (is_another) awaited = null;
        are_other_shapes ? rebuild() : await repaint();
        if (is_another) notify("values");
        notify("year");
      }
      if (is_another) world.complete().catch(() => null); // the tooltip reports it
      if (String(state.outlined) !== String(before.outlined)) choose();
      notify("chosen");
      lag();
    } catch (error) {
      if (world.state === state) report("The figures of this map could not be fetched. Reload the page to try again.");
    }
  };
  const follow = () => draw(world.state_model.tags[0]);
  // Draw a choice whose file is known without waiting for the server; the promise resolves when the file is there.
  world.draw_ahead = async (address, chosen) => {
    const { state } = world;
    // Without the file, the server's answer will be drawn, or the fault reported.
    const values = await load(address).catch(() => null);
    if (!values || world.state !== state) return;
    const asked = new URLSearchParams(window.location.search).get("year") ?? values.latest_year;
    const year = values.first_year === null ? null : clamped(Number(asked), values);
    draw({ ...state, values: address, year, fault: "", chosen: { ...state.chosen, ...chosen } });
  };
  // Called when the slider is released: address, sentence and the other views follow.
  world.send_year = () => {
    const { values, year, state } = world;
    if (year === null || (awaited ?? state.year) === year) return;
    awaited = year;
    app.address.go({ year: year === values.latest_year ? null : year });
  };

  const begin = () => {
    const { source } = world;
    const renderers = world.figure.renderers.filter((renderer) => renderer.data_source === source);
    world.plot = Bokeh.index.find_one(world.figure);
    world.renderers = renderers.map((renderer) => world.plot.views.find_one(renderer));
    lay_hatches();
    world.state_model.properties.tags.change.connect(follow);
    let waits = 0;
    const moved = () => { clearTimeout(waits); waits = setTimeout(refine, 120); };
    world.figure.x_range.change.connect(moved);
    new ResizeObserver(moved).observe(document.getElementById("map-figure"));
    let was_dark = is_dark();
    const turned = () => { // the attribute is set with every change of the address
      if (is_dark() === was_dark || !world.values) return;
      was_dark = is_dark();
      repaint();
      notify("turned");
    };
    new MutationObserver(turned).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    system.addEventListener("change", turned);
    notify("begun");
    follow();
  };

  // The view is drawn when it is first opened, which may be long after the page.
  const is_asked_for = () => !document.getElementById("view-explore").hidden;
  const seek = () => {
    if (world.source || !is_asked_for()) return;
    const source = named(NAME), figure = named("explore_map"), state_model = named(`${NAME}-state`);
    const plot = figure && Bokeh.index.find_one(figure);
    if (state_model && plot?.views && plot.frame?.bbox.width > 1) {
      Object.assign(world, { source, figure, state_model });
      begin();
    } else requestAnimationFrame(seek);
  };
  if (section) {
    window.addEventListener("address", seek);
    app.address.ready(seek);
  }
}

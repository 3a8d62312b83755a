// The world map. The server says which files to draw and in which year (the tags of the source "world-map"); this script
// fetches them, keeps them, and paints every year itself: no step of the slider asks the server.
//
// Other scripts of the map follow `worldMap.heard`: "begun", "values" (another choice), "year" (another year is painted),
// "chosen" (the menus).
{
  const section = document.querySelector("section.map");
  const NAME = "world-map";
  const MOST_KEPT = 40;
  const DOT_PX = 7, SMALL_DOT_PX = 4, NARROW_PX = 600, SEEN_PX = 5;
  const FADED = 0x2e;

  const heard = new EventTarget();
  const say = (name) => heard.dispatchEvent(new Event(name));
  const kept = new Map();
  const world = { heard, values: null, shapes: null, year: null, row: 0, told: {}, highlighted: null };
  window.worldMap = world;

  // A file is a head of JSON and arrays, whose bytes stand in planes, compressed (dashboard/packed.py).
  const TYPES = { float32: Float32Array, int16: Int16Array, int8: Int8Array, uint8: Uint8Array, uint32: Uint32Array };
  const unpack = async (address) => {
    const answer = await fetch(section.dataset.files + address);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const plain = new Uint8Array(await new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
    let at = 4 + new DataView(plain.buffer).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(plain.subarray(4, at)));
    for (const { name, dtype, length } of head.arrays) {
      head[name] = new TYPES[dtype](length);
      const bytes = new Uint8Array(head[name].buffer), size = head[name].BYTES_PER_ELEMENT;
      for (let plane = 0; plane < size; plane++) {
        for (let i = 0; i < length; i++) bytes[i * size + plane] = plain[at++];
      }
    }
    return head;
  };
  const load = (address) => {
    const found = kept.get(address) ?? unpack(address);
    kept.delete(address);
    kept.set(address, found);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
    found.catch(() => kept.delete(address));
    return found;
  };

  // Bokeh's own objects. Data are written in place and announced, which tells the browser's views and not the server.
  const named = (name) => Bokeh.documents[0]?.get_model_by_name(name);
  const put = (source, columns) => {
    for (const [name, column] of Object.entries(columns)) {
      source.data instanceof Map ? source.data.set(name, column) : (source.data[name] = column);
    }
  };
  const { ndarray } = Bokeh.require("core/util/ndarray");

  // Coordinates are moves from point to point, in whole steps that wrap at 16 bits; NaN stands between rings.
  const pieces = (moves, lengths, gaps, step_m) => {
    const steps = new Int16Array(moves.length), whole = new Float32Array(moves.length);
    for (let i = 0; i < moves.length; i++) {
      steps[i] = (i ? steps[i - 1] : 0) + moves[i];
      whole[i] = steps[i] * step_m;
    }
    for (const gap of gaps) whole[gap] = NaN;
    let at = 0;
    return Array.from(lengths, (length) => whole.subarray(at, (at += length)));
  };

  // How far the largest part of each country reaches, in metres: it comes first of its rings.
  const reaches = (xs, ys) => xs.map((x, place) => {
    const end = x.findIndex(Number.isNaN);
    const spans = [x, ys[place]].map((all) => all.subarray(0, end < 0 ? all.length : end));
    return Math.max(...spans.map((ring) => (ring.length ? Math.max(...ring) - Math.min(...ring) : 0)));
  });

  const place = (shapes) => {
    const rings = (moves) => pieces(moves, shapes.ring_lengths, shapes.ring_gaps, shapes.step_m);
    const lines = (moves) => pieces(moves, shapes.line_lengths, shapes.line_gaps, shapes.step_m);
    shapes.xs ??= rings(shapes.ring_x);
    shapes.ys ??= rings(shapes.ring_y);
    shapes.reach ??= reaches(shapes.xs, shapes.ys);
    const [sphere_x, ...lines_x] = lines(shapes.line_x);
    const [sphere_y, ...lines_y] = lines(shapes.line_y);
    put(named(`${NAME}-sphere`), { x: sphere_x, y: sphere_y });
    put(named(`${NAME}-graticule`), { xs: lines_x, ys: lines_y });
    world.shapes = shapes;
    put(world.source, { xs: shapes.xs, ys: shapes.ys, dot_x: shapes.dot_x, dot_y: shapes.dot_y });
    named(`${NAME}-sphere`).change.emit();
    named(`${NAME}-graticule`).change.emit();
  };
  // A region's frame in the proportions of the whole, and within it.
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

  // A dot stands for a country whose largest part cannot be seen at this size; on a phone it is small, so that the
  // Caribbean and Europe stay apart.
  const dots = () => {
    const { frame } = world.plot;
    const per_px = (world.figure.x_range.end - world.figure.x_range.start) / frame.bbox.width;
    const size = frame.bbox.width < NARROW_PX ? SMALL_DOT_PX : DOT_PX;
    world.dot_px = size;
    return Float32Array.from(world.shapes.reach, (reach) => (reach < SEEN_PX * per_px ? size : 0));
  };

  const colour = (hex, alpha) => ((parseInt(hex.slice(1), 16) << 8) | alpha) >>> 0;
  const paint = () => {
    const { values, shapes, row } = world;
    const n = shapes.iso3.length, bins = values.bins.subarray(row * n, (row + 1) * n);
    const plain = values.colours.map((hex) => colour(hex, 0xff)), faded = values.colours.map((hex) => colour(hex, FADED));
    const colours = new Uint32Array(n), hatched = { "no-data": [], uncertain: [] };
    for (let place = 0; place < n; place++) {
      const bin = bins[place], mark = values.marks[place], has_data = bin !== values.no_bin;
      const stands_out = world.highlighted === null || world.highlighted(bin, mark);
      colours[place] = has_data ? (stands_out ? plain : faded)[bin] : 0;
      if (stands_out && !has_data) hatched["no-data"].push(place);
      if (stands_out && has_data && mark) hatched.uncertain.push(place);
    }
    put(world.source, { colour: ndarray(colours.buffer, { dtype: "uint32", shape: [n] }) });
    for (const [name, places] of Object.entries(hatched)) hatch(name, places);
  };
  // A hatch is a drawing of its own over these countries: given anew when they are others than before.
  const laid = {};
  const hatch = (name, places) => {
    const key = `${world.told.shapes} ${world.sizes_key} ${places}`;
    if (laid[name] === key) return;
    laid[name] = key;
    const { xs, ys, dot_x, dot_y } = world.shapes, all = { xs, ys, dot_x, dot_y, dot_size: world.sizes };
    const source = named(`${NAME}-${name}`);
    put(source, Object.fromEntries(Object.entries(all).map(([column, held]) => [column, places.map((place) => held[place])])));
    source.change.emit();
  };
  // Only colours change: shapes are neither given to the renderers nor indexed again, which would take ten times as long.
  const repaint = async () => {
    paint();
    await Promise.all(world.renderers.map((view) => view.set_visuals()));
    world.renderers[0].request_paint();
  };
  const rebuild = () => {
    if (!world.shapes || !world.values) return;
    world.sizes = dots();
    world.sizes_key = world.sizes.join();
    put(world.source, { dot_size: world.sizes });
    paint();
    world.source.change.emit();
  };

  // The year nearest to the one asked for; without years there is one row.
  world.show = (year) => {
    const { values } = world;
    const last = values.rows - 1;
    world.row = values.first_year === null ? 0 : Math.min(Math.max(year - values.first_year, 0), last);
    world.year = values.first_year === null ? null : values.first_year + world.row;
    const painted = repaint();
    say("year");
    return painted;
  };
  // Lets the countries stand out of which `test` (bin, mark) is true; null for all.
  world.highlight = (test) => {
    world.highlighted = test;
    return repaint();
  };

  const fault = document.getElementById("map-fault");
  const complain = (said) => {
    fault.textContent = said;
    fault.hidden = !said;
  };

  // The server's word. What it says of the year is an echo of ours unless something else changed it (the Back button).
  let awaited = null;
  const follow = async () => {
    const told = world.source.tags[0], before = world.told;
    world.told = told;
    try {
      const [shapes, values] = await Promise.all([load(told.shapes), load(told.values)]);
      if (world.told !== told) return;
      complain(told.fault);
      const is_another = values !== world.values, are_other_shapes = shapes !== world.shapes;
      const is_first = world.shapes === null, { region } = told.chosen;
      if (are_other_shapes) place(shapes);
      if (is_first ? region : are_other_shapes || region !== before.chosen.region) look(region);
      if (is_another) {
        world.values = values;
        world.highlighted = null;
        document.getElementById("map-title").textContent = values.title;
      }
      const is_echo = awaited !== null && !is_another;
      if (told.year === awaited) awaited = null;
      if (is_another || are_other_shapes || (told.year !== before.year && !is_echo)) {
        world.year = is_another || !is_echo ? told.year : world.year;
        world.row = values.first_year === null ? 0 : world.year - values.first_year;
        if (is_another) awaited = null;
        are_other_shapes || is_another ? rebuild() : await repaint();
        if (is_another) say("values");
        say("year");
      }
      say("chosen");
    } catch (error) {
      if (world.told === told) complain("The figures of this map could not be fetched. Reload the page to try again.");
    }
  };
  // Called when the reader lets go of the years: address, sentence and the other views follow.
  world.tell = () => {
    const { values, year, told } = world;
    if (year === null || (awaited ?? told.year) === year) return;
    awaited = year;
    window.address.go({ year: year === values.latest_year ? null : year });
  };

  const begin = () => {
    const { source } = world;
    const renderers = world.figure.renderers.filter((renderer) => renderer.data_source === source);
    world.plot = Bokeh.index.find_one(world.figure);
    world.renderers = renderers.map((renderer) => world.plot.views.find_one(renderer));
    source.properties.tags.change.connect(follow);
    let waits = 0;
    const moved = () => { clearTimeout(waits); waits = setTimeout(rebuild, 120); };
    world.figure.x_range.change.connect(moved);
    new ResizeObserver(moved).observe(document.getElementById("map-figure"));
    say("begun");
    follow();
  };

  // The view is drawn when it is first opened, which may be long after the page.
  const is_asked_for = () => !document.getElementById("view-explore").hidden;
  const seek = () => {
    if (world.source || !is_asked_for()) return;
    const source = named(NAME), figure = named(`${NAME}-figure`);
    const plot = figure && Bokeh.index.find_one(figure);
    if (source?.tags.length && plot?.views && plot.frame?.bbox.width > 1) {
      Object.assign(world, { source, figure });
      begin();
    } else requestAnimationFrame(seek);
  };
  if (section) {
    for (const link of section.querySelectorAll("link[rel=preload]")) load(link.getAttribute("href").slice(section.dataset.files.length));
    window.addEventListener("address", seek);
    window.address.ready(seek);
  }
}

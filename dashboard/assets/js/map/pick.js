// Picking a country on the map, by pointer and by click. A small state is hit within some pixels of its centre, and has
// priority over the large country under it; Bokeh finds the shapes at a point. A click outlines the country at once.
{
  const world = app.map;
  const figure = document.getElementById("map-figure"), tip = document.getElementById("map-tip");
  const NEAR_PX = 12, WIDE_PX = 900, SMALL_PX = 10, COAST_PX = [1, 3], DRAG_PX = 6, GAP_PX = 14;
  let pointed = null, pressed_at = null, waits = 0, last = null;

  const place_at = (event) => {
    const { frame, canvas_view } = world.plot;
    const box = canvas_view.el.getBoundingClientRect();
    const sx = event.clientX - box.left, sy = event.clientY - box.top;
    return frame.bbox.contains(sx, sy) ? { sx, sy } : null;
  };
  const nearest_small = ({ sx, sy }, within) => {
    const { frame } = world.plot, { dot_x, dot_y, reach } = world.shapes;
    const small = SMALL_PX * world.m_per_px();
    let found = null, least = within;
    for (let place = 0; place < dot_x.length; place++) {
      if (!Number.isFinite(dot_x[place]) || reach[place] > small) continue;
      const [x, y] = [frame.x_scale.compute(dot_x[place]), frame.y_scale.compute(dot_y[place])];
      const distance_px = Math.hypot(x - sx, y - sy);
      if (distance_px <= least) [found, least] = [place, distance_px];
    }
    return found;
  };
  // Countries whose shape contains a point; the smallest is drawn last, and is last.
  const shapes_at = (at) => {
    const found = world.renderers[0].glyph.hit_test({ type: "point", ...at })?.indices ?? [];
    return [...found].sort((one, other) => one - other);
  };
  // A point in a fjord or lagoon, or just off the coast, counts as the land beside it.
  const coast_at = ({ sx, sy }) => {
    for (const px of COAST_PX) {
      for (const [right, down] of [[0, 1], [1, 0], [0, -1], [-1, 0], [1, 1], [1, -1], [-1, -1], [-1, 1]]) {
        const found = shapes_at({ sx: sx + px * right, sy: sy + px * down });
        if (found.length) return found.at(-1);
      }
    }
    return null;
  };
  // On land the radius shrinks with the map, down to the dot itself: on a phone, 12 px of Europe are three countries.
  const country_at = (at) => {
    const hits = shapes_at(at);
    const narrowed = NEAR_PX * Math.min(world.plot.frame.bbox.width / WIDE_PX, 1) ** 2;
    const within = hits.length ? Math.max(narrowed, world.dot_px / 2 + 1) : NEAR_PX;
    return nearest_small(at, within) ?? hits.at(-1) ?? coast_at(at);
  };

  const { number, signed, amount } = app.numbers;
  const text_of = (value) => {
    const { decimals, unit, is_signed } = world.values;
    if (decimals === null) return amount(value);
    if (unit === "year") return value.toFixed(0);
    return is_signed ? signed(value, decimals) : number(value, decimals);
  };

  const end_of = (value) => {
    const { decimals, unit, is_signed } = world.values;
    return decimals === null || unit === "year" ? text_of(value) : app.numbers.end(value, decimals, is_signed);
  };

  // The values come after the map's colours; if they could not be fetched, the pointer fetches them again.
  let lacks_figures = false;
  const fetch_values = () => {
    if (!world.values.values) world.complete().then(() => { lacks_figures = false; }, () => { lacks_figures = true; });
  };

  const rank_of = (place) => {
    const { values, shapes, row } = world;
    const n = shapes.iso3.length, own = values.values[row * n + place];
    if (!shapes.is_economy[place] || Number.isNaN(own)) return "";
    if (values.rank_range) { // what the intervals allow; no rank without an interval
      const [first, last] = values.rank_range.subarray(2 * place, 2 * place + 2);
      const ranked = values.values.reduce((all, value, at) => all + (shapes.is_economy[at] && !Number.isNaN(value)), 0);
      return first ? `rank ${first === last ? first : `${first}–${last}`} of ${ranked}` : "";
    }
    let above = 0, all = 0;
    for (let other = 0; other < n; other++) {
      const value = values.values[row * n + other];
      if (!shapes.is_economy[other] || Number.isNaN(value)) continue;
      all++;
      if (value > own) above++;
    }
    return `rank ${above + 1} of ${all}`;
  };
  const interval_of = (place) => {
    const { low, high, meanings, marks, counts } = world.values;
    if (low === undefined || Number.isNaN(low[place])) return "";
    const end = Number.isNaN(high[place]) ? "or later" : `to ${end_of(high[place])}`;
    return `95 % CI ${end_of(low[place])} ${end}${meanings[marks[place]]}; ${counts}`;
  };
  // Name, value with unit and its true year, interval, rank.
  const lines_of = (place) => {
    const { values, shapes, row, year } = world;
    if (!values.values) return [shapes.names[place], lacks_figures ? "the figures could not be fetched" : "…"];
    const at = row * shapes.iso3.length + place, value = values.values[at];
    if (Number.isNaN(value)) {
      if (values.bins[at] === values.not_yet_bin) return [shapes.names[place], values.not_yet];
      const span = year === null ? "" : ` in ${year} or within ${values.tolerance} years of it`;
      return [shapes.names[place], `no data${span}`];
    }
    const unit = values.unit === "year" ? "" : ` ${values.unit}`;
    const true_year = year === null ? null : year + values.offsets[at];
    const nearest = true_year === year ? "" : `, the nearest year to ${year} with a value`;
    const when = true_year === null ? "" : ` in ${true_year}${nearest}`;
    const value_line = `${text_of(value)}${unit}${when}`;
    return [shapes.names[place], value_line, interval_of(place), rank_of(place), values.doubts[place] ?? ""];
  };

  // A place's tooltip as one text, for page/keys.js; null before there are values.
  world.description = (iso3) => {
    const place = world.values?.values && world.shapes ? world.shapes.iso3.indexOf(iso3) : -1;
    return place < 0 ? null : lines_of(place).filter(Boolean).join(", ");
  };

  const show_tooltip = (place, { sx, sy }) => {
    const [name, ...rest] = lines_of(place);
    const strong = document.createElement("strong");
    strong.textContent = name;
    tip.replaceChildren(strong, ...rest.filter(Boolean).map((line) => {
      const div = document.createElement("div");
      div.textContent = line;
      return div;
    }));
    const spark = app.mapSparkline(place, text_of);
    if (spark) tip.append(spark);
    tip.hidden = false;
    const room = figure.clientWidth, width = tip.offsetWidth, height = tip.offsetHeight;
    tip.style.left = `${Math.max(0, sx + GAP_PX + width > room ? sx - GAP_PX - width : sx + GAP_PX)}px`;
    tip.style.top = `${sy - height - GAP_PX > -40 ? sy - height - GAP_PX : sy + GAP_PX}px`;
  };
  const outline = (place) => {
    if (place === pointed) return;
    pointed = place;
    world.outline("pointed", place);
  };
  const leave = () => {
    tip.hidden = true;
    if (world.shapes) outline(null);
  };
  const point = (event) => {
    const at = world.values && place_at(event);
    const place = at ? country_at(at) : null;
    if (place === null) return leave();
    outline(place);
    fetch_values();
    show_tooltip(place, at);
    last = event;
    figure.style.cursor = "pointer";
  };
  // A click before the shapes are there is handled when they come.
  const choose = (event) => {
    if (!world.values) return world.events.addEventListener("year", () => choose(event), { once: true });
    if (!pressed_at || Math.hypot(event.clientX - pressed_at.x, event.clientY - pressed_at.y) > DRAG_PX) return;
    const at = place_at({ clientX: pressed_at.x, clientY: pressed_at.y }); // a click itself comes in whole pixels
    if (!at) return;
    const place = country_at(at);
    app.address.go({ country: place === null ? null : world.shapes.iso3[place] }); // the server starts meanwhile
    world.outline("chosen", place);
    point(event);
  };

  if (figure) {
    figure.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") return;
      cancelAnimationFrame(waits);
      waits = requestAnimationFrame(() => point(event));
    });
    figure.addEventListener("pointerleave", (event) => {
      cancelAnimationFrame(waits);
      if (event.pointerType !== "touch") leave();
    });
    const press = ({ clientX, clientY }) => { pressed_at = { x: clientX, y: clientY }; };
    figure.addEventListener("pointerdown", press, true);
    figure.addEventListener("click", choose, true);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") leave(); });
    world.events.addEventListener("figures", () => { if (!tip.hidden) point(last); });
    world.events.addEventListener("year", () => { if (!tip.hidden) leave(); });
  }
}

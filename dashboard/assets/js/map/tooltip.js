// The map's tooltip, and the same lines as one text for keyboards: name, value with unit and its true year, interval,
// rank, and why the value is doubted.
{
  const world = app.map, { mapShapes } = app;
  const figure = document.getElementById("map-figure"), tip = document.getElementById("map-tip");
  const GAP_PX = 14;
  const { number, signed, amount } = app.numbers;

  const text_of = (value) => {
    const { decimals, series_decimals, unit, is_signed } = world.values;
    if (decimals === null) return amount(value, series_decimals);
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
    const { values, row } = world, { is_economy } = mapShapes;
    const n = is_economy.length, own = values.values[row * n + place];
    if (!is_economy[place] || Number.isNaN(own)) return "";
    const written = (rank, all) => `Rank ${rank} of ${all} (1 = ${values.rank_first})`;
    if (values.rank_range) { // what the intervals allow; no rank without an interval
      const [first, last] = values.rank_range.subarray(2 * place, 2 * place + 2);
      const ranked = values.values.reduce((all, value, at) => all + (is_economy[at] && !Number.isNaN(value)), 0);
      return first ? written(first === last ? first : `${first}–${last}`, ranked) : "";
    }
    let above = 0, all = 0;
    for (let other = 0; other < n; other++) {
      const value = values.values[row * n + other];
      if (!is_economy[other] || Number.isNaN(value)) continue;
      all++;
      if (value > own) above++;
    }
    return written(above + 1, all);
  };
  const interval_of = (place) => {
    const { low, high, meanings, marks, counts } = world.values;
    if (low === undefined || Number.isNaN(low[place])) return "";
    const end = Number.isNaN(high[place]) ? "or later" : `to ${end_of(high[place])}`;
    return `95 % CI ${end_of(low[place])} ${end}${meanings[marks[place]]}; ${counts}`;
  };
  const value_of = (place) => {
    const { values, row, year } = world;
    const at = row * mapShapes.iso3.length + place, value = values.values[at];
    if (Number.isNaN(value)) {
      if (values.bins[at] === values.not_yet_bin) return values.not_yet;
      if (values.no_value) return values.no_value;
      return `no data${year === null ? "" : ` in ${year} or within ${values.tolerance} years of it`}`;
    }
    const unit = values.unit === "year" ? "" : ` ${values.unit}`;
    const true_year = year === null ? null : year + values.offsets[at];
    const nearest = true_year === year ? "" : `, the nearest year to ${year} with a value`;
    const when = true_year === null ? "" : ` in ${world.years_of(true_year)}${nearest}${values.modelled}`;
    return `${text_of(value)}${unit}${when}`;
  };
  // The spread of the models, or that the figures lack it.
  const spread_of = (place) => {
    const { values, row } = world, at = row * mapShapes.iso3.length + place;
    if (!values.modelled || Number.isNaN(values.values[at])) return "";
    const { spread_low: low, spread_high: high } = values;
    if (!low || Number.isNaN(low[at]) || Number.isNaN(high[at])) return values.no_spread;
    return `${values.spread} ${end_of(low[at])} to ${end_of(high[at])}`;
  };
  const lines_of = (place) => {
    const { values } = world, name = mapShapes.names[place];
    if (!values.values) return [name, lacks_figures ? "The values could not be fetched." : "…"];
    return [
      name, value_of(place), interval_of(place), spread_of(place), rank_of(place), values.doubts[place] ?? "",
    ];
  };

  // The accessible name of a place, with its value and mark; a place's tooltip as one text.
  const label_of = (place) => {
    const { values } = world;
    return `${mapShapes.names[place]}: ${value_of(place)}${values.meanings[values.marks[place]]}`;
  };
  const description_of = (place) =>
    (world.values ? lines_of(place).filter(Boolean).join(", ") : mapShapes.names[place]);
  world.description = (iso3) => {
    const place = mapShapes.iso3.indexOf(iso3);
    return place < 0 || !world.values?.values ? null : description_of(place);
  };

  // Show the tooltip of a place at a point of the window.
  const show = (place, { clientX, clientY }) => {
    fetch_values();
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
    const box = figure.getBoundingClientRect(), x = clientX - box.left, y = clientY - box.top;
    const room = figure.clientWidth, width = tip.offsetWidth, height = tip.offsetHeight;
    tip.style.left = `${Math.max(0, x + GAP_PX + width > room ? x - GAP_PX - width : x + GAP_PX)}px`;
    tip.style.top = `${y - height - GAP_PX > -40 ? y - height - GAP_PX : y + GAP_PX}px`;
  };
  const hide = () => { tip.hidden = true; };

  // While the browser is idle, the names of all places get the values of the year shown; the one that a keyboard is at
  // gets its tooltip.
  let waits = 0;
  const relabel = () => {
    clearTimeout(waits);
    waits = setTimeout(() => {
      if (!world.values?.values) return;
      const active = mapShapes.svg.getAttribute("aria-activedescendant");
      mapShapes.elements.forEach((element, place) => {
        const label = element.id === active ? description_of(place) : label_of(place);
        if (element.getAttribute("aria-label") !== label) element.setAttribute("aria-label", label);
      });
    }, 300);
  };
  if (figure) for (const name of ["figures", "year"]) world.events.addEventListener(name, relabel);
  app.mapTip = { show, hide, description_of, label_of, is_shown: () => !tip.hidden };
}

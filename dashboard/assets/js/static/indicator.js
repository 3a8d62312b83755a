// The chart of an indicator, drawn from the file of its series (dashboard/documents/static/series.py) as
// dashboard/charts/svg/lines.py draws charts: a picture stretched to its place, with ticks and labels around it.
{
  const STEPS = 1000, LEFT_PX = 52, RIGHT_PX = 112, BOTTOM_PX = 26, TICK_YEARS = 20;
  const { figures, lastYear: last_year } = document.getElementById("main").dataset;
  const defaults = JSON.parse(document.getElementById("defaults").textContent);

  const code = () => (new URLSearchParams(window.location.search).get("indicator") ?? defaults.indicator).toUpperCase();
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const percent = (share) => `${+(100 * share).toFixed(2)}%`;
  const label = (kind, text, style) => {
    const span = make("span", { className: kind, textContent: text });
    Object.assign(span.style, style);
    return span;
  };

  // Points of a place, [year, value], and those of its forecasts.
  const points_of = (file, iso3) => {
    const at = file.places.indexOf(iso3), wide = file.places.length, points = [];
    for (let row = 0; row < file.rows; row++) {
      const value = file.values[row * wide + at];
      if (value !== null && !Number.isNaN(value)) points.push([file.first_year + row, value]);
    }
    const [years = [], values = []] = file.forecasts[iso3] ?? [];
    return [points, years.map((year, number) => [year, values[number]])];
  };
  const path = (points, to, gap_years) => points.map(([year, value], number) => {
    const goes_on = number && year - points[number - 1][0] <= gap_years;
    return `${goes_on ? "L" : "M"}${to(year, value)}`;
  }).join("");
  const picture = (chart, points, ahead) => {
    const [first, last] = chart.x, [low, high] = chart.y;
    const down = (value) => (high - value) / (high - low), across = (year) => (year - first) / (last - first);
    const to = (year, value) => `${year - first} ${Math.round(STEPS * down(value))}`;
    const grid = chart.ticks.map(([at]) => `M0 ${Math.round(STEPS * down(at))}h${last - first}`).join("");
    const dots = points.map(([year, value]) => `M${to(year, value)}h0`).join("");
    const dashed = ahead.length ? path([points.at(-1), ...ahead], to, Infinity) : "";
    const ink = "stroke:var(--indicator)";
    const svg = `<svg viewBox="0 0 ${last - first} ${STEPS}" preserveAspectRatio="none">`
      + `<path class="grid" d="${grid}"/>`
      + `<path style="${ink}" stroke-width="2" d="${path(points, to, 1)}"/>`
      + `<path style="${ink}" stroke-width="2" stroke-dasharray="5 4" d="${dashed}"/>`
      + `<path class="dots" style="${ink}" stroke-width="4" d="${dots}"/></svg>`;
    const plot = make("div", { className: "plot", innerHTML: svg });
    Object.assign(plot.style, { left: `${LEFT_PX}px`, right: `${RIGHT_PX}px`, bottom: `${BOTTOM_PX}px` });
    for (let year = Math.ceil((first + 1) / TICK_YEARS) * TICK_YEARS; year <= last; year += TICK_YEARS) {
      plot.append(label("x", year, { left: percent(across(year)) }));
    }
    for (const [at, text] of chart.ticks) plot.append(label("y", text, { top: percent(down(at)) }));
    const end = { color: "var(--indicator)", top: percent(down(points.at(-1)[1])) };
    plot.append(label("end bold", chart.end, end));
    const still = make("div", { className: "still", ariaHidden: "true" }, plot);
    still.dataset.still = "explore_indicator";
    return [still.outerHTML, down];
  };
  // The chart's name: the sentence beside it, with unit and years after its first part.
  const name_of = (markup, more) => {
    const [place, ...rest] = make("div", { innerHTML: markup }).firstElementChild.textContent.split(": ");
    return more.startsWith(",") ? `${place}${more}: ${rest.join(": ")}` : more;
  };
  const readings_of = (file, chart, points, ahead, down) => {
    const all = [...points, ...ahead];
    const written = ([, value]) => `${app.numbers.amount(value, file.decimals)} ${file.unit}`;
    return {
      label: chart.label, x: chart.x, years: all.map(([year]) => year), down: all.map(([, value]) => down(value)),
      texts: [...points.map(written), ...ahead.map((point) => `${written(point)}, forecast`)],
    };
  };

  // With the temperatures to 2100, on their axis.
  const on_axis = (chart) => ({ ...chart, x: app.isFuture() ? [chart.x[0], Number(last_year) + 1] : chart.x });
  let shown = "";
  const show = (file, iso3) => {
    const at = file.places.indexOf(iso3);
    if (at < 0) return;
    const slots = { title: file.titles[at], words: file.words[at], source: file.source, about: file.about };
    for (const [slot, markup] of Object.entries(slots)) app.write(`explore_indicator_${slot}`, markup);
    const found = file.charts[at];
    const chart = found && on_axis({ ...found, label: name_of(file.words[at], found.more) });
    if (!chart) {
      app.readings.set("explore_indicator", null);
      return app.write("explore_indicator", "");
    }
    const [points, ahead] = points_of(file, iso3), [markup, down] = picture(chart, points, ahead);
    app.write("explore_indicator", markup);
    app.readings.set("explore_indicator", readings_of(file, chart, points, ahead, down));
  };
  // The default series of the first place is in the page, so that its file is fetched when it is needed.
  const { series: first, code: first_place } = JSON.parse(document.getElementById("first-place").textContent);
  const follow = async () => {
    const series = code(), iso3 = app.selectedPlace(), asked = `${series} ${iso3} ${app.isFuture()}`;
    if (asked === shown) return;
    shown = asked;
    if (series === first.code && iso3 === first_place) return show(first, iso3);
    const address = `${figures}/series/${encodeURIComponent(series)}.bin`;
    const file = await app.parts.during(app.mapFiles.load(address).catch(() => null));
    if (shown !== asked) return;
    if (file) return show(file, iso3);
    shown = "";
    app.notify(`The figures of “${series}” could not be fetched, or are not in this edition.`);
  };
  window.addEventListener("address", follow);
  follow();
}

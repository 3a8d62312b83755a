// The map's menus: a choice goes into the address, which the server follows; the menus show what the server has
// selected.
{
  const world = app.map;
  const form = document.getElementById("explore-controls");
  const FEWEST_YEARS = 15;

  const or_default = (value, standard) => (value === standard ? null : value);

  const show_menus_of = (measure) => {
    for (const part of form.querySelectorAll("[data-for]")) {
      part.hidden = !part.dataset.for.split(" ").includes(measure);
    }
  };
  const follow = () => {
    const { chosen } = world.state;
    if (!chosen) return;
    const { baseline, projection, region, scenario, start, first, last } = form.elements;
    baseline.value = chosen.baseline;
    projection.value = chosen.projection;
    region.value = chosen.region;
    start.value = chosen.start;
    if (scenario) scenario.value = chosen.scenario;
    if (!form.contains(document.activeElement) || document.activeElement.type !== "number") {
      [first.value, last.value] = chosen.trend.split("-");
    }
    show_menus_of(chosen.measure);
  };

  // The page knows the files of an indicator's values, and of a measure with the default baseline, trend period and
  // scenario.
  const is_default = (is_indicator) => {
    const { baseline, scenario, first } = form.elements, { chosen } = world.state;
    if (is_indicator) return !chosen.start;
    if (scenario && chosen.scenario !== scenario.dataset.default) return false;
    return chosen.baseline === baseline.dataset.default && chosen.trend === first.closest("fieldset").dataset.default;
  };
  const choose_trend_period = () => {
    const { first, last } = form.elements;
    const years = last.valueAsNumber - first.valueAsNumber + 1;
    last.setCustomValidity(years < FEWEST_YEARS ? `A trend needs ${FEWEST_YEARS} years or more.` : "");
    if (!first.reportValidity() || !last.reportValidity()) return;
    app.address.go({ trend: or_default(`${first.value}-${last.value}`, first.closest("fieldset").dataset.default) });
  };
  // Files of likely choices, by measure or series code; any other is made when the server hears of the choice.
  const known = JSON.parse(form?.dataset.known ?? "{}");
  const changes_of = (code, is_indicator) => ({
    measure: or_default(is_indicator ? "indicator" : code, form.dataset.default),
    ...(is_indicator ? { indicator: or_default(code, form.dataset.indicator) } : {}),
  });
  const query_of = (entry) =>
    new URLSearchParams(app.address.changed(changes_of(entry.code, entry.kind === "series")));
  let turn = 0;
  const choose_map = async (entry) => {
    const { code } = entry, is_indicator = entry.kind === "series";
    const measure = is_indicator ? "indicator" : code;
    show_menus_of(measure);
    const mine = (turn += 1), ahead = app.mapState.ahead(query_of(entry));
    app.mapState.forget();
    // The map first: otherwise the server would write its texts (30 ms) before the map is painted.
    if (ahead) await world.draw(ahead);
    else if (known[code] && is_default(is_indicator)) {
      await world.draw_ahead(known[code], is_indicator ? { measure, indicator: code } : { measure });
    }
    if (mine === turn) app.address.goPainted(changes_of(code, is_indicator));
  };
  // What a reader points at is fetched ahead: at most so many maps until one is chosen, however many are passed.
  const MOST_AHEAD = 6;
  let left = MOST_AHEAD;
  const point_at = ({ detail }) => {
    if (!left || !["series", "measures"].includes(detail.kind)) return;
    if (app.mapState.fetchAhead(query_of(detail))) left -= 1;
  };
  const choose = ({ target }) => {
    if (target.type === "number") choose_trend_period();
    else app.address.go({ [target.name]: or_default(target.value, target.dataset.default) });
  };

  if (form) {
    const { start } = form.elements;
    const [earliest, latest] = start.dataset.years.split("-").map(Number);
    for (let year = latest; year >= earliest; year--) start.add(new Option(`Change since ${year}`, year));
    world.events.addEventListener("chosen", follow);
    const box = document.getElementById("find-map-box");
    box.addEventListener("finder-choice", (event) => {
      event.preventDefault();
      left = MOST_AHEAD;
      choose_map(event.detail);
    });
    box.addEventListener("finder-point", point_at);
    box.addEventListener("focusin", () => { left = MOST_AHEAD; });
    // 200 kB, so not with the page.
    box.addEventListener("focusin", () => app.mapFiles.prefetch(Object.values(known)), { once: true });
    form.addEventListener("change", choose);
    form.addEventListener("submit", (event) => event.preventDefault());
  }
}

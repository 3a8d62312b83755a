// The map's menus: what is chosen goes into the address, which the server follows; what the server says is chosen is what
// they show.
{
  const world = window.worldMap;
  const form = document.getElementById("map-menus");
  const FEWEST_YEARS = 15;

  const or_default = (value, standard) => (value === standard ? null : value);

  const show_what_applies = (measure) => {
    for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(measure);
  };
  const follow = () => {
    const { chosen } = world.told;
    const { shows, baseline, projection, region, from, to } = form.elements;
    shows.value = chosen.measure === "indicator" ? chosen.indicator : chosen.measure;
    baseline.value = chosen.baseline;
    projection.value = chosen.projection;
    region.value = chosen.region;
    if (!form.contains(document.activeElement) || document.activeElement.type !== "number") {
      [from.value, to.value] = chosen.trend.split("-");
    }
    show_what_applies(chosen.measure);
  };

  // A file is known of a measure with its usual baseline and years.
  const is_usual = () => {
    const { baseline, from } = form.elements, { chosen } = world.told;
    return chosen.baseline === baseline.dataset.default && chosen.trend === from.closest("fieldset").dataset.default;
  };
  const window_chosen = () => {
    const { from, to } = form.elements;
    const years = to.valueAsNumber - from.valueAsNumber + 1;
    to.setCustomValidity(years < FEWEST_YEARS ? `A trend needs ${FEWEST_YEARS} years or more.` : "");
    if (!from.reportValidity() || !to.reportValidity()) return;
    window.address.go({ trend: or_default(`${from.value}-${to.value}`, from.closest("fieldset").dataset.default) });
  };
  let turn = 0;
  const choose = async ({ target }) => {
    if (target.name === "shows") {
      const is_indicator = "isIndicator" in target.selectedOptions[0].dataset;
      const measure = is_indicator ? "indicator" : target.value;
      const { file } = target.selectedOptions[0].dataset;
      show_what_applies(measure);
      const tell = () => window.address.go({
        measure: or_default(measure, target.dataset.default),
        ...(is_indicator ? { indicator: or_default(target.value, target.dataset.indicator) } : {}),
      });
      const mine = (turn += 1);
      if (!file || !(is_indicator || is_usual())) return tell();
      // The file first: told at once, the server would word its answer (30 ms) before it gave the file out.
      await world.foretell(file, is_indicator ? { measure, indicator: target.value } : { measure });
      if (mine === turn) tell();
    } else if (target.type === "number") {
      window_chosen();
    } else {
      window.address.go({ [target.name]: or_default(target.value, target.dataset.default) });
    }
  };

  if (form) {
    world.heard.addEventListener("chosen", follow);
    form.addEventListener("change", choose);
    form.addEventListener("submit", (event) => event.preventDefault());
  }
}

// The map's legend, whose markup comes with the page and with each file of values (dashboard/charts/svg/legend.py):
// this script counts the countries of each class in the year shown. A class with the pointer or the focus is
// highlighted; a pressed one until it is pressed again.
{
  const world = app.map;
  const legend = document.getElementById("map-legend");
  const LOOKS = [null, "uncertain", "thin", "disputed", "projected"]; // of the marks (dashboard/analysis/map_values.py)
  let pressed = null, pointed = null;

  const buttons = () => [...legend.querySelectorAll("button")];
  const countries = (count) => (count === 1 ? "1 country" : `${count} countries`);
  const test_of = ({ dataset }) => {
    const mark = LOOKS.indexOf(dataset.class);
    return mark > 0 ? (name, own) => own === mark && name !== "none" : (name) => name === dataset.class;
  };

  const build = () => {
    legend.style.cssText = world.values.colours;
    legend.innerHTML = world.values.legend;
    pressed = pointed = null;
  };
  const count = () => {
    const { values, shapes, row } = world, n = shapes.iso3.length, counts = {};
    for (let place = 0; place < n; place++) {
      if (!shapes.is_economy[place]) continue;
      const bin = values.bins[row * n + place], name = bin === values.no_bin ? "none" : `b${bin}`;
      const look = name === "none" ? null : LOOKS[values.marks[place]];
      counts[name] = (counts[name] ?? 0) + 1;
      if (look) counts[look] = (counts[look] ?? 0) + 1;
    }
    for (const button of buttons()) {
      const own = counts[button.dataset.class] ?? 0, said = `${button.dataset.name}: ${countries(own)}`;
      if (button.title === said) continue;
      button.title = said;
      button.setAttribute("aria-label", said);
      const number = button.querySelector("b");
      if (number) number.textContent = own;
      if (number) button.toggleAttribute("data-none", own === 0);
    }
  };

  const highlight = () => {
    const shown = pointed ?? pressed;
    world.highlight(shown && test_of(shown));
  };
  const point = (event) => {
    const isOver = event.type === "mouseover" || event.type === "focusin";
    const at = isOver ? event.target.closest("button") : null;
    if (at === pointed) return;
    pointed = at;
    highlight();
  };
  const press = (event) => {
    const at = event.target.closest("button");
    if (!at) return;
    pressed = pressed === at ? null : at;
    if (!pressed) pointed = null;
    for (const each of buttons()) each.setAttribute("aria-pressed", String(each === pressed));
    highlight();
  };

  if (legend) {
    world.events.addEventListener("values", build);
    world.events.addEventListener("year", count);
    for (const name of ["mouseover", "mouseleave", "focusin", "focusout"]) legend.addEventListener(name, point);
    legend.addEventListener("click", press);
    legend.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !pressed) return;
      event.preventDefault(); // releases the class, without selecting the World
      pressed.click();
    });
  }
}

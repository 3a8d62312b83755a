// The legend of the map: a button for each bin, with how many economies are in it in the year shown. Pointed at or
// focused, a bin's countries stand out; pressed, they do so until it is pressed again.
{
  const world = app.map;
  const legend = document.getElementById("map-legend");
  const LOOKS = [null, "uncertain", "thin", "disputed"]; // of the marks (dashboard/analysis/map_values.py)
  let boxes = [], pressed = null, pointed = null;

  const box = (label, look, test) => {
    const button = document.createElement("button"), patch = document.createElement("i"), count = document.createElement("b");
    button.type = "button";
    button.dataset.keyOf = "explore_map";
    button.setAttribute("aria-pressed", "false");
    look.startsWith("#") ? (patch.style.background = look) : patch.classList.add(look);
    button.append(patch, label, count);
    legend.append(button);
    return { button, count, test };
  };

  // Bins beyond the lowest and the highest value of any year and economy are not shown. The last may be that of places
  // where what is shown has not come about yet.
  const build = () => {
    const { values, shapes } = world;
    const n = shapes.iso3.length;
    const { no_bin, not_yet_bin } = values;
    const used = values.bins.filter((bin, at) => bin !== no_bin && bin !== not_yet_bin && shapes.is_economy[at % n]);
    const low = used.reduce((a, b) => Math.min(a, b), no_bin), high = used.reduce((a, b) => Math.max(a, b), 0);
    legend.replaceChildren();
    pressed = pointed = null;
    boxes = values.labels.flatMap((label, bin) =>
      (bin < low || bin > high) && bin !== not_yet_bin ? [] : [box(label, world.colours()[bin], (other) => other === bin)]);
    for (const [mark, look] of LOOKS.entries()) {
      if (mark && values.marks.includes(mark)) boxes.push(box(values.marks_said[mark], look, (_, other) => other === mark));
    }
    boxes.push(box("no data", "no-data", (bin) => bin === no_bin));
  };
  const count = () => {
    const { values, shapes, row } = world;
    const n = shapes.iso3.length;
    for (const { count, test } of boxes) {
      let countries = 0;
      for (let place = 0; place < n; place++) {
        if (shapes.is_economy[place] && test(values.bins[row * n + place], values.marks[place])) countries++;
      }
      count.textContent = countries;
    }
  };

  const stand_out = () => world.highlight((pointed ?? pressed)?.test ?? null);
  const found = (event) => boxes.find(({ button }) => button === event.target.closest("button")) ?? null;
  const point = (event) => {
    const at = event.type === "mouseover" || event.type === "focusin" ? found(event) : null;
    if (at === pointed) return;
    pointed = at;
    stand_out();
  };
  const press = (event) => {
    const at = found(event);
    if (!at) return;
    pressed = pressed === at ? null : at;
    if (!pressed) pointed = null;
    for (const each of boxes) each.button.setAttribute("aria-pressed", String(each === pressed));
    stand_out();
  };

  if (legend) {
    world.heard.addEventListener("values", build);
    world.heard.addEventListener("year", count);
    world.heard.addEventListener("turned", () => { build(); count(); });
    for (const name of ["mouseover", "mouseleave", "focusin", "focusout"]) legend.addEventListener(name, point);
    legend.addEventListener("click", press);
    legend.addEventListener("keydown", (event) => { 
      if (event.key !== "Escape" || !pressed) return;
      event.preventDefault(); // let go of the bin, not of the country, too
      pressed.button.click();
    });
  }
}

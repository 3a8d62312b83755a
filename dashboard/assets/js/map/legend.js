// The map's legend: a button for each bin, with the number of economies in it in the year shown. A bin with the pointer
// or the focus is highlighted; a pressed one until it is pressed again.
{
  const world = app.map;
  const legend = document.getElementById("map-legend");
  const LOOKS = [null, "uncertain", "thin", "disputed"]; // of the marks (dashboard/analysis/map_values.py)
  let boxes = [], pressed = null, pointed = null;

  const box = (label, look, test) => {
    const [button, patch, count] = ["button", "i", "b"].map((tag) => document.createElement(tag));
    button.type = "button";
    button.dataset.keyOf = "explore_map";
    button.setAttribute("aria-pressed", "false");
    look.startsWith("#") ? (patch.style.background = look) : patch.classList.add(look);
    button.append(patch, label, count);
    legend.append(button);
    return { button, count, test };
  };

  // Without the bins beyond the lowest and the highest value of any year and economy. The last class may be that of
  // places where warming has not emerged yet.
  const build = () => {
    const { values, shapes } = world;
    const n = shapes.iso3.length;
    const { no_bin, not_yet_bin } = values;
    const used = values.bins.filter((bin, at) => bin !== no_bin && bin !== not_yet_bin && shapes.is_economy[at % n]);
    const low = used.reduce((a, b) => Math.min(a, b), no_bin), high = used.reduce((a, b) => Math.max(a, b), 0);
    legend.replaceChildren();
    pressed = pointed = null;
    const is_used = (bin) => (bin >= low && bin <= high) || bin === not_yet_bin;
    const box_of = (label, bin) => box(label, world.colours()[bin], (other) => other === bin);
    boxes = values.labels.flatMap((label, bin) => (is_used(bin) ? [box_of(label, bin)] : []));
    for (const [mark, look] of LOOKS.entries()) {
      const box_of_mark = () => box(values.marks_said[mark], look, (_, other) => other === mark);
      if (mark && values.marks.includes(mark)) boxes.push(box_of_mark());
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

  const highlight = () => world.highlight((pointed ?? pressed)?.test ?? null);
  const box_at = (event) => boxes.find(({ button }) => button === event.target.closest("button")) ?? null;
  const point = (event) => {
    const at = event.type === "mouseover" || event.type === "focusin" ? box_at(event) : null;
    if (at === pointed) return;
    pointed = at;
    highlight();
  };
  const press = (event) => {
    const at = box_at(event);
    if (!at) return;
    pressed = pressed === at ? null : at;
    if (!pressed) pointed = null;
    for (const each of boxes) each.button.setAttribute("aria-pressed", String(each === pressed));
    highlight();
  };

  if (legend) {
    world.events.addEventListener("values", build);
    world.events.addEventListener("year", count);
    world.events.addEventListener("turned", () => { build(); count(); });
    for (const name of ["mouseover", "mouseleave", "focusin", "focusout"]) legend.addEventListener(name, point);
    legend.addEventListener("click", press);
    legend.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !pressed) return;
      event.preventDefault(); // releases the bin, without selecting the World
      pressed.button.click();
    });
  }
}

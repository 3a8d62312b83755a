// The values of the charts by pointer: a line at the year, a ring at the value, and a tooltip, in each chart that has
// the year. By key: js/charts/points.js, which reads the same `app.readings`: for each chart its label and limits of x,
// and years, heights (shares of the frame's from its top) and texts of its values; null without any.
{
  const places = new Map([...document.querySelectorAll("[data-reads]")].map((place) => [place.dataset.reads, place]));
  const readings = new Map();
  const make = (className) => Object.assign(document.createElement("div"), { className, ariaHidden: "true" });

  const clear = () => {
    for (const mark of document.querySelectorAll(".reading")) mark.remove();
  };
  const nearest = ({ years }, year) => {
    let at = 0;
    years.forEach((each, number) => { if (Math.abs(each - year) < Math.abs(years[at] - year)) at = number; });
    return at;
  };
  const mark = (name, at) => {
    const { x, years, down } = readings.get(name), plot = places.get(name).querySelector(".plot");
    if (!plot) return;
    const left = `${(100 * (years[at] - x[0])) / (x[1] - x[0])}%`;
    const line = make("reading year-line"), ring = make("reading ring");
    line.style.left = ring.style.left = left;
    ring.style.top = `${100 * down[at]}%`;
    ring.dataset.year = years[at];
    plot.append(line, ring);
  };
  // Show a year in every chart that has it.
  const show = (year) => {
    clear();
    for (const [name, found] of readings) {
      const at = found ? found.years.indexOf(year) : -1;
      if (at >= 0) mark(name, at);
    }
  };
  const point = (name, event) => {
    const found = readings.get(name), place = places.get(name), plot = place.querySelector(".plot");
    if (!found || !plot) return;
    const box = plot.getBoundingClientRect(), share = (event.clientX - box.left) / box.width;
    if (share < 0 || share > 1) return clear();
    const at = nearest(found, found.x[0] + share * (found.x[1] - found.x[0])), year = found.years[at];
    show(year);
    const tip = make("reading chart-tip"), strong = document.createElement("strong");
    strong.textContent = year;
    tip.append(strong, `  ${found.texts[at]}`);
    place.append(tip);
    const room = place.clientWidth, left = box.left - place.getBoundingClientRect().left + share * box.width;
    tip.style.left = `${Math.max(0, left + 12 + tip.offsetWidth > room ? left - 12 - tip.offsetWidth : left + 12)}px`;
  };

  for (const [name, place] of places) {
    place.addEventListener("pointermove", (event) => point(name, event));
    place.addEventListener("pointerleave", clear);
  }
  // Whether all is drawn: js/page/parts.js tells it of Bokeh's charts.
  let busy = 0;
  const during = async (work) => {
    busy += 1;
    try { return await work; } finally { busy -= 1; }
  };
  app.parts = { during, areDrawn: () => busy === 0 && Boolean(app.map.values) };
  app.readings = {
    set: (name, found) => {
      readings.set(name, found);
      clear();
      const drawn = document.querySelector(`[data-text="${name}"]`);
      if (found) Object.assign(drawn, { role: "figure", ariaLabel: found.label });
      else for (const attribute of ["role", "aria-label"]) drawn.removeAttribute(attribute);
    },
    get: (name) => readings.get(name) ?? null,
    show,
  };
}

// The elements of the map's SVG: one a country, from the first HTML (dashboard/charts/svg/), or made of a file of
// shapes. A unit is a tenth of a pixel on a map 900 pixels wide.
{
  const NS = "http://www.w3.org/2000/svg", PREFIX = "map-", UNITS_WIDE = 9_000;
  const LOOKS = [null, "uncertain", "thin", "disputed", "projected"]; // of the marks (dashboard/analysis/map_values.py)
  const svg = document.getElementById("map-svg");
  const part = (name) => svg.querySelector(`.${name}`);
  const make = (name, attributes = {}) => {
    const element = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const use = (id, looks = {}) => make("use", { href: `#${PREFIX}${id}`, ...looks });

  // Everything of the places in drawing order; `label` is "Kenya: +0.90 °C".
  const world = { svg, iso3: [], names: [], is_economy: [], elements: [], at: [], has_dot: [] };
  Object.assign(world, { reach: null, address: "" });
  const name_of = (label) => label.split(": ")[0];
  const read = () => {
    for (const element of part("places").children) {
      world.iso3.push(element.id.slice(PREFIX.length));
      world.names.push(name_of(element.getAttribute("aria-label")));
      world.is_economy.push(element.dataset.area === undefined);
      const dot = element.querySelector(".dot");
      world.at.push(dot ? dot.style.translate.split(" ").map(parseFloat) : null);
      world.has_dot.push(Boolean(dot));
      world.elements.push(element);
    }
  };

  // The position of a place: of its dot, or the middle of its largest part, which is the first of its path.
  const middle = (d) => {
    const low = [Infinity, Infinity], high = [-Infinity, -Infinity], here = [0, 0];
    const [first] = d.slice(1).split("z"), numbers = first.match(/-?[\d.]+/g) ?? [];
    numbers.forEach((number, at) => {
      here[at % 2] += Number(number);
      low[at % 2] = Math.min(low[at % 2], here[at % 2]);
      high[at % 2] = Math.max(high[at % 2], here[at % 2]);
    });
    return [0, 1].map((axis) => (low[axis] + high[axis]) / 2);
  };
  const path_of = (place) => world.elements[place].firstElementChild.getAttribute("d") ?? "";
  world.at_of = (place) => (world.at[place] ??= middle(path_of(place)));

  const to_units = ({ x_range, y_range }) => {
    const scale = UNITS_WIDE / (x_range[1] - x_range[0]);
    return [(x) => (x - x_range[0]) * scale, (y) => (y_range[1] - y) * scale, scale];
  };
  const path = (xs, ys, [to_x, to_y], close) => {
    let text = "", isStart = true, last_x = 0, last_y = 0;
    for (let i = 0; i < xs.length; i++) {
      if (Number.isNaN(xs[i])) {
        if (!isStart) text += close;
        isStart = true;
        continue;
      }
      const x = Math.round(to_x(xs[i]) * 10), y = Math.round(to_y(ys[i]) * 10);
      if (isStart) text += `M${x / 10} ${y / 10}`;
      else if (x !== last_x || y !== last_y) text += `l${(x - last_x) / 10} ${(y - last_y) / 10}`;
      [last_x, last_y, isStart] = [x, y, false];
    }
    return text && text + close;
  };
  const element_of = (file, place) => {
    const iso3 = file.iso3[place];
    const element = make("g", { id: PREFIX + iso3, role: "option", class: "none", "aria-label": file.names[place] });
    if (!file.is_economy[place]) element.dataset.area = "";
    element.append(make("path", { id: `${PREFIX}shape-${iso3}` }));
    if (file.has_dot[place]) {
      const dot = make("g", { class: "dot" });
      dot.append(make("circle", { r: 3.5 }), use("dot-no-data", { class: "void" }));
      element.append(dot);
    }
    return element;
  };
  const move = (element, [x, y]) => {
    const dot = element.querySelector(".dot");
    if (dot) dot.style.translate = `${x}px ${y}px`;
  };
  // Drawings by the address of their file: everything that depends on the projection and on how fine the shapes are.
  const drawings = new Map();
  const drawing_of = (file) => {
    const units = to_units(file);
    const [sphere_x, ...lines_x] = file.lines_x, [sphere_y, ...lines_y] = file.lines_y;
    return {
      paths: file.xs.map((xs, place) => path(xs, file.ys[place], units, "z")),
      at: Array.from(file.at_x, (x, place) => [units[0](x), units[1](file.at_y[place])]),
      reach: file.reach.map((reach) => reach * units[2]),
      sphere: path(sphere_x, sphere_y, units, "z"),
      graticule: lines_x.map((x, line) => path(x, lines_y[line], units, "")).join(""),
    };
  };
  // The first HTML's drawing is that of the file at this address.
  world.adopt = (address) => {
    if (world.address || !world.elements.length) return;
    const paths = world.elements.map((element) => element.firstElementChild.getAttribute("d") ?? "");
    const [sphere, graticule] = ["sphere", "graticule"].map((name) => part(name).getAttribute("d"));
    drawings.set(address, { paths, at: world.at, reach: null, sphere, graticule });
    world.address = address;
  };
  world.has = (address) => drawings.has(address);
  // Draw the shapes of a file, with elements made for them if the page came without.
  world.place = (address, file) => {
    if (!world.elements.length) {
      part("places").append(...file.iso3.map((_, place) => element_of(file, place)));
      Object.assign(world, { iso3: file.iso3, names: file.names, elements: [...part("places").children] });
      Object.assign(world, { is_economy: [...file.is_economy].map(Boolean), has_dot: [...file.has_dot].map(Boolean) });
    }
    if (!drawings.has(address)) drawings.set(address, drawing_of(file));
    const { paths, at, reach, sphere, graticule } = drawings.get(address);
    Object.assign(world, { at, reach, address });
    world.elements.forEach((element, place) => {
      element.firstElementChild.setAttribute("d", paths[place]);
      if (world.has_dot[place]) move(element, at[place]);
    });
    part("sphere").setAttribute("d", sphere);
    part("graticule").setAttribute("d", graticule);
    drawn.clear();
  };

  // Draw the marks of doubt over shapes and dots.
  world.mark = (marks) => {
    world.elements.forEach((element, place) => {
      const look = LOOKS[marks[place]], old = element.querySelector(":scope > use");
      if ((old?.getAttribute("class") ?? null) === look && old?.isConnected) return;
      for (const each of element.querySelectorAll(":scope > use, .mark")) each.remove();
      if (!look) return;
      element.firstElementChild.after(use(`shape-${world.iso3[place]}`, { class: look }));
      element.querySelector(".dot circle")?.after(use(`dot-${look}`, { class: "mark" }));
    });
  };

  // Outline places above the others, as "chosen" or "pointed"; what has no shape, such as the World, by nothing.
  const drawn = new Map();
  world.outline = (how, places) => {
    const key = places.join();
    if (drawn.get(how) === key) return;
    drawn.set(how, key);
    part(how).replaceChildren(...places.flatMap((place) => {
      const dot = world.elements[place].querySelector(".dot")?.cloneNode();
      dot?.append(make("circle", { r: 3.5 }));
      return [use(`shape-${world.iso3[place]}`), ...(dot ? [dot] : [])];
    }));
    if (how !== "chosen") return;
    world.elements.forEach((element, place) => {
      places.includes(place) ? element.setAttribute("aria-selected", "true") : element.removeAttribute("aria-selected");
    });
  };

  if (svg) read();
  app.mapShapes = world;
}

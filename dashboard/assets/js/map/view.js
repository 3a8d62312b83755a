// Zoom and pan: the part of the map that is seen, as the SVG's viewBox. Strokes, dots and hatches keep their size on
// the screen. The wheel zooms with the tool on, or with Ctrl; otherwise it scrolls the page.
{
  const world = app.map, { mapShapes } = app, { svg } = mapShapes;
  const box = document.getElementById("map-picture"), tools = document.querySelector(".map-tools");
  const STEP = 1.6, MOST_ZOOM = 40, NEAR_ZOOM = 1.5, SEEN_PX = 5, SETTLED_MS = 150, DRAG_PX = 6;
  const whole = { x: 0, y: 0, width: 9000, height: 0 };
  let seen = { ...whole }, settles = 0, is_wheel_on = false, drag = null;
  const pointers = new Map();

  const zoom = () => whole.width / seen.width;
  const units_per_px = () => {
    const { width, height } = box.getBoundingClientRect();
    return width && height ? Math.max(seen.width / width, seen.height / height) : 12;
  };
  const show_sizes = () => {
    const px = units_per_px();
    svg.style.setProperty("--px", px.toFixed(3));
    for (const pattern of svg.querySelectorAll("pattern")) {
      const turn = pattern.getAttribute("patternTransform").replace(/scale\([^)]*\)/, "");
      pattern.setAttribute("patternTransform", `scale(${px.toFixed(3)})${turn}`);
    }
    const { reach, elements } = mapShapes;
    elements.forEach((element, place) => {
      element.toggleAttribute("data-seen", reach !== null && reach[place] > SEEN_PX * px);
    });
    const [, out, reset] = tools.querySelectorAll("button");
    out.disabled = reset.disabled = zoom() < 1.001;
    svg.toggleAttribute("data-zoomed", zoom() > 1.001);
  };
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const look = ({ x, y, width }) => {
    const wide = clamp(width, whole.width / MOST_ZOOM, whole.width), high = (wide * whole.height) / whole.width;
    seen = {
      x: clamp(x, 0, whole.width - wide), y: clamp(y, 0, whole.height - high), width: wide, height: high,
    };
    svg.setAttribute("viewBox", [seen.x, seen.y, seen.width, seen.height].map((each) => +each.toFixed(2)).join(" "));
    show_sizes();
    clearTimeout(settles);
    settles = setTimeout(() => world.refine(zoom() > NEAR_ZOOM), SETTLED_MS);
  };
  // Zoom by a factor about a point in units, by default the middle.
  const zoom_by = (factor, about = [seen.x + seen.width / 2, seen.y + seen.height / 2]) => {
    const width = clamp(seen.width / factor, whole.width / MOST_ZOOM, whole.width), ratio = width / seen.width;
    look({ x: about[0] - (about[0] - seen.x) * ratio, y: about[1] - (about[1] - seen.y) * ratio, width });
  };
  const to_units = (client_x, client_y) => {
    const { a, d, e, f } = svg.getScreenCTM();
    return [(client_x - e) / a, (client_y - f) / d];
  };
  const to_screen = ([x, y]) => {
    const { a, d, e, f } = svg.getScreenCTM();
    return [a * x + e, d * y + f];
  };
  // The view of a region, in the proportions of the map.
  const look_at_region = (region) => {
    const found = world.state.regions?.[region];
    if (!found) return look(whole);
    const [west, south, east, north] = found;
    const wide = Math.max(east - west, ((south - north) * whole.width) / whole.height);
    const high = (wide * whole.height) / whole.width;
    look({ x: (west + east - wide) / 2, y: (north + south - high) / 2, width: wide });
  };
  // Move the view so that a place is in it.
  const reveal = (place) => {
    const [x, y] = mapShapes.at_of(place), { width, height } = seen;
    if (x > seen.x && x < seen.x + width && y > seen.y && y < seen.y + height) return;
    look({ ...seen, x: x - width / 2, y: y - height / 2 });
  };

  const ACTS = {
    in: () => zoom_by(STEP),
    out: () => zoom_by(1 / STEP),
    reset: () => look(whole),
    wheel: (button) => {
      is_wheel_on = !is_wheel_on;
      button.setAttribute("aria-pressed", String(is_wheel_on));
    },
  };
  const turn = (event) => {
    if (!is_wheel_on && !event.ctrlKey) return;
    event.preventDefault();
    zoom_by(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), to_units(event.clientX, event.clientY));
  };
  // Drag with one pointer once zoomed in; two fingers zoom at any time.
  const press = (event) => {
    pointers.set(event.pointerId, event);
    drag = { from: seen, x: event.clientX, y: event.clientY, moved: false };
  };
  const move = (event) => {
    if (!pointers.has(event.pointerId)) return;
    const before = [...pointers.values()];
    pointers.set(event.pointerId, event);
    if (pointers.size === 2) {
      const after = [...pointers.values()];
      const apart = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
      const middle = ["clientX", "clientY"].map((axis) => (after[0][axis] + after[1][axis]) / 2);
      zoom_by(apart(after) / apart(before), to_units(...middle));
    } else if (zoom() > 1.001) {
      const right = event.clientX - drag.x, down = event.clientY - drag.y;
      if (!drag.moved && Math.hypot(right, down) < DRAG_PX) return;
      drag.moved = true;
      svg.toggleAttribute("data-dragged", true);
      const px = units_per_px();
      look({ x: drag.from.x - right * px, y: drag.from.y - down * px, width: seen.width });
    }
  };
  const release = (event) => {
    pointers.delete(event.pointerId);
    svg.toggleAttribute("data-dragged", false);
  };

  if (svg) {
    [whole.width, whole.height] = svg.getAttribute("viewBox").split(" ").slice(2).map(Number);
    seen = { ...whole };
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) ACTS[button.dataset.zoom](button);
    });
    svg.addEventListener("wheel", turn, { passive: false });
    svg.addEventListener("pointerdown", press);
    window.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, release);
    new ResizeObserver(show_sizes).observe(box);
    let region = "", projection = null;
    world.events.addEventListener("chosen", () => {
      const { chosen } = world.state, is_other = projection !== null && projection !== chosen.projection;
      if (chosen.region !== region || is_other) look_at_region(chosen.region);
      ({ region, projection } = chosen);
    });
    world.events.addEventListener("shapes", show_sizes);
  }
  app.mapView = { to_units, to_screen, units_per_px, reveal, zoom, is_dragged: () => Boolean(drag?.moved) };
}

// Picking a country on the map, by pointer and by click. A small state is hit within some pixels of its centre, and has
// priority over the large country under it. A click outlines the country at once; one on open sea keeps the selection.
{
  const world = app.map, { mapShapes, mapView, mapTip } = app;
  const figure = document.getElementById("map-figure"), picture = document.getElementById("map-picture");
  const NEAR_PX = 12, WIDE_PX = 900, DOT_PX = 3.5, NARROW_DOT_PX = 2, NARROW_PX = 600, COAST_PX = [1, 3], DRAG_PX = 6;
  let pointed = null, pressed_at = null, waits = 0, last = null;

  const shape_at = (x, y) => {
    const element = document.elementFromPoint(x, y)?.closest?.("#map-svg [role=option]");
    return element ? mapShapes.elements.indexOf(element) : null;
  };
  // A small place is one with a dot that is seen.
  const nearest_small = (x, y, within) => {
    let found = null, least = within;
    mapShapes.has_dot.forEach((has, place) => {
      if (!has || mapShapes.elements[place].hasAttribute("data-seen")) return;
      const [px, py] = mapView.to_screen(mapShapes.at[place]), distance_px = Math.hypot(px - x, py - y);
      if (distance_px <= least) [found, least] = [place, distance_px];
    });
    return found;
  };
  // A point in a fjord or lagoon, or just off the coast, counts as the land beside it.
  const coast_at = (x, y) => {
    for (const px of COAST_PX) {
      for (const [right, down] of [[0, 1], [1, 0], [0, -1], [-1, 0], [1, 1], [1, -1], [-1, -1], [-1, 1]]) {
        const found = shape_at(x + px * right, y + px * down);
        if (found !== null) return found;
      }
    }
    return null;
  };
  // On land the radius shrinks with the map, down to the dot itself: on a phone, 12 px of Europe are three countries.
  const country_at = ({ clientX: x, clientY: y }) => {
    const hit = shape_at(x, y);
    const dot_px = picture.clientWidth < NARROW_PX ? NARROW_DOT_PX : DOT_PX;
    const narrowed = NEAR_PX * Math.min(picture.clientWidth / WIDE_PX, 1) ** 2;
    return nearest_small(x, y, hit === null ? NEAR_PX : Math.max(narrowed, dot_px + 1)) ?? hit ?? coast_at(x, y);
  };

  const outline = (place) => {
    if (place === pointed) return;
    pointed = place;
    mapShapes.outline("pointed", place === null ? [] : [place]);
  };
  const leave = () => {
    cancelAnimationFrame(waits);
    mapTip.hide();
    outline(null);
  };
  const point = (event) => {
    if (!world.values || mapView.is_dragged() && event.buttons) return leave();
    const place = country_at(event);
    if (place === null) return leave();
    outline(place);
    mapTip.show(place, event);
    last = event;
  };
  const choose = (event) => {
    const moved = (axis) => event[axis] - (pressed_at?.[axis] ?? Infinity);
    if (!(Math.hypot(moved("clientX"), moved("clientY")) <= DRAG_PX) || !picture.contains(event.target)) return;
    const place = country_at(pressed_at); // a click itself comes in whole pixels
    if (place === null) return leave();
    mapShapes.outline("chosen", [place]);
    app.address.goPainted({ country: mapShapes.iso3[place] });
    if (place !== pointed || !mapTip.is_shown()) point(event); // a tap; the tooltip of a pointer is there
  };

  if (figure) {
    picture.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") return;
      cancelAnimationFrame(waits);
      waits = requestAnimationFrame(() => point(event));
    });
    picture.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") leave();
    });
    picture.addEventListener("pointerdown", (event) => { pressed_at = event; }, true);
    picture.addEventListener("click", choose, true);
    // The tooltip is of what is under the pointer: it goes when that moves away.
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") leave(); });
    document.addEventListener("pointerdown", (event) => { if (!picture.contains(event.target)) leave(); });
    for (const name of ["scroll", "wheel"]) {
      window.addEventListener(name, () => { if (mapTip.is_shown()) leave(); }, { passive: true, capture: true });
    }
    world.events.addEventListener("figures", () => { if (mapTip.is_shown() && pointed !== null && last) point(last); });
    world.events.addEventListener("year", () => { if (mapTip.is_shown()) leave(); });
  }
}

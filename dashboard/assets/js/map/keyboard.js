// The map by keyboard: arrows go to the nearest country in that direction, Page Up and Page Down by name, Home and End
// to the first and last name, Enter selects. The SVG keeps the focus and names the country that it is at.
{
  const world = app.map, { mapShapes, mapView, mapTip } = app, { svg } = mapShapes;
  const ASIDE = 2; // a country so many times as far aside as ahead is not in the direction
  const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  let here = null;

  const places = () => mapShapes.iso3.map((_, place) => place).filter((place) => mapShapes.is_economy[place]);
  const by_name = () => places().sort((a, b) => mapShapes.names[a].localeCompare(mapShapes.names[b], "en"));
  const selected = () => {
    const code = new URLSearchParams(window.location.search).get("country")?.toUpperCase();
    const place = mapShapes.iso3.indexOf(code);
    return place < 0 ? null : place;
  };
  // The nearest place in a direction, where distance aside counts twice; null if no other lies there.
  const neighbour = (from, [right, down]) => {
    const [x, y] = mapShapes.at_of(from);
    let found = null, least = Infinity;
    for (const place of places()) {
      const at = mapShapes.at_of(place);
      const dx = at[0] - x, dy = at[1] - y;
      const ahead = dx * right + dy * down, aside = Math.abs(dx * down) + Math.abs(dy * right);
      if (place === from || ahead <= 0 || aside > ASIDE * ahead) continue;
      const cost = ahead + ASIDE * aside;
      if (cost < least) [found, least] = [place, cost];
    }
    return found;
  };
  const next = (key) => {
    const order = by_name();
    if (key === "Home" || key === "End") return order.at(key === "Home" ? 0 : -1);
    const from = here ?? selected();
    if (from === null) return order[0];
    if (key in DIRECTIONS) return neighbour(from, DIRECTIONS[key]) ?? from;
    const step = key === "PageDown" ? 1 : -1;
    return order[(order.indexOf(from) + step + order.length) % order.length];
  };
  const go_to = (place) => {
    here = place;
    mapView.reveal(place);
    if (world.values?.values) mapShapes.elements[place].setAttribute("aria-label", mapTip.description_of(place));
    svg.setAttribute("aria-activedescendant", mapShapes.elements[place].id);
    mapShapes.outline("pointed", [place]);
    const [clientX, clientY] = mapView.to_screen(mapShapes.at_of(place));
    if (world.values) mapTip.show(place, { clientX, clientY });
  };
  const forget = () => {
    here = null;
    svg.removeAttribute("aria-activedescendant");
  };

  svg?.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !mapShapes.elements.length) return;
    const { key } = event;
    if ((key === "Enter" || key === " ") && here !== null) {
      mapShapes.outline("chosen", [here]);
      app.address.goPainted({ country: mapShapes.iso3[here] });
    } else if (key in DIRECTIONS || ["PageUp", "PageDown", "Home", "End"].includes(key)) go_to(next(key));
    else {
      if (key === "Escape") forget(); // the page's own key shows the World
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  svg?.addEventListener("blur", () => {
    forget();
    mapTip.hide();
    mapShapes.outline("pointed", []);
  });
}

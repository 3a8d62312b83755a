// The map in a downloaded picture: a copy of the page's SVG in which every colour, width and position is an attribute,
// as few programs read a page's style.
{
  const COLOURS = ["fill", "stroke"];
  const MARKS = "pattern *, [id^='map-dot-'] *, .sphere, .graticule, .places > g, .places use, circle, .chosen";
  const PAGE_ONLY = ["class", "style", "role", "tabindex", "aria-selected", "aria-activedescendant"];

  const colour_of = (twin, original, style, px) => {
    for (const name of COLOURS) twin.setAttribute(name, style[name].replaceAll('"', ""));
    const unit = original.closest("pattern, .dot, [id^='map-dot-']") ? 1 : px;
    twin.setAttribute("stroke-width", (parseFloat(style.strokeWidth) * unit).toFixed(2));
  };

  // The visible part of the map, `width` pixels wide, as an element, and its height.
  const drawn = (svg, width) => {
    const [, , wide, high] = svg.getAttribute("viewBox").split(" ").map(Number), px = wide / width;
    const copy = svg.cloneNode(true);
    const [originals, twins] = [svg, copy].map((root) => [...root.querySelectorAll("*")]);
    originals.forEach((original, at) => {
      const twin = twins[at], style = getComputedStyle(original);
      if (original.matches(MARKS)) colour_of(twin, original, style, px);
      if (original.matches(".places")) {
        twin.setAttribute("stroke", style.stroke);
        twin.setAttribute("stroke-width", (parseFloat(style.strokeWidth) * px).toFixed(2));
      }
      if (style.opacity !== "1") twin.setAttribute("opacity", style.opacity);
      if (original.matches(".dot")) {
        const [x, y = 0] = original.style.translate.split(" ").map(parseFloat);
        twin.setAttribute("transform", `translate(${x} ${y}) scale(${px.toFixed(2)})`);
      }
      if (original.matches("pattern")) {
        const turn = original.getAttribute("patternTransform").replace(/scale\([^)]*\)/, "");
        twin.setAttribute("patternTransform", `scale(${px.toFixed(2)})${turn}`);
      }
      if (style.display === "none" && original.closest(".places")) twin.dataset.left = "out";
    });
    for (const each of copy.querySelectorAll("[data-left], .pointed")) each.remove();
    for (const each of [copy, ...copy.querySelectorAll("*")]) PAGE_ONLY.forEach((name) => each.removeAttribute(name));
    copy.setAttribute("overflow", "hidden");
    return { drawing: copy, height: (high / wide) * width };
  };

  app.mapPicture = { drawn };
}

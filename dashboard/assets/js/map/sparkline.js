// The course of one country over all years, small, for the map's tooltip: only true values, with gaps where there are none
// for longer than the map itself would look, and a dot at the year shown.
{
  const WIDE = 216, HIGH = 44, EDGE = 4, BELOW = 13, FEWEST = 3;
  const NS = "http://www.w3.org/2000/svg";

  const make = (name, attributes, text = "") => {
    const element = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };

  // True values of a place as [row, value].
  const course = ({ values, offsets, rows }, place, places) => {
    const found = [];
    for (let row = 0; row < rows; row++) {
      const at = row * places + place;
      if (offsets[at] === 0 && !Number.isNaN(values[at])) found.push([row, values[at]]);
    }
    return found;
  };

  // The picture as SVG, its least and its largest value as `said` words them; null where there is no course to see.
  app.mapSparkline = (place, said) => {
    const { values, shapes, row } = app.map;
    const found = values.first_year === null || !values.values ? [] : course(values, place, shapes.iso3.length);
    if (found.length < FEWEST) return null;
    const all = found.map(([, value]) => value), low = Math.min(...all), high = Math.max(...all), spread = high - low || 1;
    const x = (at) => EDGE + (at / (values.rows - 1)) * (WIDE - 2 * EDGE);
    const y = (value) => HIGH - EDGE - ((value - low) / spread) * (HIGH - 2 * EDGE);
    const svg = make("svg", { viewBox: `0 0 ${WIDE} ${HIGH + BELOW}`, width: WIDE, height: HIGH + BELOW });
    let before = -Infinity;
    const line = found.map(([at, value]) => {
      const point = `${x(at).toFixed(1)} ${y(value).toFixed(1)}`, goes_on = at - before <= values.tolerance;
      before = at;
      return goes_on ? `L${point}` : `M${point}L${point}`; // a point alone is a dot, by the line's round ends
    });
    svg.append(make("path", { d: line.join("") }));
    const offset = values.offsets[row * shapes.iso3.length + place], shown = found.find(([at]) => at === row + offset);
    if (shown) svg.append(make("circle", { cx: x(shown[0]), cy: y(shown[1]), r: 3.5 }));
    const last = values.first_year + values.rows - 1;
    svg.append(make("text", { x: EDGE, y: HIGH + BELOW - 2 }, values.first_year));
    svg.append(make("text", { x: WIDE / 2, y: HIGH + BELOW - 2, "text-anchor": "middle" }, `${said(low)} to ${said(high)}`));
    svg.append(make("text", { x: WIDE - EDGE, y: HIGH + BELOW - 2, "text-anchor": "end" }, last));
    return svg;
  };
}

// Sparkline of one country over all years, for the map's tooltip: observed values only, with gaps longer than the map's
// tolerance, and a dot at the year shown.
{
  const WIDE = 216, HIGH = 44, EDGE = 4, BELOW = 13, FEWEST = 3;
  const NS = "http://www.w3.org/2000/svg";

  const make = (name, attributes, text = "") => {
    const element = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };

  // Observed values of a place as [row, value].
  const observed = ({ values, offsets, rows }, place, places) => {
    const points = [];
    for (let row = 0; row < rows; row++) {
      const at = row * places + place;
      if (offsets[at] === 0 && !Number.isNaN(values[at])) points.push([row, values[at]]);
    }
    return points;
  };

  // The sparkline as SVG, its least and largest value formatted by `text_of`; null with too few values.
  app.mapSparkline = (place, text_of) => {
    const { values, shapes, row } = app.map;
    const points = values.first_year === null || !values.values ? [] : observed(values, place, shapes.iso3.length);
    if (points.length < FEWEST) return null;
    const all = points.map(([, value]) => value), low = Math.min(...all), high = Math.max(...all);
    const spread = high - low || 1;
    const x = (at) => EDGE + (at / (values.rows - 1)) * (WIDE - 2 * EDGE);
    const y = (value) => HIGH - EDGE - ((value - low) / spread) * (HIGH - 2 * EDGE);
    const svg = make("svg", { viewBox: `0 0 ${WIDE} ${HIGH + BELOW}`, width: WIDE, height: HIGH + BELOW });
    let before = -Infinity;
    const line = points.map(([at, value]) => {
      const point = `${x(at).toFixed(1)} ${y(value).toFixed(1)}`, goes_on = at - before <= values.tolerance;
      before = at;
      return goes_on ? `L${point}` : `M${point}L${point}`; // a point alone is a dot, by the line's round ends
    });
    svg.append(make("path", { d: line.join("") }));
    const offset = values.offsets[row * shapes.iso3.length + place], shown = points.find(([at]) => at === row + offset);
    if (shown) svg.append(make("circle", { cx: x(shown[0]), cy: y(shown[1]), r: 3.5 }));
    const last = values.first_year + values.rows - 1;
    svg.append(make("text", { x: EDGE, y: HIGH + BELOW - 2 }, app.map.years_of(values.first_year)));
    const range = `${text_of(low)} to ${text_of(high)}`;
    svg.append(make("text", { x: WIDE / 2, y: HIGH + BELOW - 2, "text-anchor": "middle" }, range));
    svg.append(make("text", { x: WIDE - EDGE, y: HIGH + BELOW - 2, "text-anchor": "end" }, app.map.years_of(last)));
    return svg;
  };
}

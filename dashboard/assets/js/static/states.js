// The map's state for a query, made of files: dashboard/documents/static/maps.py names them after the choice. It takes
// the place of the server's answer (js/map/state.js).
{
  const { figures } = document.getElementById("main").dataset;
  const first = JSON.parse(document.getElementById("map-state").textContent);
  const UPPER = ["indicator", "region"];

  const chosen_of = (query) => {
    const chosen = { ...first.chosen };
    for (const name of ["measure", "indicator", "scenario", "projection", "region"]) {
      const asked = query.get(name);
      if (asked !== null) chosen[name] = UPPER.includes(name) ? asked.toUpperCase() : asked.toLowerCase();
    }
    if (!(chosen.projection in first.projections)) chosen.projection = first.chosen.projection;
    return chosen;
  };
  const name_of = ({ measure, indicator, scenario }) => {
    if (measure === "indicator") return indicator;
    return measure === "projected" && scenario !== first.chosen.scenario ? `${measure}-${scenario}` : measure;
  };
  const outlined_of = async (code) => {
    if (app.map.shapes.iso3.includes(code)) return [code];
    const place = await app.placeFile(code).catch(() => null);
    return place?.outlined ?? [];
  };
  app.mapName = (query) => name_of(chosen_of(query)); // of the files of what a query shows
  app.stateOf = async (query) => {
    const chosen = chosen_of(query), country = (query.get("country") ?? "WLD").toUpperCase();
    const name = name_of(chosen);
    const address = `${figures}/map/${encodeURIComponent(name)}.bin`;
    const [values, outlined] = await Promise.all([
      app.mapFiles.load(address).catch(() => null), outlined_of(country),
    ]);
    const state = { ...first.projections[chosen.projection], chosen, outlined, own: {}, values: address };
    if (!values) return { ...state, fault: `The map of “${name}” could not be fetched, or is not in this edition.` };
    const { first_year, rows, latest_year } = values;
    const asked = Number(query.get(values.year_name) ?? latest_year) || latest_year;
    const year = first_year === null ? null : Math.min(Math.max(asked, first_year), first_year + rows - 1);
    const sentence = values.sentences[year === null ? 0 : year - first_year];
    return { ...state, fault: "", year, sentence, label: `World map, ${values.title}: ${sentence}` };
  };
}

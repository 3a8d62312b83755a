// Where the map's state comes from when the address changes: nowhere if a file is known, else from a request of its own
// (dashboard/server/map_state.py), or, without it, from the session. So the map needs no websocket where our server
// runs.
//
// `app.mapState.fetchAhead(query)` fetches the state of a choice that a reader points at, and its file of values;
// `ahead` returns it once both are there.
{
  const world = app.map;
  const { asks = "" } = document.getElementById("map-figure")?.dataset ?? {};
  const NAMES = ["measure", "indicator", "start", "baseline", "trend", "year", "until", "scenario",
    "projection", "region", "country", "vintage"];
  const OWN = /^OWN\.SESSION/i;
  const MOST_AHEAD = 16, FRESH_MS = 60_000; // as long as the server lets a browser cache them
  const first = JSON.parse(document.getElementById("map-state")?.textContent ?? "null");

  const query = () => new URLSearchParams(window.location.search);
  const asked_of = (given) => {
    const kept = NAMES.filter((name) => given.has(name)).map((name) => [name, given.get(name)]);
    return new URLSearchParams(kept).toString();
  };
  const named = () => window.Bokeh?.documents[0]?.get_model_by_name("explore_map_state");
  // Files of the reader's own series come through the session only.
  const is_own = (given) => OWN.test(given.get("indicator") ?? "") && given.get("measure") === "indicator";
  const is_shown = () => !document.getElementById("view-explore").hidden;

  // The static edition makes a state of its files (js/static/states.js); its page is the same for every query.
  let asked = app.stateOf ? "" : asked_of(query()), hears = false;
  const without = (text, name) => {
    const rest = new URLSearchParams(text);
    rest.delete(name);
    return rest.toString();
  };
  const compose = async (text) => {
    const state = await app.stateOf(new URLSearchParams(text));
    if (asked === text) await world.draw(state);
  };
  // States fetched ahead, by query; null until all that paints one is there.
  const states = new Map();
  const fetched = async (text) => {
    try {
      const answer = await fetch(`${asks}?${text}`), state = await answer.json();
      await app.mapFiles.load(state.values);
      if (states.has(text)) states.set(text, { state, until: performance.now() + FRESH_MS });
    } catch {
      states.delete(text); // the choice itself asks again, and reports what is wrong
    }
  };
  const is_old = (text) => states.get(text)?.until < performance.now();
  // Returns whether there is something to fetch. Nothing is where the reader saves data, or has a series of their own.
  const fetchAhead = (given) => {
    const text = asked_of(given), is_private = OWN.test(given.get("indicator") ?? "");
    if (!asks || app.stateOf || is_private || navigator.connection?.saveData || text === asked) return false;
    if (states.has(text) && !is_old(text)) return false;
    states.delete(text);
    states.set(text, null);
    if (states.size > MOST_AHEAD) states.delete(states.keys().next().value);
    fetched(text);
    return true;
  };
  const ahead_of = (text) => {
    const found = is_old(text) ? null : states.get(text);
    return found ? { ...found.state } : null;
  };
  const ask = async (text) => {
    const known = ahead_of(text);
    if (known) return world.draw(known);
    const answer = await fetch(`${asks}?${text}`).catch(() => null);
    if (asked !== text) return;
    if (answer?.ok) return world.draw(await answer.json());
    const sentence = answer && answer.status < 500 ? await answer.text() : "";
    if (!hears) world.report(sentence || "The map could not be fetched. Check the connection.");
  };
  const follow = () => {
    if (!is_shown()) return;
    if (!world.values && first && !world.state.shapes) world.draw(first);
    const given = query(), text = asked_of(given);
    if (text === asked) return;
    const is_country_only = without(text, "country") === without(asked, "country");
    asked = text;
    const code = (given.get("country") ?? "WLD").toUpperCase();
    const has_shape = world.shapes.iso3.includes(code);
    if (has_shape || code === "WLD") world.choose([code]);
    if (is_country_only && (has_shape || code === "WLD")) return;
    if (app.stateOf) app.parts.during(compose(text));
    else if (asks && !is_own(given)) ask(text);
  };
  const hear = (model) => {
    const draw = () => {
      const [state] = model.tags;
      if (!asks || Object.keys(state.own ?? {}).length) world.draw(state);
    };
    hears = true;
    model.properties.tags.change.connect(draw);
    draw();
  };
  const wait = () => {
    const model = named();
    model ? hear(model) : requestAnimationFrame(wait);
  };

  // What is drawn ahead is not what the address asks for: whatever the address says next is asked for, Back too.
  const forget = () => { asked = ""; };
  app.mapState = { fetchAhead, forget, ahead: (given) => ahead_of(asked_of(given)) };
  if (first) {
    window.addEventListener("address", follow);
    follow();
    app.address.ready(wait);
  }
}

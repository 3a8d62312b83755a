// The selected place: its texts and charts from a file of its own (dashboard/documents/static/places.py), in place of
// the server's messages. `app.placeFile(code)` is a promise of the file, null without one.
{
  const { figures, places } = document.getElementById("main").dataset;
  const known = new Set(places.split(" "));
  const live = document.getElementById("live");
  const first = JSON.parse(document.getElementById("first-place").textContent);

  const LONGEST = 40; // as in dashboard/state/unknown_values.py
  const written = () => new URLSearchParams(window.location.search).get("country") ?? first.code;
  const code = () => written().toUpperCase();
  app.placeFile = async (iso3) => (known.has(iso3) ? app.mapFiles.load(`${figures}/places/${iso3}.bin`) : null);

  const notice = document.getElementById("notice");
  app.notify = (sentence) => {
    const text = Object.assign(document.createElement("p"), { className: "notice", textContent: sentence });
    notice.replaceChildren(...(sentence ? [text] : []));
  };

  let shown = first.code, is_first = true;
  const show = (place) => {
    is_first = place.name === first.name;
    for (const [slot, markup] of Object.entries(place.slots)) app.write(slot, markup);
    app.readings.set("explore_temperature", place.temperature);
    window.dispatchEvent(new Event("place"));
  };
  // A text of the address for a sentence: not too long, and signs without a shape as in an address: %00.
  const shortened = (text) => {
    const shown = text.replace(/\p{C}/gu, encodeURIComponent);
    return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
  };
  // A link to an unknown place shows the first one, as the live edition does.
  const show_first = async () => {
    const place = is_first ? null : await app.parts.during(app.placeFile(first.code).catch(() => null));
    if (place) show(place);
  };
  const follow = async () => {
    const asked = code(), text = written();
    if (asked === shown) return;
    shown = asked;
    const place = await app.parts.during(app.placeFile(asked).catch(() => undefined));
    if (shown !== asked) return;
    if (place) {
      app.notify("");
      return show(place);
    }
    if (place === null) await show_first();
    if (shown !== asked) return;
    app.notify(place === null
      ? `“${shortened(text)}” in this link is not a country or region in this dataset; it was ignored.`
      : "The figures of this place could not be fetched. Check the connection.");
    if (place === undefined) shown = null; // asked for again with the next change of the address
  };

  app.selectedPlace = () => (known.has(code()) ? code() : first.code);
  app.isPlace = (iso3) => known.has(iso3);
  app.readings.set("explore_temperature", first.temperature);
  window.addEventListener("address", follow);
  follow();
  if (window.location.protocol === "file:") {
    app.notify("Explore needs a web server, such as: python -m http.server. Briefs and tables open from disk.");
    live.textContent = "Explore needs a web server.";
  }
}

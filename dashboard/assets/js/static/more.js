// The chart to 2100 and the tabs Seasonal and Sensitivity, from another file of the place, which is fetched when one of
// them is opened (dashboard/documents/static/more.py). `app.isFuture()` says whether charts go on to 2100.
{
  const { figures } = document.getElementById("main").dataset;
  const annual = document.getElementById("tab-annual");
  app.isFuture = () => new URLSearchParams(window.location.search).get("future") === "1";
  const is_annual = () => annual.getAttribute("aria-selected") === "true";
  const file = (iso3) => app.mapFiles.load(`${figures}/places/${iso3}.more.bin`);
  const write = ({ slots }) => {
    for (const [slot, markup] of Object.entries(slots)) app.write(slot, markup);
  };

  let filled = null, ahead = null; // codes of the places whose tabs are filled, and whose chart goes on to 2100
  const show_ahead = (iso3, future) => {
    if (!future) return;
    write(future);
    app.readings.set("explore_temperature", future.temperature);
    ahead = iso3;
  };
  const show_observed = async (iso3) => {
    const place = await app.parts.during(app.placeFile(iso3).catch(() => null));
    if (!place || app.selectedPlace() !== iso3 || app.isFuture()) return;
    write(place);
    app.readings.set("explore_temperature", place.temperature);
    ahead = null;
  };
  const follow = async () => {
    const iso3 = app.selectedPlace();
    if (!app.isPlace(iso3)) return;
    if (!app.isFuture() && ahead === iso3) await show_observed(iso3);
    const is_filled = (is_annual() || filled === iso3) && (!app.isFuture() || ahead === iso3);
    if (is_filled) return;
    const more = await app.parts.during(file(iso3).catch(() => null));
    if (app.selectedPlace() !== iso3) return;
    if (!more) return app.notify("More of this place could not be fetched. Check the connection.");
    write(more);
    filled = iso3;
    if (app.isFuture()) show_ahead(iso3, more.future);
  };
  window.addEventListener("place", () => {
    ahead = null; // the texts of the place are those of the observed years
    follow();
  });
  window.addEventListener("address", follow);
  document.addEventListener("tab", follow);
  follow();
}

// Addresses of the files of what is shown: table of the map, temperature and brief of the place.
{
  const defaults = JSON.parse(document.getElementById("defaults").textContent);
  const asked = (name) => new URLSearchParams(window.location.search).get(name) ?? defaults[name];
  const map = () => app.mapName(new URLSearchParams(window.location.search));
  const ADDRESSES = {
    map: () => `tables/map/${map()}.csv`,
    indicator: () => `tables/map/${asked("indicator").toUpperCase()}.csv`, // of every country
    temperature: () => `tables/temperature/${app.selectedPlace()}.csv`,
    brief: () => `country/${app.selectedPlace()}.html`,
  };
  const follow = () => {
    for (const link of document.querySelectorAll("[data-table]")) link.href = ADDRESSES[link.dataset.table]();
    for (const link of document.querySelectorAll("[data-live]")) {
      link.href = link.href.split("?")[0] + window.location.search;
    }
  };
  window.addEventListener("address", follow);
  follow();
}

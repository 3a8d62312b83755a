// Places: the search field of the header chooses one, or a series for it, and the die chooses a country at random.
// Other scripts: `app.places.choose(entry)`, `all()` (a promise of the entries of places) and `name(code)`.
{
  const input = document.getElementById("search");
  const { placeName: place } = document.getElementById("main")?.dataset ?? {};
  const first = new URLSearchParams(window.location.search).get("country")?.toUpperCase();
  const FOLLOW = ["explore", "data"]; // views that show the country; a result found in any other opens Explore

  const all = () => app.index.load().then(({ entries }) => entries.filter(({ kind }) => kind === "places"));
  // A place's name where the page has it already, else null: of the address as served, of the map, of the index.
  const name = (code) => {
    if (code === first && !app.address.isStatic) return place;
    const listed = app.index.loaded?.entry(code)?.title;
    return listed ?? app.map?.shapes?.names[app.map.shapes.iso3.indexOf(code)] ?? null;
  };
  const choose = (entry, announcement = `${entry.title} selected`) => {
    if (entry.kind === "absent") { // listed with its reason under "Every series"
      app.address.go({ view: "data" });
      return;
    }
    const view = new URLSearchParams(window.location.search).get("view")?.toLowerCase() ?? "explore";
    document.getElementById("live").textContent = announcement;
    const choice = entry.kind === "places" ? "country" : "indicator";
    app.address.go({ [choice]: entry.code, ...(FOLLOW.includes(view) ? {} : { view: null }) });
  };
  // Offered before anything is typed: the country of the browser's language, if it names one. No service is asked where
  // the reader is.
  const region = navigator.language.match(/-([A-Z]{2})(?![A-Za-z])/)?.[1]; // of "zh-Hant-TW", and of "en-US@posix"
  const is_own = ({ kind, walk, others }) => kind === "places" && walk > 0 && others[0] === region;
  const own = () => (region ? app.index.loaded.entries.find(is_own) : undefined);
  app.places = { all, name, choose, own };

  if (input) {
    // Random country: an economy, never the present one or the one before.
    const die = document.getElementById("lucky");
    let last = null;
    const throw_die = async () => {
      const places = await all();
      const shown = new URLSearchParams(window.location.search).get("country")?.toUpperCase();
      const others = places.filter((entry) => entry.walk === 2 && entry.code !== shown && entry.code !== last);
      const drawn = others[Math.floor(Math.random() * others.length)];
      last = drawn.code;
      die.classList.remove("thrown");
      void die.offsetWidth; // so that the animation starts again
      die.classList.add("thrown");
      choose(drawn, `Random country: ${drawn.title}`);
    };
    const missing = () => {
      const live = document.getElementById("live");
      live.textContent = "The list of countries could not be loaded. Try again in a moment.";
    };
    die.addEventListener("click", () => throw_die().catch(missing));
  }
}

// Keyboard shortcuts: "/" searches, "?" opens the help, Escape selects the World; on the map, arrows go through the
// countries by name. All are off in text fields and while a dialog is open.
{
  const help = document.getElementById("help");
  const WAIT_MS = 150; // with a key held down, only the last country is selected

  const FIELDS = "input:not([type=checkbox]), select, textarea, [contenteditable]";
  const isTyping = (event) => event.composedPath()[0].closest?.(FIELDS);
  const named = () => new URLSearchParams(window.location.search).get("country")?.toUpperCase();

  let pending = null, at = null;
  const by_name = (a, b) => a.title.localeCompare(b.title, "en");
  const walk = async (key) => {
    const places = await app.places.all().catch(() => []);
    const order = places.filter((entry) => entry.walk > 0).sort(by_name);
    if (!order.length) return;
    const here = at ?? order.findIndex((entry) => entry.code === named());
    const ends = { Home: 0, End: order.length - 1 };
    const step = ["ArrowRight", "ArrowDown"].includes(key) ? 1 : here < 0 ? 0 : -1;
    at = ends[key] ?? (here + step + order.length) % order.length;
    document.getElementById("live").textContent = app.map.description(order[at].code) ?? order[at].title;
    clearTimeout(pending);
    pending = setTimeout(() => {
      app.address.go({ country: order[at].code });
      at = null;
    }, WAIT_MS);
  };

  const onMap = (event) => event.composedPath().some((node) => node.classList?.contains("map-figure"));
  const KEYS = {
    "/": () => document.getElementById("search").focus(),
    "?": () => help.showModal(),
    Escape: () => { if (!document.getElementById("view-explore").hidden) app.address.go({ country: null }); },
  };
  const WALK = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"];

  if (help) {
    const map = document.querySelector(".map-figure");
    if (map && !map.hasAttribute("tabindex")) {
      map.tabIndex = 0;
      map.setAttribute("role", "application");
      map.setAttribute("aria-label", "World map. Arrow keys go through the countries by name, Escape shows the World.");
    }
    window.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (help.open || isTyping(event)) return;
      const act = WALK.includes(event.key) && onMap(event) ? () => walk(event.key) : KEYS[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
    document.getElementById("help-button").addEventListener("click", () => help.showModal());
    help.addEventListener("click", (event) => event.target === help && help.close()); // a click on the backdrop
  }
}

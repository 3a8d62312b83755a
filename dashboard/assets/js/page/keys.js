// The keyboard: "/" searches, "?" helps, Escape is the World, arrows go through the countries while the map has the
// focus, by name, in the order of the alphabet. None of them acts while something is typed or a dialog is open.
{
  const help = document.getElementById("help");
  const WAIT_MS = 150; // a held arrow runs through the names; the country where it stops is chosen

  const isTyping = (event) => event.composedPath()[0].closest?.("input:not([type=checkbox]), select, textarea, [contenteditable]");
  const named = () => new URLSearchParams(window.location.search).get("country")?.toUpperCase();

  let pending = null, at = null;
  const walk = (key) => {
    const order = app.places.all.filter((entry) => entry.walk > 0).sort((a, b) => a.name.localeCompare(b.name, "en"));
    const here = at ?? order.findIndex((entry) => entry.code === named());
    const ends = { Home: 0, End: order.length - 1 };
    const step = ["ArrowRight", "ArrowDown"].includes(key) ? 1 : here < 0 ? 0 : -1;
    at = ends[key] ?? (here + step + order.length) % order.length;
    document.getElementById("live").textContent = app.map.said(order[at].code) ?? order[at].name;
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
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || help.open || isTyping(event)) return;
      const act = WALK.includes(event.key) && onMap(event) ? () => walk(event.key) : KEYS[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
    document.getElementById("help-button").addEventListener("click", () => help.showModal());
    help.addEventListener("click", (event) => event.target === help && help.close()); // a click beside it
  }
}

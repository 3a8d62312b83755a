// Explore: options that the map does not need, the tab that the address names, the sheet of controls on a phone, and
// the sentence to copy.
{
  const form = document.getElementById("explore-controls");
  const live = document.getElementById("live");
  const SHOWN_MS = 2_000;

  // Fields with data-follows show what the address has, and change it; its value is the name there if it is not the
  // field's own: the map has a field of the same name (js/map/menus.js).
  const name_of = ({ name, dataset }) => dataset.follows || name;
  const follow = () => {
    const query = new URLSearchParams(window.location.search);
    for (const field of form.querySelectorAll("[data-follows]")) {
      const value = query.get(name_of(field))?.toLowerCase() ?? field.dataset.default;
      if (field.type === "checkbox") field.checked = value === "1";
      else field.value = value;
    }
  };
  const change = (event) => {
    const field = event.target;
    if (!field.matches("[data-follows]")) return;
    event.stopPropagation(); // the map's menus listen to the rest (js/map/menus.js)
    const value = field.type === "checkbox" ? (field.checked ? "1" : "") : field.value;
    app.address.go({ [name_of(field)]: value === field.dataset.default ? null : value });
  };

  // The tab "Sensitivity" is open while the address has windows=1: only then the server fills it.
  const [annual, , sensitivity] = document.querySelectorAll("#view-explore [role=tab]");
  const is_asked = () => new URLSearchParams(window.location.search).get("windows") === "1";
  const is_open = (tab) => tab.getAttribute("aria-selected") === "true";
  const follow_tab = () => {
    if (sensitivity && is_asked() !== is_open(sensitivity)) app.tabs.select(is_asked() ? sensitivity : annual);
  };
  const change_tab = ({ target }) => {
    if ((target === sensitivity) !== is_asked()) app.address.go({ windows: target === sensitivity ? "1" : null });
  };

  // "To 2100" is pressed while the address has future=1. It is of the annual chart, which a press shows.
  const future = document.getElementById("explore-future");
  const is_future = () => new URLSearchParams(window.location.search).get("future") === "1";
  const temperature = document.querySelector("#view-explore .temperature");
  const follow_future = () => {
    if (!future) return;
    future.setAttribute("aria-pressed", String(is_future()));
    const table = is_future() ? "future" : "temperature";
    // Names and addresses: page.js may have made these before, with the former name.
    const link = temperature.querySelector("a[data-choose]"), file = temperature.querySelector("a[data-file]");
    if (!link) return; // in a frame of another page
    link.dataset.choose = `view=data&table=${table}`;
    link.href = app.address.changed({ view: "data", table });
    file.dataset.file = `${table}.csv`;
    file.href = file.href.replace(/download\/[\w-]+\.csv/, `download/${table}.csv`);
  };
  const press_future = () => {
    const is_on = is_future() && is_open(annual);
    if (!is_open(annual)) app.tabs.select(annual);
    app.address.go({ future: is_on ? null : "1", windows: null });
    live.textContent = is_on ? "Chart of the observed years" : "Chart to 2100: observed years, then modelled ones";
  };

  const sheet = document.getElementById("explore-menu");
  const button = document.getElementById("explore-menu-button");
  const set = (is_open) => {
    sheet.toggleAttribute("data-sheet-open", is_open);
    button.setAttribute("aria-expanded", String(is_open));
    if (is_open) sheet.querySelector("[data-menu-close]").focus();
    else button.focus();
  };
  const press = (event) => {
    const search = event.target.closest("[data-focus-on]");
    if (event.target.closest("[data-menu-close]") || search) set(false);
    if (search) document.getElementById(search.dataset.focusOn).focus();
  };
  const key = (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !sheet.hasAttribute("data-sheet-open")) return;
    event.preventDefault();
    set(false);
  };

  const copy = async (event) => {
    const pressed = event.composedPath().find((node) => node.dataset?.words);
    if (!pressed) return;
    await app.copy(pressed.dataset.words);
    live.textContent = "Sentence copied";
    const before = (pressed.dataset.label ??= pressed.textContent);
    pressed.textContent = "Copied";
    setTimeout(() => { pressed.textContent = before; }, SHOWN_MS);
  };

  // On paper charts and map are as high as on the screen: they cannot be drawn again in between.
  const sized = () => document.querySelectorAll("#view-explore :is(.chart, .map-figure)");
  window.addEventListener("beforeprint", () => {
    for (const box of sized()) if (box.offsetHeight) box.style.height = `${box.offsetHeight}px`;
  });
  window.addEventListener("afterprint", () => { for (const box of sized()) box.style.height = ""; });

  document.addEventListener("click", copy);
  if (form) {
    form.querySelector(".options").addEventListener("change", change);
    window.addEventListener("address", follow);
    follow();
    window.addEventListener("address", follow_tab);
    annual?.parentNode.addEventListener("tab", change_tab);
    follow_tab();
    window.addEventListener("address", follow_future);
    future?.addEventListener("click", press_future);
    follow_future();
    button.addEventListener("click", () => set(!sheet.hasAttribute("data-sheet-open")));
    sheet.addEventListener("click", press);
    sheet.addEventListener("keydown", key);
  }
}

// Tabs (WAI-ARIA's pattern): a click or an arrow key selects a tab and shows its panel. A chart in a hidden panel is
// drawn when the panel is shown. A tab that the reader selects gets an event "tab"; `app.tabs.select(tab)` sends none.
{
  const KEYS = { ArrowLeft: -1, ArrowRight: 1 };

  const select = (list, chosen) => {
    for (const tab of list) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !isChosen;
    }
  };

  const tab = ({ target }) => target.closest?.("[role=tab]");
  const list = (one) => [...one.closest("[role=tablist]").querySelectorAll("[role=tab]")];

  const choose = (one) => {
    select(list(one), one);
    one.dispatchEvent(new Event("tab", { bubbles: true }));
  };
  app.tabs = { select: (one) => select(list(one), one) };

  document.addEventListener("click", (event) => {
    const one = tab(event);
    if (one) choose(one);
  });
  document.addEventListener("keydown", (event) => {
    const one = tab(event);
    if (!one) return;
    const all = list(one), at = all.indexOf(one);
    const next = { Home: 0, End: all.length - 1 }[event.key]
      ?? (event.key in KEYS ? (at + KEYS[event.key] + all.length) % all.length : null);
    if (next === null) return;
    event.preventDefault();
    choose(all[next]);
    all[next].focus();
  });
}

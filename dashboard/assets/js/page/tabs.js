// Tabs (WAI-ARIA's pattern): a click or an arrow key selects a tab and shows its panel. A chart in a hidden panel is
// drawn when the panel is shown.
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

  document.addEventListener("click", (event) => {
    const one = tab(event);
    if (one) select(list(one), one);
  });
  document.addEventListener("keydown", (event) => {
    const one = tab(event);
    if (!one) return;
    const all = list(one), at = all.indexOf(one);
    const next = { Home: 0, End: all.length - 1 }[event.key]
      ?? (event.key in KEYS ? (at + KEYS[event.key] + all.length) % all.length : null);
    if (next === null) return;
    event.preventDefault();
    select(all, all[next]);
    all[next].focus();
  });
}

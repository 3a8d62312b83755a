// Sheets: on a phone a group of controls is behind a button and opens over the lower part of the screen. On a wide
// page it is a part of the row, and both buttons are hidden (css/controls.css).
{
  const opener = (sheet) => document.querySelector(`.sheet-open[aria-controls="${sheet.id}"]`);
  const close = (sheet) => {
    if (!sheet || !("sheetOpen" in sheet.dataset)) return;
    delete sheet.dataset.sheetOpen;
    opener(sheet).setAttribute("aria-expanded", "false");
    opener(sheet).focus();
  };
  const open = (button) => {
    const sheet = document.getElementById(button.getAttribute("aria-controls"));
    sheet.dataset.sheetOpen = "";
    button.setAttribute("aria-expanded", "true");
    sheet.querySelector(".sheet-close").focus();
  };
  const shown = () => document.querySelector(".sheet[data-sheet-open]");

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".sheet-open");
    if (button) return open(button);
    const sheet = shown();
    if (sheet && (!sheet.contains(target) || target.closest(".sheet-close"))) close(sheet);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close(shown());
  });
}

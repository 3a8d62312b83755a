// Panels of buttons: <details class="popover">. One is open at a time; Escape and a press elsewhere close it, and
// Escape gives the focus back to its button. In a sheet (js/views/explore.js) they are folds and stay open.
{
  const open = () => [...document.querySelectorAll("details.popover[open]")];
  const isFold = (box) => Boolean(box.closest("[data-sheet-open]"));
  const close = (keep) => {
    for (const box of open()) if (!isFold(box) && !keep?.includes(box)) box.open = false;
  };

  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.popover[open]")) close([event.target]);
  }, true); // it does not bubble
  document.addEventListener("pointerdown", (event) => close(event.composedPath()));
  document.addEventListener("focusin", (event) => close(event.composedPath()));
  document.addEventListener("keydown", (event) => {
    const box = event.key === "Escape" && open().find((one) => event.composedPath().includes(one));
    if (!box || isFold(box)) return;
    box.open = false;
    box.querySelector("summary").focus();
    event.preventDefault(); // so that the page's own Escape, the World, does not follow
  }, true);
}

// Keyboard shortcuts: "/" searches, "?" opens the help, Escape selects the World. All are off in text fields and while
// a dialog is open. The map's own keys: map/keyboard.js.
{
  const help = document.getElementById("help");

  const FIELDS = "input:not([type=checkbox]), select, textarea, [contenteditable]";
  const isTyping = (event) => event.composedPath()[0].closest?.(FIELDS);
  const KEYS = {
    "/": () => document.getElementById("search").focus(),
    "?": () => help.showModal(),
    Escape: () => { if (!document.getElementById("view-explore").hidden) app.address.go({ country: null }); },
  };

  if (help) {
    window.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (help.open || isTyping(event)) return;
      const act = KEYS[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
    document.getElementById("help-button").addEventListener("click", () => help.showModal());
    help.addEventListener("click", (event) => event.target === help && help.close()); // a click on the backdrop
  }
}

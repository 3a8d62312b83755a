// A button that a pane brought (data-go="countries=NOR~SWE&view=compare") changes the address by these names; one
// without a value takes the name away. Panes stand in shadow roots, and are written anew when the server answers: the
// focus then goes to the button that is in the place of the one pressed.
{
  const pressed = (event) => event.composedPath().find((part) => part.dataset?.go !== undefined);
  const buttons = (root) => [...root.querySelectorAll("[data-go]")];

  document.addEventListener("click", (event) => {
    const button = pressed(event);
    if (!button) return;
    const root = button.getRootNode();
    const place = buttons(root).indexOf(button);
    new MutationObserver((_, observer) => {
      if (button.isConnected) return;
      observer.disconnect();
      const left = buttons(root);
      if (!root.activeElement) left[Math.min(place, left.length - 1)]?.focus();
    }).observe(root, { childList: true, subtree: true });
    const changes = [...new URLSearchParams(button.dataset.go)].map(([name, value]) => [name, value === "" ? null : value]);
    app.address.go(Object.fromEntries(changes));
  });
}

// Buttons in panes that change the address: data-go="countries=NOR~SWE&view=compare" sets these names, and removes one
// without a value. The server's answer replaces the button: the focus goes to the one in its position.
{
  const pressed = (event) => event.composedPath().find((part) => part.dataset?.go !== undefined);
  const buttons = (root) => [...root.querySelectorAll("[data-go]")];

  document.addEventListener("click", (event) => {
    const button = pressed(event);
    if (!button) return;
    const root = button.closest("[data-text]") ?? button.getRootNode();
    const place = buttons(root).indexOf(button);
    new MutationObserver((_, observer) => {
      if (button.isConnected) return;
      observer.disconnect();
      const left = buttons(root);
      const hasFocus = root.activeElement ?? root.contains(document.activeElement);
      if (!hasFocus) left[Math.min(place, left.length - 1)]?.focus();
    }).observe(root, { childList: true, subtree: true });
    const changes = [...new URLSearchParams(button.dataset.go)].map(([name, value]) => [name, value || null]);
    app.address.go(Object.fromEntries(changes));
  });
}

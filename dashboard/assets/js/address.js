// The address is the one thing that the browser and the server both follow. Whoever changes it, an event "address" on
// the window says so. Other scripts: `address.go(changes)` changes it, `address.ready(act)` waits for the server's page.
{
  const replaced = (document.querySelector("main")?.dataset.replaced ?? "").split(" ");
  const root = (name) => Bokeh.documents[0]?.roots().find((model) => model.name === name || model.type.endsWith(name));
  const say = () => window.dispatchEvent(new Event("address"));

  const withoutReplaced = (url) => {
    const kept = new URL(url);
    replaced.forEach((name) => kept.searchParams.delete(name));
    return kept.href;
  };

  // Panel adds a step to the history at every change. A step of a slider is none, and neither is what stands there.
  const push = history.pushState.bind(history);
  history.pushState = (state, title, to) => {
    const next = new URL(to, window.location.href);
    if (next.href !== window.location.href) {
      const isSameStep = withoutReplaced(next) === withoutReplaced(window.location);
      isSameStep ? history.replaceState(state, title, to) : push(state, title, to);
    }
    say();
  };

  // The Back button: Panel writes the address but does not follow it when the browser goes back.
  window.addEventListener("popstate", () => {
    root("Location").search = window.location.search;
    say();
  });

  window.address = {
    root,
    ready: (act) => (root("Location") ? act() : requestAnimationFrame(() => window.address.ready(act))),
    // The query with some names changed; null takes a name away. Lists keep their "~".
    changed: (changes) => {
      const query = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes)) value === null ? query.delete(name) : query.set(name, value);
      const said = query.toString().replaceAll("%7E", "~");
      return said ? `?${said}` : "";
    },
    go: (changes) => window.address.ready(() => { root("Location").search = window.address.changed(changes); }),
  };
}

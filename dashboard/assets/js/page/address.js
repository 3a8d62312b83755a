// The query of the address, which holds the whole selection. After each change the window gets an event "address". The
// server reads and writes the query as the value of one hidden model (dashboard/app.py).
//
// Other scripts: `app.address.go(changes)` changes it, `ready(act)` waits for the server's document, `isHeard()` says
// whether the server reacts to changes yet. In a frame of another site no change adds to the history, which belongs to
// that site; and another view opens in a new tab, as the frame shows one only.
{
  const { replaced = "", order = "" } = document.querySelector("main").dataset;
  const root = (name) => Bokeh.documents[0]?.roots().find((model) => model.name === name);
  const isFramed = "embed" in document.documentElement.dataset;
  let found = null;
  const model = () => (found ??= Bokeh.documents[0]?.get_model_by_name("query"));
  const notify = () => window.dispatchEvent(new Event("address"));
  // Panel 1.9 drops the server's answer to a change until Bokeh has reported that the page is drawn.
  let heard = false; // never false again: Bokeh 3.9 does not count roots that come later
  const isHeard = () => heard;
  const listen = () => {
    heard = Bokeh.documents[0].is_idle;
    Bokeh.documents[0].idle.connect(() => { heard = true; });
  };
  const when = (is, act) => (is() ? act() : requestAnimationFrame(() => when(is, act)));

  const withoutReplaced = (url) => {
    const rest = new URL(url);
    replaced.split(" ").forEach((name) => rest.searchParams.delete(name));
    return rest.href;
  };

  // Every change adds to the history, except those of a slider (`replaced`), and those that change nothing.
  const follow = () => {
    const { href, pathname } = window.location;
    const next = new URL(model().value || pathname, href);
    if (next.href !== href) {
      const isSameStep = withoutReplaced(next) === withoutReplaced(href);
      isSameStep || isFramed ? history.replaceState(null, "", next) : history.pushState(null, "", next);
    }
    // Panel restores its own copy of the address before it reloads a page whose code has changed (--dev, --autoreload).
    root("location")?.setv({ search: window.location.search }, { silent: true });
    notify();
  };
  const names = order.split(" ");
  const place = (name) => (names.includes(name) ? names.indexOf(name) : names.length);
  // Bokeh sends a change to the server after all listeners here have run, so `set` follows its own changes after that.
  let isOurs = false;
  const onChange = () => { if (!isOurs) follow(); };
  const set = (query) => when(isHeard, () => {
    const before = model().value;
    isOurs = true;
    model().value = query();
    isOurs = false;
    if (model().value !== before) follow();
  });

  app.address = {
    root,
    isThere: () => Boolean(model()),
    isHeard,
    ready: (act) => when(model, act),
    // The query with some names changed; null removes a name. Lists keep their "~", names are in the server's order.
    changed: (changes) => {
      const query = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes)) {
        value === null ? query.delete(name) : query.set(name, value);
      }
      const sorted = new URLSearchParams([...query].sort(([one], [other]) => place(one) - place(other)));
      const text = sorted.toString().replaceAll("%7E", "~");
      return text ? `?${text}` : "";
    },
    go: (changes) => {
      if (!isFramed || !("view" in changes)) return set(() => app.address.changed(changes));
      const query = app.address.changed({ ...changes, embed: null });
      window.open(`${window.location.pathname}${query}`, "_blank", "noopener");
    },
  };
  if (order) { // not on the page that reports a fault
    app.address.ready(() => { listen(); model().properties.value.change.connect(onChange); });
    // Back and forward: the browser has changed the address, and the server must follow.
    window.addEventListener("popstate", () => { notify(); set(() => window.location.search); });
  }
}

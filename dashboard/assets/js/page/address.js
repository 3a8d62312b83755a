// The address is the one thing that the browser and the server both follow. Whoever changes it, an event "address" on
// the window says so. The server reads and writes it as the value of one hidden model, its query (dashboard/app.py).
// Other scripts: `address.go(changes)` changes it, `address.ready(act)` waits for the server's page to be there,
// `address.isHeard()` says whether the server minds what is changed. In a frame of another site's page no change is a
// step of the history, which is that page's; and another view opens in a tab of its own, as one alone is shown here.
{
  const { replaced = "", order = "" } = document.querySelector("main").dataset;
  const root = (name) => Bokeh.documents[0]?.roots().find((model) => model.name === name);
  const isFramed = "embed" in document.documentElement.dataset;
  let found = null;
  const model = () => (found ??= Bokeh.documents[0]?.get_model_by_name("query"));
  const say = () => window.dispatchEvent(new Event("address"));
  // Panel 1.9 drops what a change brings about on the server until Bokeh has told it that the page is drawn.
  let heard = false; // for good: roots that come later are none of what Bokeh counts as drawn (3.9)
  const isHeard = () => heard;
  const listen = () => {
    heard = Bokeh.documents[0].is_idle;
    Bokeh.documents[0].idle.connect(() => { heard = true; });
  };
  const when = (is, act) => (is() ? act() : requestAnimationFrame(() => when(is, act)));

  const withoutReplaced = (url) => {
    const kept = new URL(url);
    replaced.split(" ").forEach((name) => kept.searchParams.delete(name));
    return kept.href;
  };

  // Every change is a step of the history, but for one of a slider, and what stands there already.
  const follow = () => {
    const { href, pathname } = window.location;
    const next = new URL(model().value || pathname, href);
    if (next.href !== href) {
      const isSameStep = withoutReplaced(next) === withoutReplaced(href);
      isSameStep || isFramed ? history.replaceState(null, "", next) : history.pushState(null, "", next);
    }
    // Panel puts its own copy of the address back before it reloads a page whose code has changed (--dev, --autoreload).
    root("location")?.setv({ search: window.location.search }, { silent: true });
    say();
  };
  const names = order.split(" ");
  const place = (name) => (names.includes(name) ? names.indexOf(name) : names.length);
  // Bokeh tells the server after all who listen here have done: what we change ourselves is followed after that.
  let isOurs = false;
  const heed = () => { if (!isOurs) follow(); };
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
    // The query with some names changed; null takes a name away. Lists keep their "~", names come in the server's order.
    changed: (changes) => {
      const query = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes)) value === null ? query.delete(name) : query.set(name, value);
      const said = new URLSearchParams([...query].sort(([one], [other]) => place(one) - place(other))).toString().replaceAll("%7E", "~");
      return said ? `?${said}` : "";
    },
    go: (changes) => {
      if (!isFramed || !("view" in changes)) return set(() => app.address.changed(changes));
      window.open(`${window.location.pathname}${app.address.changed({ ...changes, embed: null })}`, "_blank", "noopener");
    },
  };
  if (order) { // not on the page that says why there is none
    app.address.ready(() => { listen(); model().properties.value.change.connect(heed); });
    // Back and forward: the browser has changed the address, the server has to hear of it.
    window.addEventListener("popstate", () => { say(); set(() => window.location.search); });
  }
}

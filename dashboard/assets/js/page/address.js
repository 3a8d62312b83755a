// The query of the address, which holds the whole selection. After each change the window gets an event "address". The
// server reads and writes the query as the value of one hidden model (dashboard/app.py).
//
// Other scripts: `app.address.go(changes)` changes it, also before the server's document is there, which then follows;
// `goPainted(changes)` lets the browser paint before address, server and scripts follow;
// `ready(act)` waits for that document, `isHeard()` says whether the server reacts to changes yet. In a frame of
// another site no change adds to the history, which belongs to that site; and another view opens in a new tab, as the
// frame shows one only.
{
  const { replaced = "", order = "", tracking = "" } = document.querySelector("main").dataset;
  const ONE_STEP_MS = 1000; // changes of the same settings within this time are one step of the history
  const root = (name) => globalThis.Bokeh?.documents[0]?.roots().find((model) => model.name === name);
  const isFramed = "embed" in document.documentElement.dataset;
  const isStatic = document.documentElement.dataset.edition === "static"; // no server follows (js/static/)
  let found = null;
  const model = () => (found ??= globalThis.Bokeh?.documents[0]?.get_model_by_name("query"));
  const notify = () => window.dispatchEvent(new Event("address"));
  // Panel 1.9 drops the server's answer to a change until Bokeh has reported that the page is drawn.
  let heard = false; // never false again: Bokeh 3.9 does not count roots that come later
  const isHeard = () => isStatic || heard;
  const listen = () => {
    heard = Bokeh.documents[0].is_idle;
    Bokeh.documents[0].idle.connect(() => { heard = true; });
  };
  const when = (is, act) => (is() ? act() : requestAnimationFrame(() => when(is, act)));

  const without = (url, is) => {
    const rest = new URL(url);
    [...rest.searchParams.keys()].filter(is).forEach((name) => rest.searchParams.delete(name));
    return rest.href;
  };
  const isReplaced = (name) => replaced.split(" ").includes(name);
  const isTracking = (name) => tracking.split(" ").some((start) => start && name.startsWith(start));

  // Every change adds to the history, except those of a slider (`replaced`), those that change nothing, and those that
  // follow a change of the same settings at once: twenty quick clicks are one step.
  const settings = (one, other) => {
    const [a, b] = [one, other].map((url) => new URL(url).searchParams);
    return [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name)).sort().join(" ");
  };
  let last = { changed: "", at: -Infinity };
  const isSettled = () => performance.now() - last.at > ONE_STEP_MS;
  const write = (next) => {
    const { href } = window.location;
    if (next.href === href) return false;
    const isSameStep = without(next, isReplaced) === without(href, isReplaced);
    const changed = settings(next.href, href);
    const isQuick = !isSettled() && changed === last.changed;
    isSameStep || isQuick || isFramed ? history.replaceState(null, "", next) : history.pushState(null, "", next);
    if (!isSameStep) last = { changed, at: performance.now() };
    return true;
  };
  const announce = () => {
    // Panel restores its own copy of the address before it reloads a page whose code has changed (--dev, --autoreload).
    root("location")?.setv({ search: window.location.search }, { silent: true });
    notify();
  };
  const follow = (query) => {
    write(new URL(query || window.location.pathname, window.location.href));
    announce();
  };
  const names = order.split(" ");
  const place = (name) => (names.includes(name) ? names.indexOf(name) : names.length);
  // Bokeh sends a change to the server after all listeners here have run, so `set` follows its own changes after that.
  let isOurs = false;
  const onChange = () => { if (!isOurs) follow(model().value); };
  const send = (query) => {
    if (model().value === query) return false;
    isOurs = true;
    model().value = query;
    isOurs = false;
    window.dispatchEvent(new Event("asked")); // page/connection.js checks that the server answers
    return true;
  };
  // Before the server listens, the address changes alone; the server gets the latest.
  let isWaiting = false;
  const sendLater = () => {
    if (isWaiting) return;
    isWaiting = true;
    when(isHeard, () => {
      isWaiting = false;
      send(window.location.search);
    });
  };
  const set = (query) => {
    if (isStatic) return follow(query);
    if (isHeard()) {
      if (send(query)) follow(model().value);
      return;
    }
    follow(query);
    sendLater();
  };

  // Changes that wait for the next frame: the browser takes 3 ms to note one in its history.
  let pending = null;
  const tell = () => {
    const query = pending && app.address.changed({});
    pending = null;
    if (query === null || !write(new URL(query || window.location.pathname, window.location.href))) return;
    if (!isStatic && isHeard()) {
      if (send(window.location.search)) announce();
      return;
    }
    announce();
    if (!isStatic) sendLater();
  };

  app.address = {
    root,
    isStatic,
    isThere: () => isStatic || Boolean(model()),
    isHeard,
    isSettled,
    ready: (act) => { if (!isStatic) when(model, act); },
    whenHeard: (act) => { if (!isStatic) when(isHeard, act); },
    // The query with some names changed, and those that wait; null removes a name. Lists keep their "~", names are in
    // the server's order.
    changed: (changes) => {
      const query = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries({ ...pending, ...changes })) {
        value === null ? query.delete(name) : query.set(name, value);
      }
      const sorted = new URLSearchParams([...query].sort(([one], [other]) => place(one) - place(other)));
      const text = sorted.toString().replaceAll("%7E", "~");
      return text ? `?${text}` : "";
    },
    go: (changes) => {
      if (!isFramed || !("view" in changes)) {
        const query = app.address.changed(changes);
        pending = null;
        return set(query);
      }
      const query = app.address.changed({ ...changes, embed: null });
      window.open(`${window.location.pathname}${query}`, "_blank", "noopener");
    },
    goPainted: (changes) => {
      pending = { ...pending, ...changes };
      app.afterPaint(tell);
    },
  };
  if (order) { // not on the page that reports a fault
    const clean = without(window.location.href, isTracking).replaceAll("%7E", "~");
    if (window.location.search && clean !== window.location.href) history.replaceState(null, "", clean);
    app.address.ready(() => {
      listen();
      model().properties.value.change.connect(onChange);
    });
    // Back and forward: the browser has changed the address, and the server must follow.
    window.addEventListener("popstate", () => {
      last.at = -Infinity;
      notify();
      if (isStatic) return;
      isHeard() ? send(window.location.search) : sendLater();
    });
  }
}

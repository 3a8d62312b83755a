// The connection to the server, by websocket: a notice while it is missing, and a way out. It may never have been made
// (a proxy blocks websockets, the page's token expired because its scripts came late, the server restarts), be closed,
// or be dead without a sign. The page is loaded again as soon as the server answers, and shows the same, as every
// choice is in the address. Bokeh's own reconnect is off (dashboard/app.py): it requests the document again, drops the
// arrays that come with it (Bokeh 3.9: "buffer ... not found"), and leaves a dead page.
//
// The root element has the attribute data-disconnected while charts and texts cannot follow the address.
{
  const away = document.getElementById("away");
  const A_FILE = document.getElementById("script")?.src;
  const LATE_MS = 6_000, NEVER_MS = 30_000; // a session takes a second; on a line of 400 kbit/s some seconds more
  const ANSWER_MS = 3_000; // to a ping: the longest computation takes one second
  const ANSWER_AGAIN_MS = 10_000; // to a second one: with Bokeh 3.10 a busy server answers requests for files
  const QUIET_MS = 500; // after the last change, so that a slider asks once
  const FETCH_MS = 10_000, LONGEST_WAIT_MS = 10_000;
  const MOST_RELOADS = 2, WITHIN_MS = 60_000; // by themselves

  const TEXTS = {
    late: "Still connecting … The map, links and downloads already work.",
    offline: "You are offline. Your selection is saved in the address.",
    lost: "Connection lost. Reconnecting … Your selection is saved in the address.",
    silent: "The server does not answer. Checking the connection … Your selection is saved in the address.",
    blocked: "No live connection: this network or browser blocks websockets. The map, links and downloads work; charts "
      + "and texts do not change.",
  };
  const BEHIND = " Charts and texts still show the previous selection.";
  let state = null, isRecovering = false, next = null, tries = 0, shown = window.location.search;

  // Without third-party storage, a frame of another site gets an exception.
  const stored = (act) => { try { return act(sessionStorage); } catch { return null; } };
  const reloads = () => {
    const times = stored((store) => JSON.parse(store.getItem("reloads") ?? "[]"));
    const isReload = performance.getEntriesByType("navigation")[0]?.type === "reload";
    return times ? times.filter((time) => Date.now() - time < WITHIN_MS).length : isReload ? MOST_RELOADS : 0;
  };
  const reload = () => {
    stored((store) => store.setItem("was-away", "yes"));
    window.addEventListener("address", () => window.location.reload()); // the new page has a choice made meanwhile
    window.location.reload();
  };
  const reloadByItself = () => {
    stored((store) => store.setItem("reloads", JSON.stringify(
      [...JSON.parse(store.getItem("reloads") ?? "[]"), Date.now()].slice(-MOST_RELOADS),
    )));
    reload();
  };

  // Menus and buttons of Bokeh's look dead while they are.
  const CONTROL = /Select|Input|Button|Checkbox|Slider|Toggle/;
  let disabled = [];
  const disable = (isDead) => {
    if (!isDead) disabled.forEach((model) => model.setv({ disabled: false }, { sync: false }));
    disabled = [];
    if (!isDead || !app.address.isThere()) return;
    const models = Bokeh.documents[0].roots().flatMap((root) => [...root.references()]);
    disabled = models.filter(({ type, name, disabled: is }) => CONTROL.test(type) && name !== "query" && is === false);
    disabled.forEach((model) => model.setv({ disabled: true }, { sync: false }));
  };
  const write = () => {
    const isBehind = app.address.isThere() && window.location.search !== shown;
    away.querySelector("span").textContent = TEXTS[state] + (isBehind ? BEHIND : "");
  };
  const show = (now) => {
    if (state === now) return;
    const wasDead = state !== null;
    state = now;
    away.hidden = now === null;
    document.documentElement.toggleAttribute("data-disconnected", now !== null && app.address.isThere());
    if (wasDead !== (now !== null)) disable(now !== null);
    if (now) write();
  };

  const reaches = async () => {
    try {
      const signal = AbortSignal.timeout(FETCH_MS);
      return (await fetch(A_FILE, { method: "HEAD", cache: "no-store", signal })).ok;
    } catch {
      return false;
    }
  };
  // Whether a websocket opens at all; the server closes this one at once, as it has no token.
  const opens = () => new Promise((resolve) => {
    const socket = new WebSocket(new URL("ws", document.baseURI).href.replace(/^http/, "ws"));
    const end = (is) => { socket.close(); resolve(is); };
    socket.onopen = () => end(true);
    socket.onerror = () => end(false);
    setTimeout(() => end(false), FETCH_MS);
  });
  const recover = async () => {
    clearTimeout(next);
    isRecovering = true;
    if (await reaches()) {
      const isOpen = await opens();
      if (!isRecovering) return; // the session has come meanwhile
      if (isOpen && reloads() < MOST_RELOADS) return reloadByItself();
      if (!isOpen) show("blocked");
    }
    if (isRecovering) next = setTimeout(recover, Math.min(500 * 2 ** tries++, LONGEST_WAIT_MS));
  };
  const lose = (how) => {
    if (isRecovering) return;
    show(how);
    recover();
  };

  // A ping: the server answers "?3" with "!3" in a property of the query's model, after all changes sent before it
  // (dashboard/app.py). A file that comes where the answers to two pings do not shows a dead websocket.
  let pings = 0, pending = null;
  const hears = (within = ANSWER_MS) => new Promise((resolve) => {
    const query = Bokeh.documents[0].get_model_by_name("query");
    const { change } = query.properties.placeholder;
    const number = (pings += 1);
    const end = (is) => {
      change.disconnect(answered);
      resolve(is);
    };
    const answered = () => { if (query.placeholder === `!${number}`) end(true); };
    change.connect(answered);
    setTimeout(() => end(false), within);
    query.placeholder = `?${number}`;
  });
  app.connection = { answers: () => hears() };
  let isChecking = false;
  const check = async () => {
    if (!app.address.isHeard() || isRecovering || isChecking) return;
    isChecking = true;
    const asked = window.location.search;
    let isAlive = await hears();
    if (!isAlive && !isRecovering) {
      show(navigator.onLine ? "silent" : "offline");
      isAlive = (await reaches()) && (await hears(ANSWER_AGAIN_MS));
    }
    isChecking = false;
    if (isRecovering) return;
    if (!isAlive) return lose(navigator.onLine ? "lost" : "offline");
    shown = asked;
    show(null);
  };

  if (away && A_FILE) {
    const isNever = () => !app.address.isThere();
    const late = setTimeout(() => { if (isNever() && !state) show("late"); }, LATE_MS);
    const never = setTimeout(() => { if (isNever()) lose("late"); }, NEVER_MS);
    // Bokeh 3.9 reports a session that it could not get on the console only, so its websocket is watched.
    window.WebSocket = class extends WebSocket {
      constructor(...given) {
        super(...given);
        if (given.length > 1) this.addEventListener("close", () => { if (isNever()) lose("lost"); });
      }
    };
    app.address.ready(() => {
      clearTimeout(late);
      clearTimeout(never);
      clearTimeout(next);
      isRecovering = false;
      show(null);
      Bokeh.documents[0].on_event("connection_lost", () => lose("lost"));
    });
    window.addEventListener("asked", () => {
      clearTimeout(pending);
      pending = setTimeout(check, QUIET_MS);
    });
    window.addEventListener("address", () => { if (state) write(); });
    window.addEventListener("offline", check);
    window.addEventListener("online", () => { isRecovering ? recover() : check(); });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") isRecovering ? recover() : check();
    });
    away.querySelector("button").addEventListener("click", reload);
    if (stored((store) => store.getItem("was-away"))) {
      stored((store) => store.removeItem("was-away"));
      app.address.ready(() => { document.getElementById("live").textContent = "Reconnected"; });
    }
  }
}

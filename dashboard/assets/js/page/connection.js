// A lost connection: a notice while it lasts; when the server answers again the page is reloaded and shows the same, as
// every choice is in the address. Bokeh's own reconnect is off (dashboard/app.py): it requests the document again,
// drops the arrays that come with it (Bokeh 3.9: "buffer ... not found"), and leaves a dead page.
{
  const away = document.getElementById("away");
  const A_FILE = document.getElementById("script")?.src;
  const LONGEST_WAIT_MS = 10_000;
  let isAway = false, next = null, tries = 0;

  // Without third-party storage, a frame of another site gets an exception.
  const stored = (act) => { try { return act(sessionStorage); } catch { return null; } };
  const reload = () => {
    stored((store) => store.setItem("was-away", "yes"));
    window.location.reload();
  };
  const ask = async () => {
    clearTimeout(next);
    try {
      const answer = await fetch(A_FILE, { method: "HEAD", cache: "no-store" });
      if (answer.ok) return reload();
    } catch {
      // still away
    }
    next = setTimeout(ask, Math.min(500 * 2 ** tries++, LONGEST_WAIT_MS));
  };
  const lost = () => {
    if (isAway) return;
    isAway = true;
    away.querySelector("span").textContent = "The connection to the server is lost. What you have chosen is kept "
      + "in the address; the page comes back by itself.";
    away.hidden = false;
    ask();
  };

  if (away) {
    app.address.ready(() => Bokeh.documents[0].on_event("connection_lost", lost));
    for (const [target, event] of [[window, "online"], [document, "visibilitychange"]]) {
      target.addEventListener(event, () => { if (isAway) ask(); });
    }
    away.querySelector("button").addEventListener("click", reload);
    if (stored((store) => store.getItem("was-away"))) {
      stored((store) => store.removeItem("was-away"));
      document.getElementById("live").textContent = "Connected again. The page shows what it showed before.";
    }
  }
}

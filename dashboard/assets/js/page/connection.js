// A lost connection: said in words while it lasts; when the server answers again the page is loaded anew, and shows what
// it showed, as everything chosen stands in the address. Bokeh's own way back is off (dashboard/app.py): it asks for the
// document again but drops the arrays that come with it (Bokeh 3.9: "buffer ... not found"), and leaves a dead page.
{
  const away = document.getElementById("away");
  const A_FILE = document.getElementById("script")?.src;
  const LONGEST_WAIT_MS = 10_000;
  let isAway = false, next = null, tries = 0;

  // A browser that lets a frame of another site keep nothing refuses to be asked for the store.
  const stored = (act) => { try { return act(sessionStorage); } catch { return null; } };
  const anew = () => {
    stored((store) => store.setItem("was-away", "yes"));
    window.location.reload();
  };
  const ask = async () => {
    clearTimeout(next);
    try {
      const answer = await fetch(A_FILE, { method: "HEAD", cache: "no-store" });
      if (answer.ok) return anew();
    } catch {
      // still away, as has been said
    }
    next = setTimeout(ask, Math.min(500 * 2 ** tries++, LONGEST_WAIT_MS));
  };
  const lost = () => {
    if (isAway) return;
    isAway = true;
    away.querySelector("span").textContent =
      "The connection to the server is lost. What you have chosen is kept in the address; the page comes back by itself.";
    away.hidden = false;
    ask();
  };

  if (away) {
    app.address.ready(() => Bokeh.documents[0].on_event("connection_lost", lost));
    for (const [thing, event] of [[window, "online"], [document, "visibilitychange"]]) thing.addEventListener(event, () => { if (isAway) ask(); });
    away.querySelector("button").addEventListener("click", anew);
    if (stored((store) => store.getItem("was-away"))) {
      stored((store) => store.removeItem("was-away"));
      document.getElementById("live").textContent = "Connected again. The page shows what it showed before.";
    }
  }
}

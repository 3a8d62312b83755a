// Every click is a click. Bokeh takes a second one within 0.3 s for a double tap, however far from the first, and one
// held for 0.3 s for a press; neither selects, so a quick hand and a slow one would both be ignored.
const { UIGestures } = Bokeh.require("core/ui_gestures");
UIGestures.doubletap_threshold = 0;
UIGestures.press_threshold = 1e9;

// The Back button: Panel writes the address but does not follow it when the browser goes back.
window.addEventListener("popstate", () => {
  const location = Bokeh.documents[0].roots().find((root) => root.type.endsWith("Location"));
  const push = history.pushState;
  history.pushState = () => {}; // the address is right already; only the model has to learn of it
  location.search = window.location.search;
  history.pushState = push;
});

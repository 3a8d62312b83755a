// The Back button: Panel writes the address but does not follow it when the browser goes back.
window.addEventListener("popstate", () => {
  const location = Bokeh.documents[0].roots().find((root) => root.type.endsWith("Location"));
  const push = history.pushState;
  history.pushState = () => {}; // the address is right already; only the model has to learn of it
  location.search = window.location.search;
  history.pushState = push;
});

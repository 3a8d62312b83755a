// The page's parts, which are Bokeh's roots. A view opened later than the page brings its own: Bokeh puts those at the end
// of the body, and here each goes to the place that bears its name, before anything has been painted.
{
  const views = () => Object.values(Bokeh.index.roots ?? Bokeh.index);
  const settle = () => {
    for (const { el, model } of views()) {
      if (el?.parentNode === document.body) document.querySelector(`[data-place="${model.name}"]`)?.append(el);
    }
  };
  new MutationObserver(settle).observe(document.body, { childList: true });

  // Whether the view shown has all its parts, and they are drawn. Bokeh's own `is_idle` is never true again once a root
  // came later.
  const areDrawn = () => !document.querySelector(".view:not([hidden]) [data-place]:empty")
    && Bokeh.documents[0].roots().every((model) => model.default_view == null || Bokeh.index.get(model)?.has_finished());
  app.parts = { areDrawn };
}

// The page's parts, which are Bokeh's roots. Bokeh appends the roots of a view that is opened later to the body; here
// each moves to the place of its name before it is painted.
{
  const views = () => Object.values(Bokeh.index.roots ?? Bokeh.index);
  const move = () => {
    for (const { el, model } of views()) {
      if (el?.parentNode === document.body) document.querySelector(`[data-place="${model.name}"]`)?.append(el);
    }
  };
  new MutationObserver(move).observe(document.body, { childList: true });

  // Whether the visible view has all its parts, and they are drawn; not before Bokeh has a document. Bokeh's `is_idle`
  // is never true again after a root was added later.
  const isDrawn = (model) => model.default_view == null || Bokeh.index.get(model)?.has_finished();
  const areDrawn = () =>
    !("recoloured" in document.documentElement.dataset) &&
    !document.querySelector(".view:not([hidden]) [data-place]:empty") &&
    Boolean(window.Bokeh?.documents?.[0]?.roots().every(isDrawn));
  app.parts = { areDrawn };
}

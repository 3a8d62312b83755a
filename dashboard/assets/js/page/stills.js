// Still pictures of charts are in the page's first HTML (dashboard/charts/stills.py). Each is removed in the frame in
// which Bokeh has painted its chart: the picture's element is before the chart's in the same place.
{
  const isPainted = (name) => {
    const model = Bokeh.documents[0].get_model_by_name(name);
    return model !== null && Bokeh.index.get(model)?.has_finished();
  };
  const replace = () => {
    const left = [...document.querySelectorAll("[data-still]")].filter((still) => {
      const isDone = isPainted(still.dataset.still);
      if (isDone) still.remove();
      return !isDone;
    });
    if (left.length) requestAnimationFrame(replace);
  };
  if (document.querySelector("[data-still]")) app.address.ready(replace);
}

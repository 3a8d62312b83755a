// The texts of the page: the first are in its HTML. The server sends those that change, and those of a view that is
// opened later, as [slot, classes, markup] (dashboard/views/page/texts.py). The markup is the server's, which escapes
// all text in it; a script in it would not run. Other scripts get an event "text" with the slot.
{
  const write = ([slot, classes, markup]) => {
    const place = document.querySelector(`[data-text="${slot}"], [data-place="${slot}"]`);
    if (!place) return;
    place.removeAttribute("data-place");
    place.dataset.text = slot;
    place.className = classes;
    place.innerHTML = markup;
    window.dispatchEvent(new CustomEvent("text", { detail: slot }));
  };
  // The static edition has no server that sends texts: js/static/ writes them.
  app.write = (slot, markup) => {
    const place = document.querySelector(`[data-text="${slot}"]`);
    if (place) write([slot, place.className, markup]);
  };
  // From the moment that the document is made: a hidden tab draws no frame, so `app.address.ready` would be too late.
  const { documents = [] } = window.Bokeh ?? {};
  const push = documents.push.bind(documents);
  documents.push = (made) => {
    queueMicrotask(() => made.on_message("texts", (texts) => texts.forEach(write))); // it is not yet ready
    return push(made);
  };
}

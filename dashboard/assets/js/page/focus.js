// A button with data-focus="2" brings out what is called line2, dots2 and label2 in a chart: the other lines grow faint
// while the pointer or the keyboard is on it, or for as long as it is pressed. The server is not told.
{
  const FAINT = 0.15;
  const SLOTS = 6; // lines of a chart: dashboard/charts/compare.py
  const PARTS = { line: ["line_alpha"], dots: ["fill_alpha", "line_alpha"], label: ["text_alpha"] };
  let kept = null;

  const bringOut = (slot) => {
    for (let number = 1; number <= SLOTS; number++) {
      const value = slot === null || Number(slot) === number ? 1 : FAINT;
      for (const [part, alphas] of Object.entries(PARTS)) {
        const model = Bokeh.documents[0].get_model_by_name(`${part}${number}`);
        model?.glyph.setv(Object.fromEntries(alphas.map((name) => [name, { value }])), { sync: false });
      }
    }
  };

  const button = (event) => event.composedPath().find((part) => part.dataset?.focus !== undefined);
  const on = (event) => { const over = button(event); if (over) bringOut(over.dataset.focus); };
  const off = (event) => { if (button(event)) bringOut(kept); };

  for (const name of ["mouseover", "focusin"]) document.addEventListener(name, on);
  for (const name of ["mouseout", "focusout"]) document.addEventListener(name, off);

  document.addEventListener("click", (event) => {
    const pressed = button(event);
    if (!pressed) return;
    kept = pressed.dataset.focus === kept ? null : pressed.dataset.focus;
    for (const other of pressed.getRootNode().querySelectorAll("[data-focus]"))
      other.setAttribute("aria-pressed", String(other.dataset.focus === kept));
    bringOut(kept);
  });
}

// Highlight a line: a button with data-focus="2" dims all lines of a chart but line2, dots2 and label2 while it has the
// pointer or the focus, or as long as it is pressed. The server is not involved.
{
  const FAINT = 0.15;
  const SLOTS = 6; // lines of a chart: dashboard/charts/compare.py
  const PARTS = { line: ["line_alpha"], dots: ["fill_alpha", "line_alpha"], label: ["text_alpha"] };
  let pressedSlot = null;

  const highlight = (slot) => {
    for (let number = 1; number <= SLOTS; number++) {
      const value = slot === null || Number(slot) === number ? 1 : FAINT;
      for (const [part, alphas] of Object.entries(PARTS)) {
        const model = Bokeh.documents[0].get_model_by_name(`${part}${number}`);
        model?.glyph.setv(Object.fromEntries(alphas.map((name) => [name, { value }])), { sync: false });
      }
    }
  };

  const button = (event) => event.composedPath().find((part) => part.dataset?.focus !== undefined);
  const on = (event) => { const over = button(event); if (over) highlight(over.dataset.focus); };
  const off = (event) => { if (button(event)) highlight(pressedSlot); };

  for (const name of ["mouseover", "focusin"]) document.addEventListener(name, on);
  for (const name of ["mouseout", "focusout"]) document.addEventListener(name, off);

  document.addEventListener("click", (event) => {
    const pressed = button(event);
    if (!pressed) return;
    pressedSlot = pressed.dataset.focus === pressedSlot ? null : pressed.dataset.focus;
    for (const other of pressed.getRootNode().querySelectorAll("[data-focus]"))
      other.setAttribute("aria-pressed", String(other.dataset.focus === pressedSlot));
    highlight(pressedSlot);
  });
}

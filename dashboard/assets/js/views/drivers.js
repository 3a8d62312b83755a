// Sliders of the what-if: a move is shown at once and goes into the address (if=CODE~value~CODE~value), which the
// server answers. The sliders follow the address, too: links, Reset and the Back button move them.
{
  const view = document.getElementById("view-drivers");
  const STEPS = 400, WAIT_MS = 60;
  const { amount } = app.numbers;

  const sliders = () => view.querySelectorAll("input[data-code]");

  const movesOfAddress = () => {
    const parts = (new URLSearchParams(window.location.search).get("if") ?? "").split("~");
    const moves = new Map();
    for (let at = 0; at + 1 < parts.length; at += 2) moves.set(parts[at].toUpperCase(), Number(parts[at + 1]));
    return moves;
  };

  const number = (input, name) => Number(input.dataset[name]);
  const valueAt = (input, place) => {
    const low = number(input, "low"), high = number(input, "high"), share = place / STEPS;
    const value = input.dataset.log === "1" ? low * (high / low) ** share : low + share * (high - low);
    return Number(value.toPrecision(4));
  };
  const placeOf = (input, value) => {
    const low = number(input, "low"), high = number(input, "high");
    const share = input.dataset.log === "1"
      ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
      : (value - low) / (high - low);
    return Math.round(STEPS * Math.min(Math.max(share, 0), 1));
  };

  const show = (input, moved) => {
    const item = input.closest("li"), own = input.dataset.own;
    const value = moved ?? (own === "" ? null : Number(own));
    const decimals = input.dataset.decimals === "" ? null : number(input, "decimals");
    const text = value === null ? "no value" : amount(value, decimals);
    item.className = moved !== undefined ? "moved" : value === null ? "unset" : "";
    item.querySelector("output").textContent = text;
    input.setAttribute("aria-valuetext", `${text} ${input.dataset.unit}`);
  };

  // What is secondary is folded on a phone, but for sliders that the address moves, and always open on a wide page.
  const phone = window.matchMedia("(max-width: 600px)");
  const fold = () => {
    for (const one of view?.querySelectorAll(".phone-fold") ?? []) {
      one.open = !phone.matches || (one.matches(".if-sliders") && movesOfAddress().size > 0);
    }
  };
  phone.addEventListener("change", fold);
  fold();

  let moves = movesOfAddress(), timer = 0;
  const push = () => {
    timer = 0;
    const text = [...moves].map(([code, value]) => `${code}~${value}`).join("~");
    app.address.go({ if: text || null });
  };
  const later = () => { timer ||= setTimeout(push, WAIT_MS); };

  view?.addEventListener("input", (event) => {
    const input = event.composedPath()[0];
    if (!input.dataset?.code) return;
    // Moved back to the country's own position: its own value, to the last digit.
    const isOwn = input.dataset.ownAt !== "" && Number(input.value) === Number(input.dataset.ownAt);
    isOwn ? moves.delete(input.dataset.code) : moves.set(input.dataset.code, valueAt(input, Number(input.value)));
    show(input, moves.get(input.dataset.code));
    later();
  });

  view?.addEventListener("click", (event) => {
    const button = event.composedPath().find((part) => part.dataset?.back);
    if (!button) return;
    moves.delete(button.dataset.back);
    const input = button.closest("li").querySelector("input");
    input.value = input.dataset.own === "" ? STEPS / 2 : input.dataset.ownAt;
    show(input, undefined);
    input.focus();
    later();
  });

  window.addEventListener("address", () => {
    if (!view || view.hidden || timer) return; // not while the reader moves a slider
    moves = movesOfAddress();
    for (const input of sliders()) {
      const moved = moves.get(input.dataset.code);
      const value = moved ?? (input.dataset.own === "" ? null : Number(input.dataset.own));
      const place = String(value === null ? STEPS / 2 : placeOf(input, value));
      // A value in the address is rounded: a slider that already shows it is not moved.
      if (moved === undefined || valueAt(input, Number(input.value)) !== moved) input.value = place;
      show(input, moved);
    }
  });
}

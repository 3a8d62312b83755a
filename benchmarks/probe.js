// Runs in the page that is measured: looks at its pictures, every frame.
() => {
  const and_within = (e) => [e, ...(e.shadowRoot ? inside(e.shadowRoot) : [])];
  const inside = (node) => [...node.querySelectorAll("*")].flatMap(and_within);
  const pen = Object.assign(document.createElement("canvas"), { width: 240, height: 120 }).getContext("2d", { willReadFrequently: true });
  const hash = (numbers) => { let sum = 0; for (let i = 0; i < numbers.length; i++) sum = (Math.imul(sum, 31) + numbers[i]) | 0; return sum; };
  // A canvas is looked at through 240 x 120 pixels, a drawing of SVG through its paths.
  const looks = (element) => {
    if (element.tagName !== "CANVAS") {
      const of = (path) => ["fill", "class", "style", "d", "href"].map((name) => path.getAttribute(name)?.slice(0, 60)).join();
      return [...element.querySelectorAll("path, circle, use, g")].map(of).join(";");
    }
    pen.clearRect(0, 0, 240, 120);
    if (element.width) pen.drawImage(element, 0, 0, 240, 120);
    return hash(new Uint32Array(pen.getImageData(0, 0, 240, 120).data.buffer));
  };
  const is_drawing = (e) => e.matches("svg.main-svg") || (e.tagName === "svg" && e.querySelectorAll("path").length > 100);
  const found = new Map(), channel = new MessageChannel();
  const parts = (selector) => {
    const known = found.get(selector);
    if (known?.length && known.every((e) => e.isConnected)) return known;
    const hosts = inside(document.body).filter((e) => e.matches(selector));
    const drawn = hosts.flatMap((host) => [host, ...inside(host), ...(host.shadowRoot ? inside(host.shadowRoot) : [])])
      .filter((e) => (e.tagName === "CANVAS" && e.width > 100) || is_drawing(e));
    found.set(selector, drawn);
    return drawn;
  };
  window.probe = {
    forget: () => found.clear(),
    look: (selector) => parts(selector).map(looks).join(),
    // A message comes after all that was asked for the frame: what asked first would else look before the page draws.
    frame: () => new Promise((seen) => requestAnimationFrame(() => { channel.port1.onmessage = seen; channel.port2.postMessage(0); })),
    // Milliseconds until what `selector` shows is another, from the input to the end of that frame: looking comes after.
    until: async (selector, act, patience) => {
      const before = probe.look(selector), began = performance.now();
      await act();
      while (performance.now() - began < patience) {
        await probe.frame();
        const took = performance.now() - began, now = probe.look(selector);
        if (now && now !== before) return took;
      }
      return null;
    },
    // How many of these inputs, one every `gap` ms, were seen. Where a frame takes longer, the next input waits for its
    // end: a browser hands on one move of a slider a frame, and no page could show two.
    seen: async (selector, act, values, gap) => {
      const pictures = new Set(), before = probe.look(selector);
      const until = async (end) => { do { await probe.frame(); pictures.add(probe.look(selector)); } while (performance.now() < end); };
      const began = performance.now();
      for (const [at, value] of values.entries()) { act(value); await until(began + gap * (at + 1)); }
      const took = performance.now() - began;
      await until(performance.now() + 1500);
      pictures.delete(before);
      return [pictures.size, took];
    },
  };
}

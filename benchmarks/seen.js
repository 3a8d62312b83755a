// Runs in the page from its beginning: notes when the map of `selector` has been painted, in `window.mapSeen`, in ms
// since the navigation. A map is a drawing with 100 coloured paths, or a canvas with five colours; the frame after the
// first one that has it comes when that one has been painted.
(selector) => {
  const and_within = (e) => [e, ...(e.shadowRoot ? inside(e.shadowRoot) : [])];
  const inside = (node) => [...node.querySelectorAll("*")].flatMap(and_within);
  const pen = Object.assign(document.createElement("canvas"), { width: 120, height: 60 }).getContext("2d", { willReadFrequently: true });
  const coloured = (path) => !["none", "rgba(0, 0, 0, 0)"].includes(getComputedStyle(path).fill);
  const is_drawn = (element) => {
    if (element.tagName === "svg") {
      const paths = [...element.querySelectorAll("path")];
      return paths.length > 100 && paths.filter(coloured).length > 100 && element.getBoundingClientRect().width > 100;
    }
    if (element.tagName !== "CANVAS" || element.width < 100) return false;
    pen.clearRect(0, 0, 120, 60);
    pen.drawImage(element, 0, 0, 120, 60);
    return new Set(new Uint32Array(pen.getImageData(0, 0, 120, 60).data.buffer)).size > 60;
  };
  const look = () => {
    const hosts = document.body ? inside(document.body).filter((e) => e.matches(selector)) : [];
    const all = hosts.flatMap((host) => [host, ...inside(host), ...(host.shadowRoot ? inside(host.shadowRoot) : [])]);
    requestAnimationFrame(all.some(is_drawn) ? (now) => { window.mapSeen = now; } : look);
  };
  requestAnimationFrame(look);
}

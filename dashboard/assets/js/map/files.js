// The map's files, shapes and values: fetched once, unpacked (dashboard/assets/binary.py) and cached. What is in them:
// dashboard/charts/svg/packed.py.
{
  const figure = document.getElementById("map-figure");
  const MOST_FILES = 128;
  const cache = new Map();

  // A file is a header in JSON and arrays, shuffled and delta-coded, compressed. Uint32Array adds the differences from
  // a year to the next modulo 32 bits.
  const TYPES = { float32: Float32Array, int16: Int16Array, int8: Int8Array, uint8: Uint8Array, uint32: Uint32Array };
  // `python -m dashboard` declares that a file is gzip, so the browser has unpacked it; `panel serve` does not.
  const is_gzip = ([first, second, third]) => first === 0x1f && second === 0x8b && third === 8;
  const inflated = async (body) => {
    const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };
  const fetched = async (address) => {
    const answer = await fetch(figure.dataset.files + address);
    if (!answer.ok) throw new Error(`${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  };
  // Files of the reader's own series, by name: they come through the session, in base64, and have no address.
  const own = new Map();
  const add = (files) => {
    for (const [name, text] of Object.entries(files)) {
      if (!own.has(name)) own.set(name, Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)));
    }
  };
  const unpack = async (address) => {
    const body = own.get(address) ?? await fetched(address), plain = is_gzip(body) ? await inflated(body) : body;
    let at = 4 + new DataView(plain.buffer).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(plain.subarray(4, at)));
    for (const { name, dtype, length, delta_stride } of head.arrays) {
      head[name] = new TYPES[dtype](length);
      const bytes = new Uint8Array(head[name].buffer), size = head[name].BYTES_PER_ELEMENT;
      for (let plane = 0; plane < size; plane++) {
        for (let i = 0; i < length; i++) bytes[i * size + plane] = plain[at++];
      }
      if (delta_stride) {
        const bits = new Uint32Array(head[name].buffer);
        for (let i = delta_stride; i < length; i++) bits[i] += bits[i - delta_stride];
      }
    }
    return head.ring_lengths ? { ...shaped(head), address } : head;
  };

  // Coordinates are differences from point to point, in whole steps that wrap at 16 bits; NaN is between rings.
  const pieces = (moves, lengths, gaps, step_m) => {
    const steps = new Int16Array(moves.length), whole = new Float32Array(moves.length);
    for (let i = 0; i < moves.length; i++) {
      steps[i] = (i ? steps[i - 1] : 0) + moves[i];
      whole[i] = steps[i] * step_m;
    }
    for (const gap of gaps) whole[gap] = NaN;
    let at = 0;
    return Array.from(lengths, (length) => whole.subarray(at, (at += length)));
  };
  // Size of the largest part of each country in metres; it is the first of its rings.
  const reaches = (xs, ys) => xs.map((x, place) => {
    const end = x.findIndex(Number.isNaN);
    const spans = [x, ys[place]].map((all) => all.subarray(0, end < 0 ? all.length : end));
    return Math.max(...spans.map((ring) => (ring.length ? Math.max(...ring) - Math.min(...ring) : 0)));
  });
  const shaped = (head) => {
    const of = (kind) => ["x", "y"].map((axis) =>
      pieces(head[`${kind}_${axis}`], head[`${kind}_lengths`], head[`${kind}_gaps`], head.step_m));
    const [xs, ys] = of("ring"), [lines_x, lines_y] = of("line");
    return { ...head, xs, ys, lines_x, lines_y, reach: reaches(xs, ys) };
  };

  // The file at an address, unpacked; one that could not be fetched is fetched again the next time.
  const load = (address) => {
    const file = cache.get(address) ?? unpack(address);
    cache.delete(address);
    cache.set(address, file);
    if (cache.size > MOST_FILES) cache.delete(cache.keys().next().value);
    file.catch(() => cache.delete(address));
    return file;
  };
  // Prefetch the files that may be needed next, one after another while the browser is idle: some 3 kB each, so that a
  // choice of the map need not wait for the network. Not where the reader saves data.
  const when_idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 200)); // Safari has none
  const prefetch = (addresses) => {
    const [next, ...rest] = addresses;
    if (!next || navigator.connection?.saveData) return;
    const then = () => when_idle(() => prefetch(rest), { timeout: 2_000 });
    cache.has(next) ? then() : load(next).then(then, () => null); // without a server there is nothing more to fetch
  };
  app.mapFiles = { add, load, prefetch };
  for (const link of figure?.querySelectorAll("link[rel=preload]") ?? []) {
    load(link.getAttribute("href").slice(figure.dataset.files.length));
  }
}

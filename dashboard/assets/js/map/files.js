// The map's files: shapes and values, fetched once, kept, and unpacked (dashboard/packed.py, dashboard/views/map_files.py).
{
  const section = document.querySelector("section.map");
  const MOST_KEPT = 128;
  const kept = new Map();

  // A file is a head of JSON and arrays, whose bytes stand in planes, compressed. The values' bits are differences from a
  // year to the next, which Uint32Array adds up modulo 32 bits.
  const TYPES = { float32: Float32Array, int16: Int16Array, int8: Int8Array, uint8: Uint8Array, uint32: Uint32Array };
  // Our own server says that a file is gzip, and the browser unpacks it beside the page; `panel serve` does not.
  const is_gzip = ([first, second, third]) => first === 0x1f && second === 0x8b && third === 8;
  const inflated = async (body) =>
    new Uint8Array(await new Response(new Blob([body]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
  const unpack = async (address) => {
    const answer = await fetch(section.dataset.files + address);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const body = new Uint8Array(await answer.arrayBuffer()), plain = is_gzip(body) ? await inflated(body) : body;
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

  // Coordinates are moves from point to point, in whole steps that wrap at 16 bits; NaN stands between rings.
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
  // How far the largest part of each country reaches, in metres: it comes first of its rings.
  const reaches = (xs, ys) => xs.map((x, place) => {
    const end = x.findIndex(Number.isNaN);
    const spans = [x, ys[place]].map((all) => all.subarray(0, end < 0 ? all.length : end));
    return Math.max(...spans.map((ring) => (ring.length ? Math.max(...ring) - Math.min(...ring) : 0)));
  });
  const shaped = (head) => {
    const [xs, ys] = [head.ring_x, head.ring_y].map((moves) => pieces(moves, head.ring_lengths, head.ring_gaps, head.step_m));
    const [lines_x, lines_y] = [head.line_x, head.line_y].map((moves) => pieces(moves, head.line_lengths, head.line_gaps, head.step_m));
    return { ...head, xs, ys, lines_x, lines_y, reach: reaches(xs, ys) };
  };

  // What an address holds, unpacked; a file that could not be fetched is asked for again the next time.
  const load = (address) => {
    const found = kept.get(address) ?? unpack(address);
    kept.delete(address);
    kept.set(address, found);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
    found.catch(() => kept.delete(address));
    return found;
  };
  // What may be asked for next, one after another while nothing else is to be done: some 3 kB each, so that a choice of
  // the map need not wait for the way there and back. Not where the reader saves data.
  const when_idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 200)); // Safari has none
  const ahead = (addresses) => {
    const [next, ...rest] = addresses;
    if (!next || navigator.connection?.saveData) return;
    const then = () => when_idle(() => ahead(rest), { timeout: 2_000 });
    kept.has(next) ? then() : load(next).then(then, () => null); // a server that is away is not asked for more
  };
  app.mapFiles = { load, ahead };
  for (const link of section?.querySelectorAll("link[rel=preload]") ?? []) load(link.getAttribute("href").slice(section.dataset.files.length));
}

// The search index (dashboard/snapshot/search_index.py) and the library that searches it (MiniSearch, assets/vendor/):
// fetched when a search field is first focused, never with the page. `app.index.load()` resolves to the index:
//
//   entries       { kind, code, title, unit, topic, years, economies, state, featured, hint, others, walk }
//   topics        the names of all topics
//   entry(code)   the series, measure or place of a code
//   find(text, kinds)   { found, match }: the entries of these kinds that match, best first, and how: "words" (each
//                       word, or its beginning), "typos" (each word, some with errors) or "some" (not all of the words)
//   has_words(text, typed)   whether each word of `typed` is in a text
//
// `app.index.add(entries)` adds the reader's own series, which are in this page only (page/own_file.js).
{
  const { index, searchLibrary } = document.getElementById("main")?.dataset ?? {};
  const LETTERS = {
    ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i", "&": " and ", "%": " percent ",
  };
  const DROPPED = new Set(["of", "the", "in", "and", "to", "for", "a", "an", "by", "on"]);
  const SAME = { capita: "person", percentage: "percent", labour: "labor", labourers: "laborers" };

  // Lower case, without accents and punctuation; "St." is "Saint", a subscript is a digit.
  const fold = (text) =>
    text.toLowerCase().replace(/[øłđðþßæœı&%]/g, (letter) => LETTERS[letter]).normalize("NFKD")
      .replace(/[\u0300-\u036f'’.]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim().replace(/\bst\b/g, "saint");
  const words = (text) => {
    const all = fold(text).split(" ").filter(Boolean), kept = all.filter((word) => !DROPPED.has(word));
    return (kept.length ? kept : all).map((word) => SAME[word] ?? word);
  };
  // A code as one word, and its parts: "NY.GDP.MKTP.KD" is found by "ny.gdp" and by "gdp mktp".
  const code_words = (code) => `${code} ${code.replaceAll(".", " ")}`;

  const read = ({ places, topics, series, measures, absent }) => [
    ...places.map(([, code, title, hint, others, walk]) => ({ kind: "places", code, title, hint, others, walk })),
    ...measures.map(([code, title, unit, years, others]) =>
      ({ kind: "measures", code, title, unit, years, others, topic: "Temperature" })),
    ...series.map(([code, title, unit, topic, years, economies, state, featured, others]) =>
      ({ kind: "series", code, title, unit, topic: topics[topic], years, economies, state, featured, others })),
    ...absent.map(([code, title, state, others]) => ({ kind: "absent", code, title, state, others })),
  ];

  const begin = ({ default: MiniSearch }, content) => {
    const entries = read(content);
    const names = entries.map(({ code, title, others }) => ({
      own: [fold(title), fold(code)], others: others.map(fold),
    }));
    const engine = new MiniSearch({
      fields: ["title", "code", "others", "topic", "unit"],
      tokenize: words,
      processTerm: (word) => word,
      searchOptions: { boost: { title: 4, code: 4, others: 2, topic: 1, unit: 0.5 }, prefix: true },
    });
    engine.addAll(entries.map(({ code, title, others, topic = "", unit = "", hint = "" }, id) =>
      ({ id, title, code: code_words(code), others: others.join(" "), topic, unit: `${unit} ${hint}` })));

    // 0 for the name or code itself, 1 for another of its names, 2 for its beginning, 3 for all else.
    const closeness = (typed, { own, others }) => {
      if (own.includes(typed)) return 0;
      if (others.includes(typed)) return 1;
      return own.some((name) => name.startsWith(typed)) ? 2 : 3;
    };
    // Exact words and beginnings first; only without any, words with typing errors, and then some of the words, exact
    // ones first as well: "poorest" is like "forest".
    const typos = (word) => (word.length > 5 ? 2 : word.length > 3 ? 1 : 0);
    const long_words = (text) => words(text).filter((word) => word.length > 2);
    const errors = { fuzzy: typos, maxFuzzy: 2 }, any = { combineWith: "OR", tokenize: long_words };
    const attempts = [
      ["words", { combineWith: "AND" }],
      ["typos", { combineWith: "AND", ...errors }],
      ["some", any],
      ["some", { ...any, ...errors }],
    ];
    const find = (text, kinds) => {
      const typed = fold(text);
      const filter = ({ id }) => kinds.includes(entries[id].kind);
      const boostDocument = (id) => {
        const { kind, featured } = entries[id];
        return kind === "absent" ? 0.9 : featured || kind === "places" ? 1.3 : 1;
      };
      for (const [match, options] of typed ? attempts : []) {
        const found = engine.search(text, { ...options, filter, boostDocument });
        if (!found.length) continue;
        const near = new Map(found.map(({ id }) => [id, closeness(typed, names[id])]));
        // Of names that begin as typed, the featured ones come first, in their order.
        const place = (id) => (near.get(id) === 2 && entries[id].featured) || entries.length;
        const by = (a, b) => near.get(a.id) - near.get(b.id) || place(a.id) - place(b.id) || b.score - a.score;
        return { found: found.sort((a, b) => by(a, b) || a.id - b.id).map(({ id }) => entries[id]), match };
      }
      return { found: [], match: "words" };
    };
    const has_words = (text, typed) => {
      const own_words = words(text).join(" ");
      return words(typed).every((word) => own_words.includes(word));
    };
    const by_code = new Map(entries.map((entry) => [entry.code, entry]).reverse());
    const add = (entry) => {
      if (by_code.has(entry.code)) return;
      const { code, title, topic, unit } = entry, id = entries.push(entry) - 1;
      names.push({ own: [fold(title), fold(code)], others: [] });
      engine.add({ id, title, code: code_words(code), others: "", topic, unit });
      by_code.set(code, entry);
    };
    return { entries, topics: content.topics, find, has_words, add, entry: (code) => by_code.get(code) };
  };

  let loading = null;
  const fetched = async () => {
    const answer = await fetch(index);
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  };
  const load = () => {
    loading ??= Promise.all([import(new URL(searchLibrary, document.baseURI)), fetched()])
      .then(([library, content]) => {
        app.index.loaded = begin(library, content);
        own.forEach(app.index.loaded.add);
        return app.index.loaded;
      });
    loading.catch(() => { loading = null; }); // fetched again the next time
    return loading;
  };
  const own = [];
  const add = (entries) => {
    own.splice(0, own.length, ...entries);
    if (app.index.loaded) entries.forEach(app.index.loaded.add);
  };
  app.index = { load, fold, add, loaded: null };
}

// What a search field lists: entries in groups, each with title, unit, years and countries. page/finder.js shows them.
{
  const MOST_RECENT = 5;
  const RECENT = "recent-series";

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const recent = () => JSON.parse(sessionStorage.getItem(RECENT) ?? "[]");
  const remember = (code) => {
    const codes = [code, ...recent().filter((other) => other !== code)].slice(0, MOST_RECENT);
    sessionStorage.setItem(RECENT, JSON.stringify(codes));
  };
  const command = (code) => `climate-etl add ${code}`;

  const OUTSIDE = "Not in this dataset";
  // Groups of entries, [[heading, entries]], in the order of their first; what is not among the figures comes last.
  const grouped = (entries, heading_of) => {
    const groups = new Map();
    for (const entry of entries) {
      const heading = heading_of(entry);
      groups.set(heading, [...(groups.get(heading) ?? []), entry]);
    }
    return [...groups].sort(([one], [other]) => (one === OUTSIDE) - (other === OUTSIDE));
  };
  const HEADINGS = { places: "Countries and regions", absent: OUTSIDE, catalogue: OUTSIDE };
  const heading_of = (entry) => HEADINGS[entry.kind] ?? entry.topic;

  // The second line of an entry: unit, years, number of countries.
  const details = ({ unit, years, economies, hint }) =>
    [unit, years, economies ? `${economies} countries` : "", hint].filter(Boolean).join(" · ");
  const counted = (count, word, plural = "s") =>
    `${count.toLocaleString("en")} ${word}${count === 1 ? "" : plural}`;

  const option_of = (id, entry, note, is_header) => {
    const title = make("span", { className: "finder-title", textContent: entry.title });
    const text = make("span", { className: "finder-text" }, title);
    const second = details(entry);
    if (note || second) text.append(make("small", { textContent: [note, second].filter(Boolean).join(" · ") }));
    const element = make("div", { id }, text);
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    if (entry.state) element.append(make("span", { className: "chip", textContent: entry.state }));
    if (entry.kind === "catalogue") {
      text.append(make("code", { textContent: command(entry.code) }));
      element.append(make("span", { className: "chip", textContent: "Copy command" }));
    }
    if (!is_header && entry.kind === "absent") element.setAttribute("aria-disabled", "true");
    return element;
  };

  // Every place: the world, regions, groupings, and the countries by region.
  const FIRST = ["World Bank region", "World Bank grouping"], LAST = "no World Bank figures";
  const place_of = (heading) => (FIRST.includes(heading) ? FIRST.indexOf(heading) - 3 : heading === LAST ? 1 : 0);
  const places_of = (entries) => {
    const [world, ...others] = entries.filter(({ kind }) => kind === "places");
    const groups = grouped(others, ({ hint }) => hint).sort(([one], [other]) =>
      place_of(one) - place_of(other) || one.localeCompare(other, "en"));
    const brief = (entry) => ({ ...entry, hint: "" }); // as the heading has it
    return [["World", [brief(world)]], ...groups.map(([title, all]) => [title, all.map(brief)])];
  };

  // Before anything is typed: recent series, the field's own offers, measures, and the featured series by topic.
  const offered = ({ entries, entry }, { is_header, offers, others }) => {
    if (is_header) return app.places.own() ? [["Your browser’s language", [app.places.own()]]] : [];
    if (offers.includes("places")) return places_of(entries);
    const used = recent().map(entry).filter((one) => one && offers.includes(one.kind));
    const of = (wanted) => entries.filter(({ kind }) => kind === wanted && offers.includes(kind));
    const listed = of("series").filter(({ featured }) => featured).sort((a, b) => a.featured - b.featured);
    const topics = grouped(entries.filter(({ kind }) => kind === "series"), heading_of);
    const hidden = entries.filter(({ kind, featured }) => kind === "series" && !featured).length;
    const browse = topics.map(([title, all]) => ({ kind: "topic", title, hint: counted(all.length, "series", "") }));
    return [
      ...(used.length ? [["Recent", used]] : []),
      ...grouped([...of("measures"), ...others, ...listed], heading_of),
      ...(hidden ? [["All series by topic", browse]] : []),
    ];
  };

  const matching = (others, typed) => others.filter(({ title }) => app.index.fold(title).includes(typed));

  // The other name by which a place was found, if not by its own.
  const other_name = (typed, { kind, title, code, others: names }) => {
    const has = (name) => ` ${app.index.fold(name)}`.includes(` ${typed}`);
    return kind !== "places" || has(title) || has(code) ? "" : names.find(has) ?? "";
  };

  // All series of a topic, after one that is called like it ("Trade"). Of series with several topics, the others are
  // among the other names.
  const of_topic = ({ entries }, typed) => {
    const series = entries.filter(({ kind }) => kind === "series"), is = (name) => app.index.fold(name) === typed;
    const called = series.filter(({ title }) => is(title));
    return [...called, ...series.filter((one) => !called.includes(one) && [one.topic, ...one.others].some(is))];
  };

  app.entries = {
    make, remember, command, grouped, heading_of, counted, option_of, offered, matching, other_name, of_topic,
  };
}

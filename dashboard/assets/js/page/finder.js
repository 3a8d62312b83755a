// Search fields for series, places and measures: the combobox with a list of WAI-ARIA 1.2. A field shows what the
// address selects; what is chosen in it goes into the address. dashboard/views/widgets/finder.py says what each offers.
//
// An element of class "finder" gets an event "finder-choice" with the entry; who prevents its default acts for it.
{
  const MOST = 60, MOST_RECENT = 5, WAIT_MS = 200, FEWEST_LETTERS = 3, PAGE = 8, NARROW_PX = 600;
  const RECENT = "recent-series";
  const defaults = JSON.parse(document.getElementById("defaults")?.textContent ?? "{}");
  const live = document.getElementById("live");
  const known = new Map(); // titles and units of codes that this page has shown

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
  const normal = (code) => (code.includes(".") ? code.toUpperCase() : code.toLowerCase());
  const command = (code) => `climate-etl add ${code}`;

  const OUTSIDE = "Not in these figures";
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

  const begin = (box) => {
    const input = box.querySelector("input"), list = box.querySelector("[role=listbox]");
    const panel = box.querySelector(".finder-list"), count = box.querySelector(".finder-count");
    const close_button = box.querySelector(".finder-close"), unit = box.querySelector(".finder-unit");
    const head = box.querySelector(".finder-head");
    const { choice, heading, value: first } = box.dataset;
    const offers = box.dataset.offers.split(" ");
    const others = JSON.parse(box.dataset.others ?? "[]").map(([code, title, own_unit]) =>
      ({ kind: "others", code, title, unit: own_unit, topic: heading, others: [] }));
    const is_header = choice === undefined;
    const initial = { title: input.value, unit: unit?.textContent ?? "" };
    for (const entry of others) known.set(entry.code, entry);
    let options = [], active = -1, asked = 0, waits = 0;

    // What the address selects; of the map, the indicator where it shows one.
    const asked_for = () => {
      const query = new URLSearchParams(window.location.search);
      const of = (name) => normal(query.get(name) ?? defaults[name] ?? "");
      return of(choice) === "indicator" ? of("indicator") : of(choice);
    };
    // As served: an old code in the address, or one that is not among the figures, is not the one that is shown.
    if (!is_header) for (const code of [first, asked_for()]) known.set(code, initial);
    const show = (entry) => {
      input.value = input.title = entry.title;
      unit.textContent = entry.unit ?? "";
    };
    const show_value = () => {
      if (is_header || box.hasAttribute("data-open")) return;
      const code = asked_for();
      const shown = known.get(code) ?? app.index.loaded?.entry(code);
      if (shown) show(shown);
      else if (!app.index.loaded) app.index.load().then(show_value, () => null);
      else if (first !== undefined) { // not among the figures: a notice says so, and the default is shown
        const fallback = app.index.loaded.entry(normal(defaults[choice] ?? ""));
        if (fallback) show(fallback);
      }
    };

    const close = () => {
      clearTimeout(waits);
      asked += 1;
      panel.hidden = true;
      close_button.hidden = true;
      if (is_header) head.hidden = true;
      active = -1;
      for (const name of ["data-open", "data-sheet"]) box.removeAttribute(name);
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      show_value();
    };
    const mark = (at) => {
      list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
      active = at;
      const option = options[at]?.element;
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      const group = option.parentNode, is_first = group.querySelector("[role=option]") === option;
      (is_first ? group : option).scrollIntoView({ block: "nearest" });
    };
    const announce = (text) => {
      count.textContent = text;
      live.textContent = text;
    };

    const option_of = (entry, note) => {
      const title = make("span", { className: "finder-title", textContent: entry.title });
      const text = make("span", { className: "finder-text" }, title);
      const second = details(entry);
      if (note || second) text.append(make("small", { textContent: [note, second].filter(Boolean).join(" · ") }));
      const element = make("div", { id: `${list.id}-${options.length}` }, text);
      element.setAttribute("role", "option");
      element.setAttribute("aria-selected", "false");
      if (entry.state) element.append(make("span", { className: "chip", textContent: entry.state }));
      if (entry.kind === "catalogue") {
        text.append(make("code", { textContent: command(entry.code) }));
        element.append(make("span", { className: "chip", textContent: "Copy command" }));
      }
      if (!is_header && entry.kind === "absent") element.setAttribute("aria-disabled", "true");
      options.push({ element, entry });
      return element;
    };
    const draw = (groups, note_of = () => "") => {
      options = [];
      list.replaceChildren(...groups.map(([title, entries], at) => {
        const id = `${list.id}-group-${at}`;
        const top = make("div", { id, className: "finder-topic", textContent: title });
        top.setAttribute("role", "presentation");
        const group = make("div", {}, top, ...entries.map((entry) => option_of(entry, note_of(entry))));
        group.setAttribute("role", "group");
        group.setAttribute("aria-labelledby", id);
        return group;
      }));
    };
    const empty = (text) => {
      options = [];
      list.replaceChildren();
      announce(text);
    };

    // Before anything is typed: recent series, the field's own offers, measures, and the featured series by topic.
    const offered = ({ entries, entry }) => {
      if (is_header) return app.places.own() ? [["Your browser’s language", [app.places.own()]]] : [];
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
    const matching_others = (typed) => others.filter(({ title }) => app.index.fold(title).includes(typed));
    // The other name by which a place was found, if not by its own.
    const other_name = (typed, { kind, title, code, others: names }) => {
      const has = (name) => ` ${app.index.fold(name)}`.includes(` ${typed}`);
      return kind !== "places" || has(title) || has(code) ? "" : names.find(has) ?? "";
    };

    // All series of a topic: of those that have several, it is among the other names.
    const of_topic = ({ entries }, typed) => entries.filter(({ kind, topic, others: names }) =>
      kind === "series" && [topic, ...names].some((name) => app.index.fold(name) === typed));

    const search = (index) => {
      const typed = app.index.fold(input.value);
      const is_untouched = !is_header && input.value === input.title;
      if (!typed || is_untouched) {
        const groups = offered(index);
        draw(groups);
        const series = groups.flatMap(([, entries]) => entries).length;
        if (!is_header) count.textContent = `${series} suggestions. Type words, a topic or a code.`;
        return mark(-1);
      }
      const is_topic = offers.includes("series") && index.topics.some((topic) => app.index.fold(topic) === typed);
      const kinds = [...new Set([...offers, "absent"])];
      const found = is_topic ? of_topic(index, typed) : index.find(input.value, kinds);
      const all = [...matching_others(typed), ...found];
      draw(grouped(all.slice(0, is_topic ? all.length : MOST), heading_of), (entry) => other_name(typed, entry));
      const more = all.length > options.length ? `, the first ${MOST} shown` : "";
      const held = `${counted(all.filter(({ kind }) => kind !== "absent").length, "result")}${more}`;
      announce(all.length ? held : "No results. Try a shorter part of the name, or a code.");
      mark(all.length ? 0 : -1);
      ask_catalogue(input.value, index, held);
    };
    // Everything that the World Bank lists is asked of the server, after what is in the figures.
    const ask_catalogue = (text, index, held) => {
      clearTimeout(waits);
      const mine = (asked += 1);
      if (text.trim().length < FEWEST_LETTERS || !offers.includes("series")) return;
      waits = setTimeout(async () => {
        const answer = await fetch(`search?q=${encodeURIComponent(text)}`).catch(() => null);
        const found = answer?.ok ? await answer.json().catch(() => null) : null;
        if (mine !== asked || !found) return; // without a server, or a catalogue, there is nothing to add
        const listed = found.results.filter(({ code }) => !index.entry(code));
        if (!listed.length) return;
        const at = active;
        const shown = options.map(({ entry }) => entry);
        const typed = app.index.fold(text);
        const outside = listed.map(({ code, name, database }) =>
          ({ kind: "catalogue", code, title: name, hint: database, others: [] }));
        draw(grouped([...shown, ...outside], heading_of), (entry) => other_name(typed, entry));
        announce(`${held}; ${found.total.toLocaleString("en")} more in the World Bank’s catalogue`);
        mark(at);
        input.setAttribute("aria-expanded", "true");
      }, WAIT_MS);
    };

    const open = async () => {
      if (!box.hasAttribute("data-open")) {
        box.setAttribute("data-open", "");
        const { left } = box.getBoundingClientRect();
        box.toggleAttribute("data-end", !is_header && left > window.innerWidth / 2);
      }
      if (!app.index.loaded && !is_header) {
        panel.hidden = false;
        count.textContent = "Loading the list …";
      }
      const mine = (asked += 1);
      const index = await app.index.load().catch(() => null);
      if (mine !== asked || !box.hasAttribute("data-open")) return;
      if (index) search(index);
      else empty("The list of series could not be fetched. Try again in a moment.");
      panel.hidden = !options.length && !count.textContent;
      if (is_header && !input.value.trim() && !options.length) panel.hidden = true;
      // On a phone, and in another site's frame, the list fills the screen.
      const is_sheet = window.innerWidth <= NARROW_PX || "embed" in document.documentElement.dataset;
      box.toggleAttribute("data-sheet", is_sheet && !panel.hidden);
      close_button.hidden = panel.hidden || !is_sheet;
      if (is_header) head.hidden = close_button.hidden;
      input.setAttribute("aria-expanded", String(!panel.hidden && options.length > 0));
    };

    const copy = async (entry, element) => {
      await app.copy(command(entry.code));
      announce(`Copied: ${command(entry.code)}`);
      element.querySelector(".chip").textContent = "Copied";
    };
    const choose = ({ entry, element } = {}) => {
      if (!entry || element.getAttribute("aria-disabled")) return;
      if (entry.kind === "catalogue") return void copy(entry, element);
      if (entry.kind === "topic") {
        input.value = entry.title;
        return void open();
      }
      if (entry.kind === "series") remember(entry.code);
      known.set(entry.code, entry);
      if (is_header) {
        input.value = "";
        close();
        app.places.choose(entry);
        return;
      }
      close();
      show(entry); // the address changes later: of the map, once its file is there
      live.textContent = `${entry.title} selected`;
      const event = new CustomEvent("finder-choice", { cancelable: true, detail: entry });
      if (box.dispatchEvent(event)) app.address.go({ [choice]: entry.code === defaults[choice] ? null : entry.code });
    };

    const last = () => options.length - 1;
    const KEYS = {
      ArrowDown: () => mark(active >= last() ? 0 : active + 1),
      ArrowUp: () => mark(active <= 0 ? last() : active - 1),
      PageDown: () => mark(Math.min(active + PAGE, last())),
      PageUp: () => mark(Math.max(active - PAGE, 0)),
      Home: () => mark(0),
      End: () => mark(last()),
    };
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const is_open = !panel.hidden;
      if (event.key === "Escape") {
        if (box.hasAttribute("data-open")) close();
        else if (is_header) { input.value = ""; input.blur(); }
        event.stopPropagation();
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (is_open) choose(options[active]);
        else if (!is_header) open();
      } else if (["ArrowDown", "ArrowUp"].includes(event.key) && !is_open) {
        event.preventDefault();
        open();
      } else if (is_open && options.length && KEYS[event.key] && !event.shiftKey) {
        event.preventDefault();
        KEYS[event.key]();
      }
    });
    input.addEventListener("input", open);
    input.addEventListener("focus", () => {
      if (is_header) return void open();
      input.select();
      app.index.load().catch(() => null); // `open` says so
    });
    input.addEventListener("click", () => { if (panel.hidden) open(); });
    input.addEventListener("blur", close);
    input.addEventListener("change", (event) => event.stopPropagation()); // the map's form listens to its menus
    // Pressing an entry must not move the focus, which would close the list before the click.
    panel.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const pressed = event.target.closest("[role=option]");
      choose(options.find(({ element }) => element === pressed));
    });
    close_button.addEventListener("pointerdown", (event) => event.preventDefault());
    close_button.addEventListener("click", () => { close(); input.blur(); });
    window.addEventListener("address", show_value);
  };

  for (const box of document.querySelectorAll(".finder")) begin(box);
}

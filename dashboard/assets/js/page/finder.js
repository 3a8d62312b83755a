// Search fields for series, places and measures: the combobox with a list of WAI-ARIA 1.2. A field shows what the
// address selects; what is chosen in it goes into the address. dashboard/state/finders.py says what each offers.
//
// An element of class "finder" gets an event "finder-choice" with the entry; who prevents its default acts for it.
// Before, it gets "finder-point" with an entry that has had the pointer for a moment, or has been marked for one.
{
  const MOST = 60, WAIT_MS = 200, FEWEST_LETTERS = 3, NARROW_PX = 600;
  const { remember, command, grouped, heading_of, counted, offered, matching, other_name, of_topic } = app.entries;
  const defaults = JSON.parse(document.getElementById("defaults")?.textContent ?? "{}");
  const live = document.getElementById("live");
  const known = new Map(); // titles and units of codes that this page has shown

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
    const is_of_places = !is_header && offers.includes("places");
    const is_upper = (code) => is_of_places || code.includes(".");
    const normal = (code) => (is_upper(code) ? code.toUpperCase() : code.toLowerCase());
    const initial = { title: input.value, unit: unit?.textContent ?? "" };
    for (const entry of others) known.set(entry.code, entry);
    const point = (entry) => box.dispatchEvent(new CustomEvent("finder-point", { detail: entry }));
    const results = app.entry_list(input, list, is_header, point);
    let asked = 0, waits = 0, opening = Promise.resolve();

    // What the address selects; of the map, the indicator where it shows one.
    const asked_for = () => {
      const query = new URLSearchParams(window.location.search);
      const of = (name) => normal(query.get(name) ?? defaults[name] ?? "");
      return of(choice) === "indicator" ? of("indicator") : of(choice);
    };
    // As served: an old code in the address, or one that is not among the figures, is not the one that is shown.
    // A static page was served for the defaults.
    const served = app.address.isStatic ? [first] : [first, asked_for()];
    if (!is_header) for (const code of served) known.set(code, initial);
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
      results.mark(-1);
      for (const name of ["data-open", "data-sheet"]) box.removeAttribute(name);
      input.setAttribute("aria-expanded", "false");
      show_value();
    };
    const announce = (text) => {
      count.textContent = text;
      live.textContent = text;
    };

    const empty = (text) => {
      results.draw([]);
      announce(text);
    };

    const search = (index) => {
      const typed = app.index.fold(input.value);
      const is_untouched = !is_header && input.value === input.title;
      if (!typed || is_untouched) {
        const groups = offered(index, { is_header, offers, others });
        results.draw(groups);
        const series = groups.flatMap(([, entries]) => entries).length;
        const what = is_of_places ? "countries and regions" : "suggestions";
        if (!is_header) count.textContent = `${series} ${what}. Type words or a code.`;
        results.mark(-1);
        return null;
      }
      const is_topic = offers.includes("series") && index.topics.some((topic) => app.index.fold(topic) === typed);
      const kinds = [...new Set([...offers, "absent"])];
      const of_words = () => index.find(input.value, kinds);
      const { found, match } = is_topic ? { found: of_topic(index, typed), match: "words" } : of_words();
      const all = [...matching(others, typed), ...found];
      const shown = all.slice(0, is_topic ? all.length : MOST);
      results.draw(grouped(shown, heading_of), (entry) => other_name(typed, entry));
      const more = all.length > results.options.length ? `, the first ${MOST} shown` : "";
      const summary = `${counted(all.filter(({ kind }) => kind !== "absent").length, "result")}${more}`;
      announce(all.length ? summary : "No results. Try a shorter part of the name, or a code.");
      // What is only like the words is not marked before the catalogue has been asked for the words themselves.
      const is_sure = match === "words" || all.length > found.length;
      results.mark(all.length && is_sure ? 0 : -1);
      return ask_catalogue(input.value, index, summary, is_sure).then((is_better) => {
        if (match === "typos" && is_better === false && results.active < 0) results.mark(0);
      });
    };
    // Everything that the World Bank lists is asked of the server, after what is in the figures. Resolves to whether it
    // has the very words where the figures have not, and comes first; to null once another search has begun.
    const ask_catalogue = async (text, index, summary, is_sure) => {
      clearTimeout(waits);
      const mine = (asked += 1);
      const hasServer = !app.address.isStatic;
      if (!hasServer || text.trim().length < FEWEST_LETTERS || !offers.includes("series")) return false;
      await new Promise((resolve) => { waits = setTimeout(resolve, WAIT_MS); });
      const answer = await fetch(`search?q=${encodeURIComponent(text)}`).catch(() => null);
      const found = answer?.ok ? await answer.json().catch(() => null) : null;
      if (mine !== asked) return null;
      const listed = found?.results.filter(({ code }) => !index.entry(code)) ?? [];
      if (!listed.length) return false; // without a server, or a catalogue, there is nothing to add
      const marked = results.marked?.entry, shown = results.options.map(({ entry }) => entry);
      const typed = app.index.fold(text);
      const outside = listed.map(({ code, name, database }) =>
        ({ kind: "catalogue", code, title: name, hint: database, others: [] }));
      const is_better = !is_sure && listed.some((one) => index.has_words(Object.values(one).join(" "), text));
      const groups = grouped(is_better ? [...outside, ...shown] : [...shown, ...outside], heading_of);
      if (is_better) groups.unshift(groups.pop());
      results.draw(groups, (entry) => other_name(typed, entry));
      announce(`${summary}; ${found.total.toLocaleString("en")} more in the World Bank’s catalogue`);
      results.mark(results.options.findIndex(({ entry }) => entry === marked));
      input.setAttribute("aria-expanded", "true");
      return is_better;
    };

    const fill = async () => {
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
      const searched = index ? search(index) : null;
      if (!index) empty("The list could not be loaded. Try again in a moment.");
      panel.hidden = !results.options.length && !count.textContent;
      if (is_header && !input.value.trim() && !results.options.length) panel.hidden = true;
      // On a phone, and in another site's frame, the list fills the screen.
      const is_sheet = window.innerWidth <= NARROW_PX || "embed" in document.documentElement.dataset;
      box.toggleAttribute("data-sheet", is_sheet && !panel.hidden);
      close_button.hidden = panel.hidden || !is_sheet;
      if (is_header) head.hidden = close_button.hidden;
      input.setAttribute("aria-expanded", String(!panel.hidden && results.options.length > 0));
      await searched;
    };

    const open = () => { opening = fill(); };

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
        document.getElementById("main").focus({ preventScroll: true }); // so that the next "/" searches again
        app.places.choose(entry);
        return;
      }
      close();
      show(entry); // the address changes later: of the map, once its file is there
      live.textContent = `${entry.title} selected`;
      const event = new CustomEvent("finder-choice", { cancelable: true, detail: entry });
      if (box.dispatchEvent(event)) app.address.go({ [choice]: entry.code === defaults[choice] ? null : entry.code });
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
        // Typing may be faster than the list of results: what it marks is chosen once it is there.
        const asked_of = opening, is_last = () => asked_of === opening && !panel.hidden;
        if (is_open || is_header) opening.then(() => { if (is_last()) choose(results.marked); });
        else open();
      } else if (["ArrowDown", "ArrowUp"].includes(event.key) && !is_open) {
        event.preventDefault();
        open();
      } else if (is_open && results.options.length && results.keys[event.key] && !event.shiftKey) {
        event.preventDefault();
        results.keys[event.key]();
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
    list.addEventListener("click", (event) => choose(results.option_at(event)));
    close_button.addEventListener("pointerdown", (event) => event.preventDefault());
    close_button.addEventListener("click", () => { close(); input.blur(); });
    window.addEventListener("address", show_value);
    if (app.address.isStatic) show_value();
  };

  for (const box of document.querySelectorAll(".finder")) begin(box);
}

// Search box: a combobox as in WAI-ARIA 1.2, over the list that is in the page. Typing sends nothing to the server.
// Other scripts: `app.places.all` (entries), `app.places.choose(entry)`.
{
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  const MOST = 8;
  const LETTERS = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i", "&": " and " };

  // Lower case, without accents and punctuation; "St." is "Saint", a subscript is a digit.
  const fold = (text) =>
    text.toLowerCase().replace(/[øłđðþßæœı&]/g, (letter) => LETTERS[letter]).normalize("NFKD")
      .replace(/[\u0300-\u036f'’.]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim().replace(/\bst\b/g, "saint");

  // Damerau-Levenshtein distance: letters to change, remove, add or swap. More than `most` where lengths differ by
  // more.
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [], last = [...Array(other.length + 1).keys()];
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      for (let j = 1; j <= other.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] !== other[j - 1]));
        const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
        if (isSwapped) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, last] = [last, row];
    }
    return last[other.length];
  };

  // How well a name matches the text, 0 best; null if not. A typo costs more than any exact part of a name.
  const fit = (typed, name) => {
    if (name === typed) return 0;
    if (name.startsWith(typed)) return 1;
    if (` ${name}`.includes(` ${typed}`)) return 2;
    if (typed.length > 2 && name.includes(typed)) return 4;
    const most = typed.length > 7 ? 2 : typed.length > 3 ? 1 : 0;
    const starts = [name, ...name.split(" ")].flatMap((word) => [word, word.slice(0, typed.length)]);
    const typos = most && Math.min(...starts.map((word) => distance(typed, word, most)));
    return most && typos <= most ? 4 + typos : null;
  };

  const rank = (typed, entry) => {
    const own = entry.names.map((name) => fit(typed, name));
    const others = entry.others.map((name) => fit(typed, name)).map((score) => score && score + 0.5);
    const scores = [...own, ...others].filter((score) => score !== null);
    const behind = entry.kind === "absent" ? 0.25 : 0; // of two as good, the one that can be shown
    return scores.length ? Math.min(...scores) + behind : null;
  };

  if (input) {
    const listed = JSON.parse(document.getElementById("names").textContent);
    const all = listed.map(([kind, code, name, hint, others, walk]) => ({
      kind, code, name, hint, walk, others: others.map(fold), names: [fold(name), fold(code)], spellings: others,
    }));
    let results = [], active = -1;

    // Before anything is typed: the country of the browser's language, if it names one. No service is asked where the
    // reader is.
    const own = (() => {
      const region = navigator.language.match(/-([A-Z]{2})(?![A-Za-z])/)?.[1]; // of "zh-Hant-TW", and of "en-US@posix"
      return all.find((entry) => entry.walk > 0 && region && entry.spellings[0] === region);
    })();

    const find = (text) => {
      const typed = fold(text);
      if (!typed) return own ? [own] : [];
      const ranked = all.map((entry, order) => ({ entry, order, score: rank(typed, entry) }));
      return ranked.filter(({ score }) => score !== null)
        .sort((a, b) => a.score - b.score || a.order - b.order).slice(0, MOST).map(({ entry }) => entry);
    };

    // The other spelling by which a name was found; empty if by its own.
    const otherSpelling = (entry, typed) => {
      const matches = (name) => ` ${name}`.includes(` ${typed}`);
      if (entry.names.some(matches)) return "";
      return entry.spellings.find((_, at) => matches(entry.others[at])) ?? "";
    };

    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (at) => {
      active = at;
      [...list.children].forEach((item, row) => item.setAttribute("aria-selected", String(row === at)));
      if (at < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", `found-${at}`);
      list.children[at]?.scrollIntoView({ block: "nearest" });
    };
    const item = (row, name, hint) => {
      const element = document.createElement("li");
      Object.assign(element, { id: `found-${row}`, role: "option" });
      element.setAttribute("aria-selected", "false");
      const title = document.createElement("span");
      title.textContent = name;
      const small = document.createElement("small");
      small.textContent = hint;
      element.append(title, small);
      return element;
    };
    const open = () => {
      const typed = fold(input.value);
      results = find(input.value);
      list.replaceChildren(...results.map((entry, row) => {
        if (!typed) return item(row, entry.name, "by your browser’s language");
        const other = otherSpelling(entry, typed);
        const isOther = other && fold(other) !== fold(entry.name);
        return item(row, entry.name, isOther ? `${other} · ${entry.hint}` : entry.hint);
      }));
      if (typed && !results.length) {
        const none = item(0, "Nothing here is called so.", "Try a shorter part of the name, or an ISO code.");
        none.setAttribute("aria-disabled", "true");
        list.replaceChildren(none);
      }
      list.hidden = !list.children.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(typed && results.length ? 0 : -1);
    };
    const choose = (entry) => {
      if (!entry) return;
      input.value = "";
      close();
      app.places.choose(entry);
    };

    input.addEventListener("input", open);
    input.addEventListener("focus", open);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const count = results.length;
      if (event.key === "Escape") {
        list.hidden ? (input.value = "", input.blur()) : close();
        event.stopPropagation();
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (!list.hidden) choose(results[active]);
      } else if (["ArrowDown", "ArrowUp"].includes(event.key)) {
        event.preventDefault();
        if (list.hidden) open();
        else if (count && event.key === "ArrowDown") mark((active + 1) % count);
        else if (count) mark((Math.max(active, 0) - 1 + count) % count);
      }
    });
    // Pressing an entry must not move the focus, which would close the list before the click.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => choose(results[[...list.children].indexOf(event.target.closest("li"))]));

    const FOLLOW = ["explore", "data"]; // views that show the country; a result found in any other opens Explore
    app.places = {
      all,
      choose: (entry, announcement = `${entry.name} is chosen`) => {
        if (entry.kind === "absent") { // listed with its reason under "Every series"
          app.address.go({ view: "data" });
          return;
        }
        const view = new URLSearchParams(window.location.search).get("view")?.toLowerCase() ?? "explore";
        document.getElementById("live").textContent = announcement;
        app.address.go({ [entry.kind]: entry.code, ...(FOLLOW.includes(view) ? {} : { view: null }) });
      },
    };

    // Random country: an economy, never the present one or the one before.
    const die = document.getElementById("lucky");
    let last = null;
    die.addEventListener("click", () => {
      const shown = new URLSearchParams(window.location.search).get("country")?.toUpperCase();
      const others = all.filter((entry) => entry.walk === 2 && entry.code !== shown && entry.code !== last);
      const drawn = others[Math.floor(Math.random() * others.length)];
      last = drawn.code;
      die.classList.remove("thrown");
      void die.offsetWidth; // so that the animation starts again
      die.classList.add("thrown");
      app.places.choose(drawn, `Chance chose ${drawn.name}`);
    });
  }
}

// The search box: a combobox as WAI-ARIA 1.2 describes it, over the list that is in the page. Typing asks no server.
// Other scripts: `places.all` (entries), `places.choose(code)`.
{
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  const MOST = 8;
  const LETTERS = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i", "&": " and " };

  // Lower case, without accents and signs; "St." is "Saint", a subscript is a digit.
  const fold = (text) =>
    text.toLowerCase().replace(/[øłđðþßæœı&]/g, (letter) => LETTERS[letter]).normalize("NFKD")
      .replace(/[\u0300-\u036f'’.]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim().replace(/\bst\b/g, "saint");

  // Letters to change, leave out, add or swap to make one word of the other; stops counting above `most`.
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [], last = [...Array(other.length + 1).keys()];
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      for (let j = 1; j <= other.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] !== other[j - 1]));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, last] = [last, row];
    }
    return last[other.length];
  };

  // How well a name fits what was typed, 0 best; null if it does not. A typo costs more than any exact part of a name.
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
    const others = entry.others.map((name) => fit(typed, name)).map((found) => (found === null || found === 0 ? found : found + 0.5));
    const found = [...own, ...others].filter((score) => score !== null);
    return found.length ? Math.min(...found) : null;
  };

  if (input) {
    const all = JSON.parse(document.getElementById("names").textContent).map(([kind, code, name, hint, others, walk]) => ({
      kind, code, name, hint, walk, others: others.map(fold), names: [fold(name), fold(code)], said: others,
    }));
    let found = [], active = -1;

    // Before anything is typed: the reader's own country, if the browser's language names one. Nobody is asked where
    // the reader is.
    const own = (() => {
      const region = navigator.language.match(/-([A-Z]{2})(?![A-Za-z])/)?.[1]; // of "zh-Hant-TW", and of "en-US@posix"
      return all.find((entry) => entry.walk > 0 && region && entry.said[0] === region);
    })();

    const find = (text) => {
      const typed = fold(text);
      if (!typed) return own ? [own] : [];
      return all.map((entry, order) => ({ entry, order, score: rank(typed, entry) })).filter(({ score }) => score !== null)
        .sort((a, b) => a.score - b.score || a.order - b.order).slice(0, MOST).map(({ entry }) => entry);
    };

    // A name found by another spelling says which.
    const because = (entry, typed) =>
      entry.names.some((name) => ` ${name}`.includes(` ${typed}`)) ? "" : entry.said.find((_, at) => ` ${entry.others[at]}`.includes(` ${typed}`)) ?? "";

    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (at) => {
      active = at;
      [...list.children].forEach((item, row) => item.setAttribute("aria-selected", String(row === at)));
      at < 0 ? input.removeAttribute("aria-activedescendant") : input.setAttribute("aria-activedescendant", `found-${at}`);
      list.children[at]?.scrollIntoView({ block: "nearest" });
    };
    const item = (row, name, hint) => {
      const element = document.createElement("li");
      Object.assign(element, { id: `found-${row}`, role: "option" });
      element.setAttribute("aria-selected", "false");
      const said = document.createElement("span");
      said.textContent = name;
      const why = document.createElement("small");
      why.textContent = hint;
      element.append(said, why);
      return element;
    };
    const open = () => {
      const typed = fold(input.value);
      found = find(input.value);
      list.replaceChildren(...found.map((entry, row) => {
        if (!typed) return item(row, entry.name, "by your browser’s language");
        const other = because(entry, typed);
        return item(row, entry.name, other && fold(other) !== fold(entry.name) ? `${other} · ${entry.hint}` : entry.hint);
      }));
      if (typed && !found.length) {
        const none = item(0, "Nothing here is called so.", "Try a shorter part of the name, or an ISO code.");
        none.setAttribute("aria-disabled", "true");
        list.replaceChildren(none);
      }
      list.hidden = !list.children.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(typed && found.length ? 0 : -1);
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
      const count = found.length;
      if (event.key === "Escape") {
        list.hidden ? (input.value = "", input.blur()) : close();
        event.stopPropagation();
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (!list.hidden) choose(found[active]);
      } else if (["ArrowDown", "ArrowUp"].includes(event.key)) {
        event.preventDefault();
        if (list.hidden) open();
        else if (count) mark(event.key === "ArrowDown" ? (active + 1) % count : (Math.max(active, 0) - 1 + count) % count);
      }
    });
    // Pressing an entry must not take the focus from the field, which would close the list before the click.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => choose(found[[...list.children].indexOf(event.target.closest("li"))]));

    const FOLLOW = ["explore", "data"]; // views that show the country chosen; from any other, a find leads to the first
    app.places = {
      all,
      choose: (entry, said = `${entry.name} is chosen`) => {
        const view = new URLSearchParams(window.location.search).get("view")?.toLowerCase() ?? "explore";
        document.getElementById("live").textContent = said;
        app.address.go({ [entry.kind]: entry.code, ...(FOLLOW.includes(view) ? {} : { view: null }) });
      },
    };

    // The die: another economy each time, never the one shown or the one before.
    const die = document.getElementById("lucky");
    let last = null;
    die.addEventListener("click", () => {
      const shown = new URLSearchParams(window.location.search).get("country")?.toUpperCase();
      const others = all.filter((entry) => entry.walk === 2 && entry.code !== shown && entry.code !== last);
      const drawn = others[Math.floor(Math.random() * others.length)];
      last = drawn.code;
      die.classList.remove("thrown");
      void die.offsetWidth; // so that the animation starts anew
      die.classList.add("thrown");
      app.places.choose(drawn, `Chance chose ${drawn.name}`);
    });
  }
}

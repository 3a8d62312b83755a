// The list of a search field: groups of entries, of which one is marked. page/finder.js fills it and chooses from it.
{
  const PAGE = 8, POINT_MS = 80, TYPED_MS = 200;
  const { make, option_of } = app.entries;

  // A field's list: `options` are its entries in order, with their elements; `active` is the index of the one
  // that is marked, -1 without one. `point` gets an entry that has had the pointer for a moment, or has been marked for
  // one; longer while a reader types, as each letter marks another.
  const entry_list = (input, list, is_header, point) => {
    let options = [], active = -1, stays = 0;
    const stay = (entry, wait_ms) => {
      clearTimeout(stays);
      stays = setTimeout(() => point(entry), wait_ms);
    };
    const option_at = ({ target }) => {
      const at = target.closest("[role=option]");
      return options.find(({ element }) => element === at);
    };
    const mark = (at, wait_ms = TYPED_MS) => {
      clearTimeout(stays);
      list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
      active = at;
      const option = options[at]?.element;
      if (!option) return input.removeAttribute("aria-activedescendant");
      stay(options[at].entry, wait_ms);
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      const group = option.parentNode, is_first = group.querySelector("[role=option]") === option;
      (is_first ? group : option).scrollIntoView({ block: "nearest" });
    };
    const draw = (groups, note_of = () => "") => {
      options = [];
      list.replaceChildren(...groups.map(([title, entries], at) => {
        const id = `${list.id}-group-${at}`;
        const top = make("div", { id, className: "finder-topic", textContent: title });
        top.setAttribute("role", "presentation");
        const group = make("div", {}, top, ...entries.map((entry) => {
          const element = option_of(`${list.id}-${options.length}`, entry, note_of(entry), is_header);
          options.push({ element, entry });
          return element;
        }));
        group.setAttribute("role", "group");
        group.setAttribute("aria-labelledby", id);
        return group;
      }));
    };
    const last = () => options.length - 1;
    const go_to = (at) => mark(at, POINT_MS);
    const keys = {
      ArrowDown: () => go_to(active >= last() ? 0 : active + 1),
      ArrowUp: () => go_to(active <= 0 ? last() : active - 1),
      PageDown: () => go_to(Math.min(active + PAGE, last())),
      PageUp: () => go_to(Math.max(active - PAGE, 0)),
      Home: () => go_to(0),
      End: () => go_to(last()),
    };
    list.addEventListener("pointerover", (event) => {
      const over = option_at(event);
      if (over) stay(over.entry, POINT_MS);
    });
    return {
      draw, mark, keys, option_at,
      get options() { return options; },
      get active() { return active; },
      get marked() { return options[active]; },
    };
  };

  app.entry_list = entry_list;
}

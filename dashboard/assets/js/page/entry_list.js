// The list of a search field: groups of entries, of which one is marked. page/finder.js fills it and chooses from it.
{
  const PAGE = 8;
  const { make, option_of } = app.entries;

  // A field's list: `options` are its entries in order, with their elements; `active` is the index of the one
  // that is marked, -1 without one.
  const entry_list = (input, list, is_header) => {
    let options = [], active = -1;
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
    const keys = {
      ArrowDown: () => mark(active >= last() ? 0 : active + 1),
      ArrowUp: () => mark(active <= 0 ? last() : active - 1),
      PageDown: () => mark(Math.min(active + PAGE, last())),
      PageUp: () => mark(Math.max(active - PAGE, 0)),
      Home: () => mark(0),
      End: () => mark(last()),
    };
    return {
      draw, mark, keys,
      get options() { return options; },
      get active() { return active; },
      get marked() { return options[active]; },
    };
  };

  app.entry_list = entry_list;
}

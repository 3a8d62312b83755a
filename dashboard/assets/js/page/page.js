// Services of the page: loading notices, links to the view, copying, sorting, printing. Clicks are handled on the
// document, as texts are replaced when they change.
{
  const main = document.getElementById("main");
  const live = document.getElementById("live");
  const defaults = JSON.parse(document.getElementById("defaults")?.textContent ?? "{}");

  // Every choice, defaults too, so that the link means the same if these change.
  const choices = () => ({ ...defaults, ...Object.fromEntries(new URLSearchParams(window.location.search)) });
  const link = () => {
    const query = new URLSearchParams(choices());
    query.delete("embed"); // says where the page is, not what it shows
    return `${window.location.origin}${window.location.pathname}?${query.toString().replaceAll("%7E", "~")}`;
  };

  const copy = async (text) => {
    try {
      return await navigator.clipboard.writeText(text);
    } catch {
      // there is no clipboard without https, and a frame may not use it
    }
    const focused = document.activeElement;
    const field = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    focused?.focus();
  };
  app.copy = copy;
  const confirm = (button, text) => {
    live.textContent = text;
    const before = (button.dataset.label ??= button.textContent);
    button.textContent = text;
    setTimeout(() => { button.textContent = before; }, 2_000);
  };

  const sort = (button) => {
    const head = button.closest("th"), table = button.closest("table"), body = table.tBodies[0];
    const isUp = head.getAttribute("aria-sort") !== "ascending";
    const at = head.cellIndex, isNumber = head.classList.contains("number");
    const key = (row) => row.cells[at].dataset.value ?? row.cells[at].textContent;
    const compare = isNumber ? (a, b) => Number(a) - Number(b) : (a, b) => a.localeCompare(b, "en");
    const rows = [...body.rows].map((row) => [key(row), row]);
    // Rows without a value come last in both orders.
    rows.sort(([a], [b]) => (a === "") - (b === "") || (isUp ? compare(a, b) : compare(b, a)));
    body.append(...rows.map(([, row]) => row));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
    live.textContent = `Sorted by ${button.textContent}, ${isUp ? "smallest" : "largest"} first`;
  };

  // Paper is light. The server colours the charts, so a dark page is made light first.
  const theme = () => new URLSearchParams(window.location.search).get("theme")?.toLowerCase();
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => theme() === "dark" || (theme() !== "light" && system.matches);
  const print = () => {
    if (!isDark()) return window.print();
    const chosen = theme() ?? null;
    window.addEventListener("afterprint", () => app.address.go({ theme: chosen }), { once: true });
    app.address.go({ theme: "light" });
    setTimeout(function wait() { app.parts.areDrawn() ? window.print() : setTimeout(wait, 100); }, 600);
  };

  // What is copied from a table are numbers: a true minus and thousands separators are for readers only.
  const NUMBER = /^[−+-]?[\d,]+(\.\d+)?$/;
  const plain = (cell) =>
    (NUMBER.test(cell.trim()) ? cell.replace("−", "-").replaceAll(",", "").replace("+", "") : cell);
  document.addEventListener("copy", (event) => {
    const selection = document.getSelection();
    const node = selection.anchorNode, around = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
    if (!around?.closest("table")) return;
    const lines = selection.toString().split("\n").map((line) => line.split("\t").map(plain).join("\t"));
    event.clipboardData.setData("text/plain", lines.join("\n"));
    event.preventDefault();
  });

  const ACTS = {
    link: (button) => copy(link()).then(() => confirm(button, "Link copied")),
    copy: (button) => {
      const { textContent } = document.getElementById(button.dataset.of);
      copy(textContent).then(() => confirm(button, "Copied"));
    },
    sort,
    print,
  };

  if (main && document.getElementById("defaults")) {
    document.addEventListener("click", (event) => {
      const path = event.composedPath();
      const button = path.find((node) => node.dataset?.act);
      if (button && ACTS[button.dataset.act]) return ACTS[button.dataset.act](button);
      // A link that changes choices is followed without loading the page; in a new tab it is a plain link.
      const link = path.find((node) => node.dataset?.choose);
      const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
      if (!link || !isPlain || !app.address.isThere()) return;
      event.preventDefault();
      app.address.go(Object.fromEntries(new URLSearchParams(link.dataset.choose)));
      window.scrollTo({ top: 0 });
    });

    const full = document.querySelector("a[data-whole]");
    // The server refuses a file's unknown parameters; the page ignores its own.
    const { follows = {} } = JSON.parse(document.getElementById("code")?.textContent ?? "{}");
    const known = new Set([...Object.keys(defaults), ...Object.values(follows).join(" ").split(" ")]);
    const follow = () => {
      const kept = [...new URLSearchParams(window.location.search)].filter(([name]) => known.has(name));
      const search = new URLSearchParams(kept).toString().replaceAll("%7E", "~");
      if (full) full.href = link();
      for (const file of document.querySelectorAll("a[data-file]")) {
        file.href = `download/${file.dataset.file}${search && `?${search}`}`;
      }
      for (const brief of document.querySelectorAll("a[data-brief]")) {
        brief.href = brief.href.replace(/[^/]+$/, choices().country.toUpperCase());
      }
      for (const choice of document.querySelectorAll("a[data-choose]")) {
        choice.href = app.address.changed(Object.fromEntries(new URLSearchParams(choice.dataset.choose)));
      }
    };
    window.addEventListener("address", follow);
    follow();

    // A view shows its loading notice until the server has filled one of its places.
    const isFilled = (view) => view.querySelector("[data-text]") !== null;
    const wait = () => {
      const empty = [...document.querySelectorAll(".view:not([data-filled])")].filter((view) => !view.hidden);
      for (const view of empty) if (isFilled(view)) view.dataset.filled = "";
      if (empty.some((view) => !("filled" in view.dataset))) requestAnimationFrame(wait);
    };
    window.addEventListener("address", () => requestAnimationFrame(wait));
    wait();

    // On paper, all sources are shown.
    const more = document.querySelector("footer details");
    let wasOpen = false;
    window.addEventListener("afterprint", () => { if (more) more.open = wasOpen; });
    window.addEventListener("beforeprint", () => {
      if (more) [wasOpen, more.open] = [more.open, true];
      document.getElementById("paper-link").textContent = link();
      document.documentElement.style.setProperty("--screen-px", main.clientWidth);
      document.documentElement.dataset.paper = `${main.clientWidth > 980 ? "wide" : ""} ${isDark() ? "dark" : ""}`;
    });
    Object.assign(app.address, { link, choices });
  }
}

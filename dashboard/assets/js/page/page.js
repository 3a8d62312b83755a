// Small services of the frame: places that wait to be filled, links and buttons that take the view along, sorting,
// printing. Clicks are heard on the document, as much of the page lies in shadow trees and may be made anew.
{
  const main = document.getElementById("main");
  const live = document.getElementById("live");
  const defaults = JSON.parse(document.getElementById("defaults")?.textContent ?? "{}");

  // Every choice, those at their default too: whatever the defaults will be one day, it shows the same.
  const choices = () => ({ ...defaults, ...Object.fromEntries(new URLSearchParams(window.location.search)) });
  const link = () => {
    const query = new URLSearchParams(choices());
    query.delete("embed"); // where this page stands, not what it shows
    return `${window.location.origin}${window.location.pathname}?${query.toString().replaceAll("%7E", "~")}`;
  };

  const copy = async (text) => {
    try {
      return await navigator.clipboard.writeText(text);
    } catch {
      // a page without https has none, and one in a frame may not use it
    }
    const field = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };
  const say = (button, text) => {
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
    // What has no value comes last, whichever way.
    rows.sort(([a], [b]) => (a === "") - (b === "") || (isUp ? compare(a, b) : compare(b, a)));
    body.append(...rows.map(([, row]) => row));
    for (const other of table.tHead.rows[0].cells) other === head ? head.setAttribute("aria-sort", isUp ? "ascending" : "descending") : other.removeAttribute("aria-sort");
    live.textContent = `Sorted by ${button.textContent}, ${isUp ? "smallest" : "largest"} first`;
  };

  // On paper everything is light. The charts' colours are the server's, so a dark page is made light first.
  const theme = () => new URLSearchParams(window.location.search).get("theme")?.toLowerCase();
  const isDark = () => theme() === "dark" || (theme() !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  const print = () => {
    if (!isDark()) return window.print();
    const chosen = theme() ?? null;
    window.addEventListener("afterprint", () => app.address.go({ theme: chosen }), { once: true });
    app.address.go({ theme: "light" });
    setTimeout(function wait() { app.parts.areDrawn() ? window.print() : setTimeout(wait, 100); }, 600);
  };

  const ACTS = {
    link: (button) => copy(link()).then(() => say(button, "Link copied")),
    copy: (button) => copy(button.getRootNode().getElementById(button.dataset.of).textContent).then(() => say(button, "Copied")),
    sort,
    print,
  };

  if (main && document.getElementById("defaults")) {
    document.addEventListener("click", (event) => {
      const path = event.composedPath();
      const button = path.find((node) => node.dataset?.act);
      if (button && ACTS[button.dataset.act]) return ACTS[button.dataset.act](button);
      // A link that sets choices: followed in place, and a link all the same for whoever opens it elsewhere.
      const way = path.find((node) => node.dataset?.choose);
      if (!way || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !app.address.isThere()) return;
      event.preventDefault();
      app.address.go(Object.fromEntries(new URLSearchParams(way.dataset.choose)));
      window.scrollTo({ top: 0 });
    });

    const whole = document.querySelector("a[data-whole]");
    const follow = () => {
      const { search } = window.location;
      if (whole) whole.href = link();
      for (const file of document.querySelectorAll("a[data-file]")) file.href = `download/${file.dataset.file}${search}`;
      for (const way of document.querySelectorAll("a[data-choose]")) {
        way.href = app.address.changed(Object.fromEntries(new URLSearchParams(way.dataset.choose)));
      }
    };
    window.addEventListener("address", follow);
    follow();

    // A view waits, and says so, until the server has filled one of its places.
    const isFilled = (view) => Bokeh.documents[0]?.roots().some((model) => model.name?.startsWith(`${view}_`));
    const wait = () => {
      const empty = [...document.querySelectorAll(".view:not([data-filled])")].filter((view) => !view.hidden);
      for (const view of empty) if (isFilled(view.id.slice("view-".length))) view.dataset.filled = "";
      if (empty.some((view) => !("filled" in view.dataset))) requestAnimationFrame(wait);
    };
    window.addEventListener("address", () => requestAnimationFrame(wait));
    wait();

    window.addEventListener("beforeprint", () => {
      document.getElementById("paper-link").textContent = link();
      document.documentElement.style.setProperty("--screen-px", main.clientWidth);
      document.documentElement.dataset.paper = `${main.clientWidth > 980 ? "wide" : ""} ${isDark() ? "dark" : ""}`;
    });
    Object.assign(app.address, { link, choices });
  }
}

// Code to copy that reads a table, or embeds the view: the server's snippets (dashboard/tables/snippets.py) with full
// URLs. Written only while their fold is open.
{
  const code = JSON.parse(document.getElementById("code")?.textContent ?? "null");

  // With all choices that the table depends on, defaults too, so that the URL means the same if these change.
  const address = (table) => {
    const chosen = app.address.choices();
    const names = code.follows[table].split(" ").filter((name) => chosen[name]);
    const query = new URLSearchParams(names.map((name) => [name, chosen[name]])).toString().replaceAll("%7E", "~");
    return new URL(`download/${table}.csv${query && `?${query}`}`, window.location).href;
  };
  const SIGNS = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };
  const escaped = (text) => text.replace(/[&"<>]/g, (sign) => SIGNS[sign]);
  const frame = () => {
    const address = new URL(app.address.link());
    address.search = address.search.replace(/&[^=&]+=(?=&|$)/g, ""); // without empty names
    return code.frame
      .replace(code.place, () => escaped(`${address}&embed=1`))
      .replace("{title}", () => escaped(document.title));
  };
  const write = (box) => {
    if (!box.open) return;
    if (box.matches(".frame")) return void (box.querySelector("pre").textContent = frame());
    const picked = (name) => box.querySelector(`[data-code=${name}]`)?.value;
    const table = picked("table") ?? app.address.choices().table;
    if (code.follows[table] === undefined) return; // a table that does not exist: a notice says so
    box.querySelector("pre").textContent = code.snippets[picked("language")].replace(code.place, () => address(table));
  };

  const boxes = document.querySelectorAll("details.code, details.frame");
  for (const box of boxes) for (const event of ["toggle", "change"]) box.addEventListener(event, () => write(box));
  if (boxes.length) window.addEventListener("address", () => boxes.forEach(write));
}

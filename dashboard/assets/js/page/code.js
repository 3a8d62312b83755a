// Code that reads the table shown, and code that shows the view in a frame: snippets of the server's
// (dashboard/snippets.py) with the address put in, as absolute as the page's own. Written while their fold is open only.
{
  const held = JSON.parse(document.getElementById("code")?.textContent ?? "null");

  // What the table depends on, the defaults too: whatever they will be one day, the address gives the same.
  const address = (table) => {
    const chosen = app.address.choices();
    const kept = held.follows[table].split(" ").filter((name) => chosen[name]).map((name) => [name, chosen[name]]);
    const query = new URLSearchParams(kept).toString().replaceAll("%7E", "~");
    return new URL(`download/${table}.csv${query && `?${query}`}`, window.location).href;
  };
  const SIGNS = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };
  const escaped = (text) => text.replace(/[&"<>]/g, (sign) => SIGNS[sign]);
  const frame = () => {
    const address = new URL(app.address.link());
    address.search = address.search.replace(/&[^=&]+=(?=&|$)/g, ""); // what is empty says nothing
    return held.frame.replace(held.place, () => escaped(`${address}&embed=1`)).replace("{title}", () => escaped(document.title));
  };
  const write = (box) => {
    if (!box.open) return;
    if (box.matches(".frame")) return void (box.querySelector("pre").textContent = frame());
    const picked = (name) => box.querySelector(`[data-code=${name}]`)?.value;
    const table = picked("table") ?? app.address.choices().table;
    if (held.follows[table] === undefined) return; // an address of somebody's own making: a notice says so
    box.querySelector("pre").textContent = held.snippets[picked("language")].replace(held.place, () => address(table));
  };

  const boxes = document.querySelectorAll("details.code, details.frame");
  for (const box of boxes) for (const event of ["toggle", "change"]) box.addEventListener(event, () => write(box));
  if (boxes.length) window.addEventListener("address", () => boxes.forEach(write));
}

// Navigation: the view in the address becomes visible at once, with what the page has of it. The server follows the
// address, too, and fills a view that is opened for the first time.
{
  const links = [...document.querySelectorAll("nav a[data-view]")];
  const first = links[0]?.dataset.view;

  const named = () => new URLSearchParams(window.location.search).get("view")?.toLowerCase();
  const changes = (link) => ({ view: link.dataset.view === first ? null : link.dataset.view });

  const show = () => {
    const shown = links.find((link) => link.dataset.view === named()) ?? links[0];
    const before = links.find((link) => link.getAttribute("aria-current"));
    if (shown !== before) document.getElementById("live").textContent = `${shown.textContent} view`;
    for (const link of links) {
      link === shown ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
      link.href = app.address.changed(changes(link)) || window.location.pathname;
      document.getElementById(`view-${link.dataset.view}`).hidden = link !== shown;
    }
  };

  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !app.address.isThere()) return;
      event.preventDefault();
      app.address.go(changes(link));
    });
  }
  window.addEventListener("address", show);
  if (links.length) show();
}

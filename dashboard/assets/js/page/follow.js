// What follows the address: the document's title, for history, tabs and screen readers, and keys of optional lines
// (data-when="era5" is visible while the address has era5=1).
{
  const title = document.title;
  const named = () => new URLSearchParams(window.location.search).get("country")?.toUpperCase();
  const place = () => (named() ? app.places.name(named()) : null);
  const view = () => {
    const link = document.querySelector("nav a[aria-current=page]");
    return link?.previousElementSibling ? link.textContent : null; // the first view is the page itself
  };

  const follow = () => {
    document.title = [place(), view(), title].filter(Boolean).join(" · ");
    if (named() && place() === null && !app.index.loaded) app.index.load().then(follow, () => null);
    const asked = new URLSearchParams(window.location.search);
    for (const part of document.querySelectorAll("[data-when]")) part.hidden = asked.get(part.dataset.when) !== "1";
  };

  if (document.querySelector("nav")) {
    window.addEventListener("address", follow);
    app.address.isStatic ? follow() : app.address.ready(follow);
  }
}

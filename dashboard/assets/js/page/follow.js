// Small things that follow the address: the document's title, which history, tabs and screen readers go by, and keys of
// what is drawn only where it was asked for (data-when="era5" is shown while the address has era5=1).
{
  const title = document.title;
  const named = () => new URLSearchParams(window.location.search).get("country")?.toUpperCase();
  const place = () => app.places?.all.find(({ kind, code }) => kind === "country" && code === named())?.name;
  const view = () => {
    const link = document.querySelector("nav a[aria-current=page]");
    return link?.previousElementSibling ? link.textContent : null; // the first is what the page is
  };

  const follow = () => {
    document.title = [place(), view(), title].filter(Boolean).join(" · ");
    const asked = new URLSearchParams(window.location.search);
    for (const part of document.querySelectorAll("[data-when]")) part.hidden = asked.get(part.dataset.when) !== "1";
  };

  if (document.querySelector("nav")) {
    window.addEventListener("address", follow);
    app.address.ready(follow); // the list of places is read by then
  }
}

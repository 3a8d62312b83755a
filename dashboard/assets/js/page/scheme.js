// Light or dark: as the reader's system prefers, or as chosen. The page's colours change at once; the server is told of
// the preference, because the charts' colours are its.
{
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const choice = document.getElementById("theme");

  const tell = () => app.address.ready(() => { app.address.root("prefers_dark").active = system.matches; });
  const follow = () => {
    const named = new URLSearchParams(window.location.search).get("theme")?.toLowerCase();
    choice.value = [...choice.options].some((option) => option.value === named) ? named : "auto";
    document.documentElement.dataset.theme = choice.value;
  };

  if (choice) {
    tell();
    follow();
    system.addEventListener("change", tell);
    window.addEventListener("address", follow);
    choice.addEventListener("change", () => app.address.go({ theme: choice.value === "auto" ? null : choice.value }));
  }
}

// Light or dark theme, by the reader's system or by choice. The page's colours change at once; the server, which
// colours the charts, gets the system's preference.
{
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const choice = document.getElementById("theme");

  const send = () => app.address.ready(() => { app.address.root("prefers_dark").active = system.matches; });
  const follow = () => {
    const named = new URLSearchParams(window.location.search).get("theme")?.toLowerCase();
    choice.value = [...choice.options].some((option) => option.value === named) ? named : "auto";
    document.documentElement.dataset.theme = choice.value;
  };

  if (choice) {
    send();
    follow();
    system.addEventListener("change", send);
    window.addEventListener("address", follow);
    choice.addEventListener("change", () => app.address.go({ theme: choice.value === "auto" ? null : choice.value }));
  }
}

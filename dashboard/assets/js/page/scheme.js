// Light or dark theme, by the reader's system or by choice. The page's colours change at once; the server, which
// colours the charts, gets the system's preference. While the charts have the other theme's colours (data-charts of the
// root element), they are hidden (data-recoloured), so that no dark page shows a light chart.
{
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const choice = document.getElementById("theme");

  const theme = () => {
    const named = new URLSearchParams(window.location.search).get("theme")?.toLowerCase();
    return [...choice.options].some((option) => option.value === named) ? named : "auto";
  };
  const wanted = () => {
    const named = theme();
    return named === "auto" ? (system.matches ? "dark" : "light") : named;
  };
  const isRight = () => root.dataset.charts === wanted();
  // The server answers after it has sent the colours; without an answer the charts are shown as they are.
  const recolour = () => {
    if (app.address.isStatic || isRight() || "recoloured" in root.dataset) return; // static charts follow the style
    root.dataset.recoloured = "";
    app.address.whenHeard(async () => {
      let asked;
      do {
        asked = wanted();
        await app.connection.answers();
      } while (asked !== wanted());
      root.dataset.charts = asked;
      delete root.dataset.recoloured;
    });
  };
  const send = () => {
    app.address.ready(() => { app.address.root("prefers_dark").active = system.matches; });
    recolour();
  };
  const follow = () => {
    choice.value = theme();
    root.dataset.theme = choice.value;
    recolour();
  };

  if (choice) {
    send();
    follow();
    system.addEventListener("change", send);
    window.addEventListener("address", follow);
    choice.addEventListener("change", () => app.address.go({ theme: choice.value === "auto" ? null : choice.value }));
  }
}

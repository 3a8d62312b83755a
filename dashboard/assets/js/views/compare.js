// The view Compare: a place chosen in the search field is added to the list in the address.
{
  const field = document.getElementById("find-add-box");
  const live = document.getElementById("live");
  const compared = () => document.querySelector("#view-compare [data-compared]")?.dataset ?? { compared: "", most: 0 };

  field?.addEventListener("finder-choice", (event) => {
    event.preventDefault();
    const { code, title } = event.detail, { compared: shown, most } = compared();
    const asked = new URLSearchParams(window.location.search).get("countries") ?? shown;
    const codes = asked.toUpperCase().split("~").filter(Boolean), input = field.querySelector("input");
    input.value = input.title = "";
    if (codes.includes(code)) live.textContent = `${title} is compared already`;
    else if (codes.length >= Number(most)) live.textContent = `${most} is the maximum`;
    else app.address.go({ countries: [...codes, code].join("~") });
  });
}
// On a narrow page the chart of lines has the whole width, without names at the ends of its lines.
// The places are named above it, with their colours and dashes.
{
  const NARROW_PX = 520, NAMES_PX = 128, EDGE_PX = 12; // NAMES_PX: dashboard/charts/compare.py
  const SLOTS = [1, 2, 3, 4, 5, 6];
  const box = document.querySelector(".compare-chart");

  const fit = () => {
    const page = Bokeh.documents[0], figure = page?.get_model_by_name("compare_one");
    if (!figure || !box.clientWidth) return;
    const isNarrow = box.clientWidth < NARROW_PX;
    const room = isNarrow ? EDGE_PX : NAMES_PX;
    if (figure.min_border_right === room) return;
    for (const slot of SLOTS) page.get_model_by_name(`label${slot}`)?.setv({ visible: !isNarrow }, { sync: false });
    figure.setv({ min_border_right: room }, { sync: false });
  };

  if (box) {
    new ResizeObserver(fit).observe(box);
    new MutationObserver(fit).observe(box, { childList: true, subtree: true }); // the chart comes after its place
    app.address.ready(fit);
  }
}

// The reader's own file: sent by a request of its own, with the key of this session, which came through the websocket.
// The server shows it in this session (dashboard/server/own_file.py); its answer is a sentence.
{
  const section = document.getElementById("own-file");
  const MOST_BYTES = 2_000_000;
  const TOO_LARGE = "The file is larger than 2 MB; keep the columns and years of one series.";
  const NO_FILES = "Data of your own file are in this session only and cannot be downloaded.";
  const live = document.getElementById("live");
  const form = section?.querySelector("form"), answer = section?.querySelector(".answer");
  const query = () => Bokeh.documents[0]?.get_model_by_name("query");
  const key = () => query()?.tags[0];
  // Own series of this session, for the search fields: code, title, unit, years, number of countries.
  const follow = () => app.index.add((query().tags[1] ?? []).map(([code, title, unit, years, economies], at) =>
    ({ kind: "series", code, title, unit, topic: "Own figures", years, economies, featured: at / 100 + 0.01,
      state: "this session only", others: [] })));

  const say = (sentence, isFault = false) => {
    answer.textContent = sentence;
    answer.toggleAttribute("data-fault", isFault);
  };
  // The server has opened the map, which is at the top; the notice above it says what was read.
  const show = () => {
    say("Shown on the map.");
    document.getElementById("main").focus({ preventScroll: true });
    window.scrollTo(0, 0);
  };
  const send = async (file) => {
    if (!file) return say("Select a file first.", true);
    if (!file.size) return say("The file is empty.", true);
    if (file.size > MOST_BYTES) return say(TOO_LARGE, true);
    say("Reading the file …");
    const { title, unit } = form.elements;
    const headers = {
      "Content-Type": "text/csv",
      "X-Session-Key": key() ?? "",
      "X-Title": encodeURIComponent(title.value),
      "X-Unit": encodeURIComponent(unit.value),
    };
    try {
      const reply = await fetch("own-file", { method: "POST", headers, body: file });
      if (reply.ok) return show();
      say(reply.status === 404 ? "This server accepts no files." : (await reply.text()).trim(), true);
    } catch {
      say("Upload failed. Check that the file is readable and try again.", true);
    }
  };

  // No address leads to the figures of this session, so their files cannot be fetched.
  const refuse = (event) => {
    const link = event.composedPath().find(({ dataset, href }) => dataset?.file && href?.includes("OWN.SESSION"));
    if (!link) return;
    event.preventDefault();
    live.textContent = NO_FILES;
    const before = (link.dataset.label ??= link.textContent);
    link.textContent = "In this session only";
    setTimeout(() => { link.textContent = before; }, 2_000);
  };

  if (form) {
    document.addEventListener("click", refuse);
    app.address.ready(() => query().properties.tags.change.connect(follow));
    const { file } = form.elements;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(file.files[0]);
    });
    const over = (isOver) => section.toggleAttribute("data-over", isOver);
    section.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
    section.addEventListener("dragleave", () => over(false));
    section.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      const [dropped] = event.dataTransfer.files;
      if (dropped) file.files = event.dataTransfer.files;
      send(dropped);
    });
  }
}

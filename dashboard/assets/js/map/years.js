// The years of the map: a slider, and a player that moves it. Both are native, for keyboards and screen readers. The
// server gets a year when the reader releases the slider.
{
  const world = app.map;
  const box = document.getElementById("map-time"), slider = document.getElementById("map-year");
  const speed = document.getElementById("map-speed");
  const button = document.getElementById("map-play"), output = document.getElementById("map-year-said");
  const coverage = document.getElementById("map-coverage");
  const WHOLE_RUN_MS = 6000, SLOWEST_STEP_MS = 300, REDUCED_STEP_MS = 900, SETTLED_MS = 250;

  const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");
  let playing = 0, due = 0, settles = 0, waits = 0;

  const full_step_ms = () => Math.min(SLOWEST_STEP_MS, WHOLE_RUN_MS / world.values.rows);
  const plain_step_ms = () => (reduced.matches ? REDUCED_STEP_MS : full_step_ms());
  const step_ms = () => plain_step_ms() / Number(speed.value);
  const is_at_end = () => world.row === world.values.rows - 1;

  const mark = (is_playing) => {
    button.textContent = is_playing ? "❚❚" : "▶";
    button.setAttribute("aria-label", is_playing ? "Pause the years" : "Play the years");
  };
  const stop = () => {
    if (!playing) return;
    cancelAnimationFrame(playing);
    playing = 0;
    mark(false);
    world.send_year();
  };
  // One year a step and never two, however late a frame comes, so that every year is seen.
  const tick = (now) => {
    if (now >= due) {
      due = Math.max(due + step_ms(), now);
      world.show(world.year + 1);
      if (is_at_end() || !playing) return stop();
    }
    if (playing) playing = requestAnimationFrame(tick);
  };
  const play = () => {
    if (is_at_end()) world.show(world.values.first_year);
    mark(true);
    due = performance.now() + step_ms();
    playing = requestAnimationFrame(tick);
  };

  // A frame is painted once, with the last of the years that the slider has passed since the frame before.
  const scrub = () => {
    stop_quietly();
    if (waits) return;
    waits = requestAnimationFrame(() => {
      waits = 0;
      world.show(Number(slider.value));
    });
  };
  const stop_quietly = () => {
    if (!playing) return;
    cancelAnimationFrame(playing);
    playing = 0;
    mark(false);
  };
  const settle = () => {
    clearTimeout(settles);
    settles = setTimeout(world.send_year, SETTLED_MS);
  };

  const follow_values = () => {
    stop_quietly();
    const { values } = world;
    const has_years = values.first_year !== null && values.rows > 1;
    box.hidden = !has_years;
    if (!has_years) return;
    slider.min = values.first_year;
    slider.max = values.first_year + values.rows - 1;
  };
  const title = document.getElementById("map-title");
  const write = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  // No line ends within the name of a scenario: SCENARIO in dashboard/text/markup/elements.py.
  const write_title = (text) => {
    if (title.textContent === text) return;
    title.replaceChildren(...text.split(/(SSP\d-\d\.\d)/).map((part, at) => {
      if (at % 2 === 0) return part;
      return Object.assign(document.createElement("span"), { className: "nowrap", textContent: part });
    }));
  };
  const follow_year = () => {
    const { values, row, year } = world;
    write_title(year === null ? values.title : `${values.title}, ${world.years_of(year)}`);
    write(coverage, `${values.coverage[row]}. ${values.source}`);
    if (year === null) return;
    slider.value = year;
    output.textContent = world.years_of(year);
    const covered = values.coverage[row];
    slider.setAttribute("aria-valuetext", covered.includes(String(year)) ? covered : `${year}: ${covered}`);
  };

  if (box) {
    world.events.addEventListener("values", follow_values);
    world.events.addEventListener("year", follow_year);
    slider.addEventListener("pointerdown", stop_quietly);
    slider.addEventListener("input", scrub);
    slider.addEventListener("change", settle);
    button.addEventListener("click", () => (playing ? stop() : play()));
  }
}

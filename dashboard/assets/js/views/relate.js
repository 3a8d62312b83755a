// The view Relate: the browser has all years, so slider, player, trails and names do not involve the server. It gets a
// year by the address when the slider is released. Arrays are changed in place: a property that is set would be sent.
{
  const view = document.getElementById("view-relate");
  const at = (name) => document.getElementById(`relate-${name}`);
  const RUN_MS = 4000; // a whole run, as long as a reader follows; the step is within STEP_MS
  const STEP_MS = [100, 200];
  const SIZE_STEPS = 4;
  const DIM = 0.08, FULL = 0.85;
  const LINE_PX = 15; // height of a name
  const NAMED_PX = 30; // a larger dot is always named, as readers look for India and China
  const { amount } = app.numbers;

  let models = null, about = null, row = 0, timer = null, waiting = false;
  const pressed = new Set();
  let met = null;

  const find = () => {
    const page = Bokeh.documents[0];
    const found = Object.fromEntries(["chart", "pair", "dots", "trails", "steps", "labels"].map(
      (name) => [name, page?.get_model_by_name(`relate_${name}`)]));
    return Object.values(found).every(Boolean) ? found : null;
  };
  const frame = () => Bokeh.index.find_one_by_id?.(models.chart.id) ?? null;
  const column = (source, name) => source.get_column(name);

  const tooltip = (axis, value, offset) => {
    if (Number.isNaN(value)) return `${axis.title}: no value`;
    const shown = axis.log ? 10 ** value : value;
    if (axis.unit === "year") return `${axis.title}: ${shown.toFixed(0)}`;
    return `${axis.title}: ${amount(shown, axis.decimals)} ${axis.unit} (${axis.window || about.years[row] + offset})`;
  };

  const isShown = (i, regions) => {
    const wanted = met === null ? pressed : new Set([...pressed, met]);
    return wanted.size === 0 || wanted.has(regions[i]);
  };

  const drawDots = () => {
    const { pair, dots } = models, { n } = about;
    const [x, y, xOffset, yOffset, px] =
      ["x", "y", "x_year_offset", "y_year_offset", "px"].map((name) => column(pair, name));
    const [toX, toY, toPx, alpha, xText, yText, regions] =
      ["x", "y", "px", "alpha", "x_text", "y_text", "region"].map((name) => column(dots, name));
    for (let i = 0, from = row * n; i < n; i++, from++) {
      toX[i] = x[from];
      toY[i] = y[from];
      toPx[i] = px[from] / SIZE_STEPS;
      alpha[i] = isShown(i, regions) ? FULL : DIM;
      xText[i] = tooltip(about.x, x[from], xOffset[from]);
      yText[i] = tooltip(about.y, y[from], yOffset[from]);
    }
    dots.change.emit();
  };

  const drawTrails = () => {
    const { pair, dots, trails, steps } = models, { n, marked } = about;
    const [xs, ys, fill] = ["xs", "ys", "fill"].map((name) => column(trails, name));
    const [sx, sy, sFill] = ["x", "y", "fill"].map((name) => column(steps, name));
    [xs, ys, fill, sx, sy, sFill].forEach((list) => { list.length = 0; });
    const [x, y] = ["x", "y"].map((name) => column(pair, name));
    for (const i of about.years.length ? marked : []) {
      const colour = column(dots, "fill")[i], wayX = [], wayY = [];
      for (let year = 0; year <= row; year++) {
        wayX.push(x[year * n + i]);
        wayY.push(y[year * n + i]);
        sx.push(x[year * n + i]);
        sy.push(y[year * n + i]);
        sFill.push(colour);
      }
      xs.push(wayX);
      ys.push(wayY);
      fill.push(colour);
    }
    steps.change.emit(); // the trails' source changes when the names are placed, as leaders are trails, too
  };

  const pen = document.createElement("canvas").getContext("2d");
  const drawLabels = () => {
    const shown = frame()?.frame;
    if (!shown) return;
    pen.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    const { dots, labels } = models, { bbox, x_scale, y_scale } = shown;
    const [x, y, px, names, alpha] = ["x", "y", "px", "name", "alpha"].map((name) => column(dots, name));
    const known = Array.from(x.keys()).filter((i) => Number.isFinite(x[i]) && Number.isFinite(y[i]));
    const chosen = about.marked.filter((i) => known.includes(i)), bright = known.filter((i) => alpha[i] > DIM);
    // By priority: selected places, large dots, the outermost to each side, then the server's order, the largest first.
    const outmost = [x, y].flatMap((along) => [1, -1].map((way) =>
      bright.reduce((best, i) => (way * along[i] > way * along[best] ? i : best), bright[0])));
    const large = bright.filter((i) => px[i] >= NAMED_PX);
    const rows = [...new Set([...chosen, ...large, ...(bright.length ? outmost : []), ...known])];
    const wanted = rows.map((i) => ({
      x: x_scale.compute(x[i]), y: y_scale.compute(y[i]), radius: px[i] / 2,
      width: pen.measureText(names[i]).width + 2, height: LINE_PX,
      must: chosen.includes(i) || (alpha[i] > DIM && px[i] >= NAMED_PX),
      isBare: alpha[i] <= DIM && !chosen.includes(i),
    }));
    const most = Math.max(wanted.filter((each) => each.must).length, Math.round(bbox.width / 30));
    const [toX, toY, dx, dy, text] = ["x", "y", "dx", "dy", "text"].map((name) => column(labels, name));
    [toX, toY, dx, dy, text].forEach((list) => { list.length = 0; });
    const [xs, ys, fill] = ["xs", "ys", "fill"].map((name) => column(models.trails, name));
    for (const box of app.labels.place(wanted, bbox, most)) {
      const i = rows[box.index], own = wanted[box.index];
      if (box.isLed) {
        const end = [Math.min(Math.max(own.x, box.left), box.right), Math.min(Math.max(own.y, box.top), box.bottom)];
        xs.push([x[i], x_scale.invert(end[0])]);
        ys.push([y[i], y_scale.invert(end[1])]);
        fill.push("gray"); // trails have the colours of regions
      }
      toX.push(x[i]);
      toY.push(y[i]);
      dx.push(box.left - own.x);
      dy.push((box.top + box.bottom) / 2 - own.y);
      text.push(names[i]);
    }
    models.trails.change.emit();
    labels.change.emit();
  };

  const draw = () => {
    if (!models) return;
    about = JSON.parse(models.pair.tags[0]);
    const all = column(models.pair, "x");
    if (all?.length !== about.rows * about.n || column(models.dots, "x").length !== about.n) return;
    row = Math.min(row, about.rows - 1);
    drawDots();
    drawTrails();
    drawLabels();
    showYear();
  };
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(); });
  };

  // The server's sentence is of the year in the address; while another year is shown, a note says so.
  const showYearOfSentence = () => {
    const year = view.querySelector('[data-text="relate_sentence"] [data-year]')?.dataset.year;
    const isOld = Boolean(year) && Number(year) !== about?.years[row];
    at("of-year").hidden = !isOld;
    if (isOld) at("of-year").textContent = `Text and table show ${year} until the slider is released.`;
  };

  const showYear = () => {
    const slider = at("year"), year = about.years[row];
    at("years").hidden = about.years.length < 2;
    slider.max = Math.max(about.rows - 1, 0);
    slider.value = row;
    slider.setAttribute("aria-valuetext", year ?? "");
    at("output").textContent = year ?? "";
    showYearOfSentence();
  };

  const rowOfAddress = () => {
    const asked = Number(new URLSearchParams(window.location.search).get("year"));
    if (!about?.years.length) return 0;
    return asked ? Math.min(Math.max(asked - about.years[0], 0), about.rows - 1) : about.latest;
  };
  const send = () => {
    const year = row === about.latest ? null : about.years[row];
    if (row !== rowOfAddress()) app.address.go({ year });
  };

  const markPlaying = (isPlaying) => {
    at("play").textContent = isPlaying ? "❚❚" : "▶";
    at("play").setAttribute("aria-label", isPlaying ? "Pause the years" : "Play the years");
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    markPlaying(false);
  };
  const play = () => {
    if (row >= about.rows - 1) row = 0;
    markPlaying(true);
    const step = Math.min(Math.max(RUN_MS / about.rows, STEP_MS[0]), STEP_MS[1]);
    draw();
    timer = setInterval(() => {
      row += 1;
      draw();
      if (row >= about.rows - 1) { stop(); send(); }
    }, step);
  };

  const follow = () => {
    if (!about || timer) return;
    row = rowOfAddress();
    soon();
  };
  const renew = () => {
    about = JSON.parse(models.pair.tags[0]);
    for (const axis of ["x", "y"]) {
      at(`${axis}-log`).disabled = !about[axis].can;
      at(`${axis}-log`).setAttribute("aria-pressed", String(about[axis].log));
    }
    if (!timer) row = rowOfAddress();
    soon();
  };

  const start = () => {
    if (view.hidden || models) return;
    models = find();
    if (!models) { requestAnimationFrame(start); return; }
    models.pair.properties.data.change.connect(renew);
    models.pair.properties.tags.change.connect(renew);
    models.dots.properties.data.change.connect(renew);
    window.addEventListener("text", showYearOfSentence);
    new ResizeObserver(soon).observe(view.querySelector(".relate-figure"));
    renew();
    const drawn = () => (frame()?.frame ? soon() : requestAnimationFrame(drawn));
    drawn();
  };

  const region = (event) => event.composedPath().find((element) => element.dataset?.region)?.dataset.region ?? null;

  if (view) {
    window.addEventListener("address", () => { start(); follow(); });
    at("year").addEventListener("input", () => { stop(); row = Number(at("year").value); soon(); });
    at("year").addEventListener("change", send);
    // The default of an axis is not written into the address.
    for (const axis of ["x", "y"]) {
      at(`${axis}-log`).addEventListener("click", () => {
        const isLog = !about[axis].log;
        app.address.go({ [`${axis}log`]: isLog === about[axis].fits ? null : String(Number(isLog)) });
      });
    }
    at("play").addEventListener("click", () => { if (timer) { stop(); send(); } else play(); });
    view.addEventListener("click", (event) => {
      const code = region(event);
      if (code === null) return;
      pressed.has(code) ? pressed.delete(code) : pressed.add(code);
      const button = event.composedPath().find((element) => element.dataset?.region);
      button.setAttribute("aria-pressed", String(pressed.has(code)));
      soon();
    });
    const none = () => null;
    const hovers = { mouseover: region, focusin: region, mouseout: none, focusout: none };
    for (const [name, value] of Object.entries(hovers)) {
      view.addEventListener(name, (event) => {
        if (!models || met === value(event)) return;
        met = value(event);
        soon();
      });
    }
    app.address.ready(start);
  }
}

// Bokeh's internals that the page uses: its inner modules (Bokeh.require) and prototypes are used in this file only.
//
// Tested with Bokeh 3.9 and 3.10. With another minor version no patch is applied, and the console says so in one line:
// charts are as Bokeh makes them, slower and less accessible.
//
// | patch            | reason                                                          | since | remove when          |
// |------------------|-----------------------------------------------------------------|-------|----------------------|
// | axisRoom         | labels that get narrower lay the chart out again and paint it   | 3.10  | Bokeh keeps the room |
// |                  | twice: a quarter of a click's time in the browser (bokeh#12129) |       | of an axis           |
// | wholeCanvasClear | a canvas is shifted by half a pixel before it is cleared, so    | 3.10  | clear() covers all   |
// |                  | its first row and column keep half of the drawing before        |       | pixels               |
// | everyClickIsATap | a second click within 0.3 s is a double tap however far away,   | 3.10  | TapTool takes either |
// |                  | one of 0.3 s a press: neither selects (bokeh#8508)              |       | gesture              |
// | noTabStop        | the layer that takes clicks does nothing by keyboard            | 3.10  | it has no tabindex   |
// | toolButtons      | tool buttons have no role, name or keys (bokeh#11259)           | 3.10  | bokeh#11528 merged   |
// | trueMinus        | axes and tooltips have a hyphen, the page's text a minus sign   | 3.10  | numbro#202 is done   |
{
  const TESTED = ["3.9", "3.10"];
  const isTested = TESTED.some((version) => Bokeh.version.startsWith(`${version}.`));

  const after = (owner, name, act) => {
    const before = owner.prototype[name];
    owner.prototype[name] = function (...given) {
      const returned = before.apply(this, given);
      return act.call(this, returned) ?? returned;
    };
  };

  // Charts keep the margin free in any case, so an axis needs to grow only.
  const axisRoom = () => {
    const { SideLayout } = Bokeh.require("core/layout/side_panel");
    SideLayout.prototype.has_size_changed = function () {
      const needed = this._content_size();
      return this.panel.is_horizontal ? needed.height > this.bbox.height : needed.width > this.bbox.width;
    };
  };

  const wholeCanvasClear = () => {
    const { CanvasLayer } = Bokeh.require("core/util/canvas");
    CanvasLayer.prototype.clear = function () {
      const { x, y, width, height } = this.bbox;
      this.ctx.clearRect(x - 1, y - 1, width + 2, height + 2);
    };
  };

  const everyClickIsATap = () => {
    const { UIGestures } = Bokeh.require("core/ui_gestures");
    UIGestures.doubletap_threshold = 0;
    UIGestures.press_threshold = 1e9;
  };

  const noTabStop = () => {
    const { CanvasView } = Bokeh.require("models/canvas/canvas");
    after(CanvasView, "initialize", function () { this.events_el.removeAttribute("tabindex"); });
  };

  // The tools of a chart are one stop of Tab, though hidden while the pointer is elsewhere. Left and right arrow keys
  // go between them (ARIA's pattern of a toolbar); Enter (Bokeh's own) and Space press them.
  const toolButtons = () => {
    const { ToolbarView } = Bokeh.require("models/tools/toolbar");
    const { ToolButtonView } = Bokeh.require("models/tools/tool_button");
    const { OnOffButtonView } = Bokeh.require("models/tools/on_off_button");

    const pressByKey = (element, act) => element.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      event.stopImmediatePropagation(); // Bokeh's own Space opens a menu, and none of these tools has one
      act();
    }, { capture: true });
    const name = (element, label) => {
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", label);
    };

    const stops = new WeakMap(); // the tool of each bar that Tab reaches
    const shown = (bar) => bar.tool_button_views.filter(({ model }) => model.tool.visible);
    const goAside = (event, view) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      const all = shown(view.parent), next = all.at((all.indexOf(view) + step) % all.length);
      event.preventDefault();
      event.stopPropagation(); // the chart's own arrow keys read the years
      stops.set(view.parent, next);
      for (const each of all) each.el.tabIndex = each === next ? 0 : -1;
      next.el.focus();
    };

    const canHover = matchMedia("(hover: hover)").matches; // a finger must not meet a button that it does not see
    after(ToolButtonView, "initialize", function () {
      const bar = this.parent.el;
      if (canHover) bar.style.visibility = "visible";
      this.el.addEventListener("focus", () => {
        bar.style.opacity = 1;
        if (this.el.matches(":focus-visible")) this.el.style.outline = "2px solid var(--link)";
      });
      this.el.addEventListener("blur", () => { bar.style.opacity = this.el.style.outline = ""; });
      this.el.addEventListener("keydown", (event) => goAside(event, this));
      pressByKey(this.el, () => this.tap());
    });
    const isForced = matchMedia("(forced-colors: active)").matches; // an icon is a mask over a background
    after(ToolButtonView, "render", function () {
      name(this.el, this.el.title);
      this.el.tabIndex = this === (stops.get(this.parent) ?? shown(this.parent)[0]) ? 0 : -1;
      const icon = this.shadow_el.querySelector(".bk-tool-icon");
      if (isForced && icon) Object.assign(icon.style, { forcedColorAdjust: "none", backgroundColor: "ButtonText" });
    });
    after(ToolbarView, "render", function () {
      this.el.setAttribute("role", "toolbar");
      this.el.setAttribute("aria-label", "Tools of the chart");
      name(this._overflow_el, "More tools");
      pressByKey(this._overflow_el, () => this.toggle_menu());
    });
    after(OnOffButtonView, "_toggle_active", function () {
      if (!this.model.tool.do) this.el.setAttribute("aria-pressed", this.model.tool.active);
    });
  };

  const trueMinus = () => {
    const { NumeralTickFormatter } = Bokeh.require("models/formatters/numeral_tick_formatter");
    after(NumeralTickFormatter, "doFormat", (labels) => labels.map((label) => label.replace("-", "−")));
    const { DEFAULT_FORMATTERS } = Bokeh.require("core/util/templating");
    const { numeral } = DEFAULT_FORMATTERS;
    DEFAULT_FORMATTERS.numeral = (...given) => numeral(...given).replace("-", "−");
  };

  if (isTested) {
    [axisRoom, wholeCanvasClear, everyClickIsATap, noTabStop, toolButtons, trueMinus].forEach((patch) => patch());
  } else {
    const tested = TESTED.join(" and ");
    console.info(`Bokeh ${Bokeh.version}: the page's patches were tested with ${tested} only and are not applied.`);
  }
}

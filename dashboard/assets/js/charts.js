// What Bokeh's charts lack (3.9). The layer that takes a chart's clicks does nothing by keyboard, so it is no tab stop,
// and a click draws no frame round the chart. The tools beside it are buttons: with role and name, reached by Tab though
// they are hidden while nobody points at the chart, and pressed by Enter (Bokeh's own) and Space. Numbers have the minus
// sign that the words have.
{
  const after = (owner, name, act) => {
    const before = owner.prototype[name];
    owner.prototype[name] = function (...given) {
      const said = before.apply(this, given);
      return act.call(this, said) ?? said;
    };
  };
  const { CanvasView } = Bokeh.require("models/canvas/canvas");
  const { ToolbarView } = Bokeh.require("models/tools/toolbar");
  const { ToolButtonView } = Bokeh.require("models/tools/tool_button");
  const { OnOffButtonView } = Bokeh.require("models/tools/on_off_button");
  const { NumeralTickFormatter } = Bokeh.require("models/formatters/numeral_tick_formatter");

  after(CanvasView, "initialize", function () { this.events_el.removeAttribute("tabindex"); });

  const byKey = (element, act) => element.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Bokeh's own Space opens a menu, and none of these tools has one
    act();
  }, { capture: true });
  const name = (element, words) => {
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", words);
  };

  const isPointed = matchMedia("(hover: hover)").matches; // a finger must not meet a button that it does not see
  after(ToolButtonView, "initialize", function () {
    const bar = this.parent.el;
    if (isPointed) bar.style.visibility = "visible";
    this.el.addEventListener("focus", () => { bar.style.opacity = 1; });
    this.el.addEventListener("blur", () => { bar.style.opacity = ""; });
    byKey(this.el, () => this.tap());
  });
  after(ToolButtonView, "render", function () { name(this.el, this.el.title); });
  after(ToolbarView, "render", function () {
    name(this._overflow_el, "More tools");
    byKey(this._overflow_el, () => this.toggle_menu());
  });
  after(OnOffButtonView, "_toggle_active", function () {
    if (!this.model.tool.do) this.el.setAttribute("aria-pressed", this.model.tool.active);
  });

  after(NumeralTickFormatter, "doFormat", (words) => words.map((word) => word.replace("-", "−")));
  const { DEFAULT_FORMATTERS } = Bokeh.require("core/util/templating");
  const { numeral } = DEFAULT_FORMATTERS;
  DEFAULT_FORMATTERS.numeral = (...given) => numeral(...given).replace("-", "−");
}

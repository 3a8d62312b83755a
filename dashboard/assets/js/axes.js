// The room that an axis takes for its labels grows, and never shrinks. Bokeh lays a chart out anew, and paints it twice,
// whenever labels are narrower than before (3.9): a quarter of what a click cost the browser, for a margin that the
// charts keep free in any case.
{
  const { SideLayout } = Bokeh.require("core/layout/side_panel");
  SideLayout.prototype.has_size_changed = function () {
    const needed = this._content_size();
    return this.panel.is_horizontal ? needed.height > this.bbox.height : needed.width > this.bbox.width;
  };
}

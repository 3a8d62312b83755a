// Every click is a click. Bokeh takes a second one within 0.3 s for a double tap, however far from the first, and one
// held for 0.3 s for a press; neither selects, so a quick hand and a slow one would both be ignored.
{
  const { UIGestures } = Bokeh.require("core/ui_gestures");
  UIGestures.doubletap_threshold = 0;
  UIGestures.press_threshold = 1e9;
}

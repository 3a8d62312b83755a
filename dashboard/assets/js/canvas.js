// Every drawing begins on an empty canvas. Bokeh shifts it by half a pixel before it clears it (3.9), so that its first
// row and column keep half of what was there: slivers of another look of the map, or of another country's chart.
{
  const { CanvasLayer } = Bokeh.require("core/util/canvas");
  CanvasLayer.prototype.clear = function () {
    const { x, y, width, height } = this.bbox;
    this.ctx.clearRect(x - 1, y - 1, width + 2, height + 2);
  };
}

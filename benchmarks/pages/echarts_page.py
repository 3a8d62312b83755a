"""The same work as a static page of Apache ECharts: no server but files, the shapes and figures within the page.

    python -m benchmarks.pages.echarts_page PORT FOLDER

FOLDER has ECharts as npm installs it. The shapes are those that the dashboard draws, in its projection.
"""

from __future__ import annotations

import gzip
import json
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.pages.figures import INDICATORS, indicator, years
from dashboard.charts.map import geometry
from dashboard.snapshot import store
from dashboard.snapshot.places import drawn_places

SIMPLER_BY_M = 25_000.0
"""As the dashboard's first shapes."""

LIBRARY = "node_modules/echarts/dist/echarts.min.js"

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>ECharts</title>
<style>#world { width: 900px; height: 450px } .chart { width: 500px; height: 220px }</style>
<select id="choose"></select> <input type="range" id="year">
<div id="world"></div><div class="chart"></div><div class="chart"></div><div class="chart"></div>
<script src="echarts.min.js"></script><script src="data.js"></script><script src="page.js"></script></html>
"""

SCRIPT = """
const { shapes, codes, years, indicators } = data;
echarts.registerMap("world", shapes);
const same = { project: (point) => point, unproject: (point) => point };
const world = echarts.init(document.getElementById("world"));
const charts = [...document.querySelectorAll(".chart")].map((element) => echarts.init(element));
let code = Object.keys(indicators)[0], year = years.at(-1);
const rows = () => codes.map((name, at) => ({ name, value: indicators[code][years.indexOf(year)][at] }));
const limits = () => {
  const all = indicators[code].flat().filter((value) => value !== null).sort((a, b) => a - b);
  return [all[Math.floor(all.length * 0.05)], all[Math.floor(all.length * 0.95)]];
};
const paint = (more = {}) => world.setOption({ series: [{ data: rows() }], ...more });
const colours = () => { const [min, max] = limits(); return { visualMap: { min, max } }; };
world.setOption({
  animation: false,
  visualMap: { ...colours().visualMap, show: false, inRange: { color: ["#deebf7", "#6baed6", "#08306b"] } },
  series: [{ type: "map", map: "world", projection: same, selectedMode: "single", data: rows() }],
});
window.show_year = (to) => { year = to; paint(); };
window.show_indicator = (to) => { code = to; paint(colours()); };
const line = (chart, name, of) => chart.setOption({
  animation: false, title: { text: `${name}: ${of}` }, xAxis: { type: "category", data: years }, yAxis: {},
  series: [{ type: "line", data: indicators[of].map((row) => row[codes.indexOf(name)]) }],
});
const show_country = (name) => charts.forEach((chart, at) => line(chart, name, Object.keys(indicators)[at]));
show_country("NOR");
world.on("click", ({ name }) => show_country(name));
window.is_there = true;
"""


def shapes() -> dict[str, Any]:
    """Return every place's outline as GeoJSON in kilometres, north up, without dots."""
    where = drawn_places(store.current())
    outlines = geometry.outlines(where.countries, geometry.PROJECTION, SIMPLER_BY_M)
    features = []
    for iso3, xs, ys in zip(where.iso3, outlines.xs, outlines.ys, strict=True):
        points = np.round(np.c_[xs, -np.asarray(ys)] / 1000, 1)
        gaps = np.flatnonzero(np.isnan(points[:, 0]))
        rings = [ring[~np.isnan(ring[:, 0])] for ring in np.split(points, gaps)]
        polygons = [[ring.tolist()] for ring in rings if len(ring) > 3]
        if polygons:
            shape = {"type": "MultiPolygon", "coordinates": polygons}
            features.append({"type": "Feature", "properties": {"name": iso3}, "geometry": shape})
    return {"type": "FeatureCollection", "features": features}


def data() -> dict[str, Any]:
    """Return shapes and every indicator as years by places."""
    drawn = shapes()
    codes = [feature["properties"]["name"] for feature in drawn["features"]]
    grids = {}
    for code in INDICATORS:
        wide = indicator(code).pivot(index="year", columns="iso3", values="value").reindex(years(), columns=codes)
        grids[code] = [[None if value != value else float(f"{value:.4g}") for value in row] for row in wide.to_numpy()]
    return {"shapes": drawn, "codes": codes, "years": years(), "indicators": grids}


class Compressed(SimpleHTTPRequestHandler):
    """Serves the files of a folder as gzip, as any host of static pages does."""

    def end_headers(self) -> None:
        """Name the encoding of the files, which are compressed already."""
        self.send_header("Content-Encoding", "gzip")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def main() -> None:
    """Write the page into a folder of its own and serve it until stopped."""
    port, modules = int(sys.argv[1]), Path(sys.argv[2])
    library = (modules / LIBRARY).read_text("utf-8")
    files = {
        "index.html": PAGE,
        "page.js": SCRIPT,
        "data.js": f"const data = {json.dumps(data())}",
        "echarts.min.js": library,
    }
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_bytes(gzip.compress(text.encode(), 6))
        ThreadingHTTPServer(("127.0.0.1", port), partial(Compressed, directory=folder)).serve_forever()


if __name__ == "__main__":
    main()

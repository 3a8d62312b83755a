"""List the pages that `make bench-ui` compares: how each is served, driven and looked at."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.pages import echarts_page
from benchmarks.probe import Site

CROPPED = ((0.35, 0.62), (0.68, 0.25), (0.85, 0.675), (0.225, 0.225), (0.565, 0.525), (0.35, 0.62), (0.68, 0.25))
"""Shares of the map's box at Brazil, Russia, Australia, Canada, Congo, and once more, on a map without Antarctica."""
WHOLE = ((0.355, 0.54), (0.74, 0.25), (0.84, 0.7), (0.555, 0.5), (0.24, 0.21), (0.355, 0.54), (0.74, 0.25))
"""At Brazil, China, Australia, Congo, the United States, and once more, on a map of the whole globe."""
BOXED = ((0.375, 0.56), (0.71, 0.29), (0.786, 0.64), (0.55, 0.52), (0.31, 0.28), (0.375, 0.56), (0.71, 0.29))
"""The same on the map of ECharts, which leaves room at the sides."""
BOKEH_MODEL = "(type) => [...Bokeh.documents[0]._all_models.values()].find((model) => model.type.endsWith(type))"
DASHBOARD = Site(
    name="this project",
    map=".map-figure",
    charts=".country .chart",
    is_ready="() => window.app?.map?.values && app.map.shapes && app.address.isHeard()",
    year="(to) => { const slider = document.getElementById('map-year'); slider.value = to;"
    " slider.dispatchEvent(new Event('input')); }",
    approach="async (to) => { const field = document.getElementById('find-map'); field.focus(); field.value = to;"
    " field.dispatchEvent(new Event('input')); await app.index.load(); await probe.frame(); await probe.frame();"
    " document.querySelector('#find-map-list [role=option]')"
    ".dispatchEvent(new PointerEvent('pointerover', { bubbles: true })); }",
    choose="() => document.querySelector('#find-map-list [role=option]').click()",
    places=CROPPED,
)
NAIVE = Site(
    name="GeoViews DynamicMap",
    map=".bk-Figure",
    charts=".charts",
    is_ready="() => window.Bokeh?.documents[0]?.is_idle"
    " && [...Bokeh.documents[0]._all_models.values()].some((model) => model.type === 'MultiPolygons')",
    year=f"(to) => {{ ({BOKEH_MODEL})('Slider').value = to; }}",
    choose=f"(to) => {{ ({BOKEH_MODEL})('Select').value = to; }}",
    places=WHOLE,
)


def dash(name: str) -> Site:
    """The Dash page."""
    return Site(
        name=f"Plotly Dash, {name}",
        map="#world",
        charts="#chart-0, #chart-1, #chart-2",
        is_ready="() => document.querySelectorAll('#world path.choroplethlocation').length > 100",
        year="(to) => dash_clientside.set_props('year', { value: to })",
        choose="(to) => dash_clientside.set_props('choose', { value: to })",
        places=WHOLE,
    )


ECHARTS = Site(
    name="ECharts, static page",
    map="#world",
    charts=".chart",
    is_ready="() => window.is_there",
    year="(to) => show_year(to)",
    choose="(to) => show_indicator(to)",
    places=BOXED,
)
LIBRARY = Path(sys.prefix) / "npm"
"""Where `make bench-ui` has npm install ECharts."""


def sites() -> dict[Site, tuple[str, list[str], dict[str, str]]]:
    """Return each page with its address (with the port filled in), command and environment."""
    start = "http://localhost:{port}/?measure=indicator&indicator=SP.POP.TOTL"
    found: dict[Site, tuple[str, list[str], dict[str, str]]] = {
        DASHBOARD: (start, ["-m", "dashboard"], {"PORT": "{port}"}),
        NAIVE: (
            "http://localhost:{port}/naive",
            [
                *["-m", "panel", "serve", "--port", "{port}", "--allow-websocket-origin", "localhost:{seen}"],
                "benchmarks/pages/naive.py",
            ],
            {},
        ),
    }
    for name in ("whole", "patched"):
        found[dash(name)] = ("http://localhost:{port}/", ["-m", "benchmarks.pages.dash_page", "{port}", name], {})
    if (LIBRARY / echarts_page.LIBRARY).exists():
        command = ["-m", "benchmarks.pages.echarts_page", "{port}", str(LIBRARY)]
        found[ECHARTS] = ("http://localhost:{port}/", command, {})
    else:
        print("ECHARTS IS NOT COMPARED: npm did not install it")  # noqa: T201
    return found

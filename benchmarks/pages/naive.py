"""The page of the tutorials: a DynamicMap over polygons, where a click redraws three charts.

    python -m panel serve benchmarks/pages/naive.py

It shows the figures of this project's snapshot, so that `make bench-ui` compares pages and not figures.
"""

from __future__ import annotations

import geoviews as gv
import holoviews as hv
import hvplot.pandas  # noqa: F401 (adds .hvplot to frames)
import pandas as pd
import panel as pn
from cartopy import crs
from shapely import Point

from benchmarks.pages.figures import INDICATORS, countries, indicator, years

gv.extension("bokeh")
pn.extension()

choose = pn.widgets.Select(name="indicator", options=list(INDICATORS))
year = pn.widgets.IntSlider(name="year", start=years()[0], end=years()[-1], value=years()[-1])
SHAPES = countries()


def world(indicator_id: str, at: int) -> gv.Polygons:
    """Return a new choropleth of one year."""
    rows = indicator(indicator_id)
    shown = SHAPES.merge(rows[rows.year == at], on="iso3", how="left")
    return gv.Polygons(shown, vdims=["value", "name"], crs=crs.PlateCarree()).opts(
        projection=crs.EqualEarth(),
        width=900,
        height=450,
        tools=["tap", "hover"],
        cmap="viridis",
        xaxis=None,
        yaxis=None,
    )


def charts(x: float, y: float) -> pn.Column:
    """Return three new line charts of the country under a point of the map."""
    hit = SHAPES[SHAPES.contains(Point(x, y))]  # GeoViews gives a tap in degrees
    if hit.empty:
        return pn.Column()
    iso3, name = hit.iloc[0].iso3, hit.iloc[0]["name"]
    return pn.Column(
        *(
            _rows(code, iso3).hvplot.line(x="year", y="value", title=f"{name}: {code}", width=500, height=220)
            for code in INDICATORS[:3]
        ),
        css_classes=["charts"],
    )


def _rows(code: str, iso3: str) -> pd.DataFrame:
    rows = indicator(code)
    return rows[rows.iso3 == iso3]


drawn = hv.DynamicMap(pn.bind(world, choose, year.param.value))
tap = hv.streams.Tap(source=drawn, x=0, y=0)
pn.Row(pn.Column(choose, year, drawn), pn.bind(charts, tap.param.x, tap.param.y)).servable()

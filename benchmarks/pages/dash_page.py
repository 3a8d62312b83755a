"""The same work as a Plotly Dash page: a choropleth, a year slider, a menu, and three charts of the country clicked.

    python -m benchmarks.pages.dash_page PORT whole|patched

`whole` sends the whole figure at each step, as Dash's tutorials do; `patched` sends only the values (dash.Patch).
"""

from __future__ import annotations

import logging
import sys

import plotly.express as px
import plotly.graph_objects as go
from dash import Dash, Input, Output, Patch, dcc, html

from benchmarks.pages.figures import INDICATORS, countries, indicator, years

PLACES = countries()
LAYERS = ("coastlines", "countries", "lakes", "land", "ocean", "rivers", "subunits")
NO_BASE_MAP = {
    "type": "Topology",
    "arcs": [],
    "objects": {name: {"type": "GeometryCollection", "geometries": []} for name in LAYERS},
}
"""Plotly fetches a base map from its own host even where none is shown; this one is local and empty."""

CODES = PLACES.iso3.tolist()
SHAPES = PLACES.assign(geometry=PLACES.geometry.orient_polygons(exterior_cw=True)).set_index("iso3").__geo_interface__


def values(code: str, year: int) -> list[float | None]:
    """Return one value a place, in the order of the shapes."""
    rows = indicator(code)
    at = rows[rows.year == year].set_index("iso3").value
    return [None if value != value else value for value in at.reindex(CODES)]


def world(code: str, year: int) -> go.Figure:
    """Return the choropleth."""
    drawn = go.Figure(
        go.Choropleth(geojson=SHAPES, locations=CODES, z=values(code, year), colorscale="Viridis", showscale=False)
    )
    drawn.update_geos(
        projection={"type": "equal earth", "rotation": {"lon": 0}}, lonaxis_range=[-180, 180], visible=False
    )
    return drawn.update_layout(width=900, height=450, margin={"l": 0, "r": 0, "t": 0, "b": 0})


def charts(iso3: str) -> list[go.Figure]:
    """Return three line charts of a country."""
    drawn = []
    for code in INDICATORS[:3]:
        rows = indicator(code)
        own = rows[rows.iso3 == iso3]
        drawn.append(px.line(own, x="year", y="value", title=f"{iso3}: {code}", width=500, height=220))
    return drawn


def page(is_patched: bool) -> Dash:
    """Return the page with its callbacks."""
    app = Dash(__name__)
    last = years()[-1]
    app.layout = html.Div(
        [
            dcc.Dropdown(INDICATORS, INDICATORS[0], id="choose"),
            dcc.Slider(years()[0], last, 1, value=last, id="year", updatemode="drag", marks=None),
            dcc.Graph(
                figure=world(INDICATORS[0], last),
                id="world",
                style={"width": 900},
                config={"topojsonURL": "/topojson/"},
            ),
            *(dcc.Graph(figure=drawn, id=f"chart-{n}") for n, drawn in enumerate(charts("NOR"))),
        ]
    )

    app.server.add_url_rule("/topojson/<path:_name>", "topojson", lambda _name: NO_BASE_MAP)

    @app.callback(
        Output("world", "figure"), Input("choose", "value"), Input("year", "value"), prevent_initial_call=True
    )
    def step(code: str, year: int) -> go.Figure | Patch:
        if not is_patched:
            return world(code, year)
        patch = Patch()
        patch["data"][0]["z"] = values(code, year)
        return patch

    @app.callback(
        [Output(f"chart-{n}", "figure") for n in range(3)], Input("world", "clickData"), prevent_initial_call=True
    )
    def click(clicked: dict) -> list[go.Figure]:
        return charts(clicked["points"][0]["location"])

    return app


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    page(sys.argv[2] == "patched").run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)

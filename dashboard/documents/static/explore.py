"""Explore's page in the static edition: the fragments of the page (assets/html), filled without Panel and a session."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template

from dashboard import config
from dashboard.analysis.future import LAST_YEAR
from dashboard.analysis.map_values import map_key
from dashboard.analysis.world_map import map_values
from dashboard.assets import bundle
from dashboard.charts.core import theme
from dashboard.charts.svg import map_picture
from dashboard.documents.static.places import CLASSES
from dashboard.snapshot import projection_source, projections, provenance, series
from dashboard.snapshot.codes import SCENARIOS
from dashboard.snapshot.groups import place_index
from dashboard.snapshot.store import Snapshot
from dashboard.state import url
from dashboard.state.map_menus import menus
from dashboard.state.options import new_selection, options_of, reference_options
from dashboard.state.selection import Selection
from dashboard.text import world_map
from dashboard.text.frame import frame
from dashboard.text.markup.elements import unbroken, wrap

FRAGMENTS = Path(bundle.__file__).with_name("html")

CHOICES = (
    "country",
    "indicator",
    "measure",
    "year",
    "projected_until",
    "scenario",
    "projection",
    "region",
    "theme",
    "future",
    "every_window",
)
"""Choices that the edition has files for; the live edition has more."""


def page(
    snapshot: Snapshot,
    addresses: Mapping[str, str],
    state: dict[str, Any],
    place: dict[str, Any],
    indicator: dict[str, Any],
) -> str:
    """Return the HTML of Explore with the World selected.

    Args:
        snapshot: the figures.
        addresses: of "figures", "script", "index", "search_library", and "live", which may be empty.
        state: what the map paints first (`maps.first_state`).
        place: content of the first place's file (`places.content`).
        indicator: the default series of that place (`series.first`).
    """
    selection = new_selection(snapshot)
    texts = {slot: _text(slot, place["slots"].get(slot, "")) for slot in CLASSES}
    texts |= {
        f"explore_indicator_{slot}": _text(f"explore_indicator_{slot}", markup)
        for slot, markup in {
            "title": indicator["titles"][0],
            "words": indicator["words"][0],
            "source": indicator["source"],
            "about": indicator["about"],
        }.items()
    }
    first = {"code": selection.country, "name": place["name"], "temperature": place["temperature"], "series": indicator}
    return template("static").render(
        **addresses,
        **_of_page(snapshot, selection),
        macros=_macros(),
        is_static=True,
        here="",
        roots=[],
        stills={},
        tables={},
        texts=texts,
        words=_words(snapshot, selection, state),
        first_place=_in_script(first),
    )


def _text(slot: str, markup: str) -> str:
    return wrap("div", markup, class_=CLASSES[slot], data_text=slot)


def _of_page(snapshot: Snapshot, selection: Selection) -> dict[str, Any]:
    names = {url.NAMES[choice][0] for choice in CHOICES}
    defaults = {name: value for name, value in url.written(selection.defaults, selection).items() if name in names}
    return {
        **frame(snapshot, selection),
        "title": config.TITLE,
        "icon": bundle.ICON,
        "style": f"{theme.css_variables()}\n{bundle.style(*bundle.page_styles(['explore'], 'static'))}",
        "views": [{"name": "explore", "title": "Explore"}],
        "defaults": _in_script(defaults),
        "last_year": LAST_YEAR,
        "place_codes": " ".join(options_of(snapshot).countries),
    }


def _words(snapshot: Snapshot, selection: Selection, state: dict[str, Any]) -> dict[str, Any]:
    """Return the words of the fragments: those of the page with the map painted, and no tab but the first."""
    shown = map_values(snapshot, map_key(selection))
    row, title = shown.row(state["year"]), world_map.title(shown)
    return {
        "map_asks": "",
        "map_state": _in_script(state),
        "map_title": unbroken(title if state["year"] is None else f"{title}, {state['year']}"),
        "map_sentence": state["sentence"],
        "map_coverage": f"{world_map.coverage(shown, row)}. {shown.source}",
        "map_svg": map_picture.draw(snapshot, shown, row, selection.projection, state["outlined"], state["label"]),
        "map_legend": map_picture.key(shown, row),
        "map_colours": map_picture.colours(shown),
        "map_files": [state["values"]],
        "map_menus": menus(snapshot, selection, {}),
        "reference_groups": reference_options(place_index(snapshot)),
        "default_group": selection.defaults["reference_group"],
        "has_era5": series.ERA5 in snapshot.temperature.columns,
        "climate_source": provenance.short_line(snapshot, provenance.TEMPERATURE),
        "is_windows": False,
        **_future_words(snapshot, selection),
    }


def _future_words(snapshot: Snapshot, selection: Selection) -> dict[str, Any]:
    has_projections = projections.has_projections(snapshot)
    return {
        "has_projections": has_projections,
        "is_future": False,
        "projected_since": projections.REFERENCE,
        "projection_source": projection_source.line(snapshot) if has_projections else "",
        "scenarios": SCENARIOS,
        "default_scenario": selection.defaults["scenario"],
    }


def _in_script(content: Any) -> str:
    """Return JSON for a script element, which the text "</script>" would end."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")


@cache
def _fragments() -> Environment:
    return Environment(loader=FileSystemLoader(FRAGMENTS), autoescape=False, trim_blocks=True, lstrip_blocks=True)


def template(name: str) -> Template:
    """Return the template assets/html/<name>.html."""
    return _fragments().get_template(f"{name}.html")


@cache
def _macros() -> Template:
    """Return the macro by which the page's fragments place Bokeh's roots: here are none."""
    return _fragments().from_string("{% macro embed(root) %}{% endmacro %}")

"""The selected place in the static edition: a file of its texts, charts and readings, which the browser shows.

The markup is that of the page, from the same functions. Baseline, trend period and reference group are the defaults:
other choices need the live edition.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.analysis.country import CountryKey, country_data
from dashboard.analysis.temperature import TemperatureData
from dashboard.charts.svg import chart, document, lines, stripes
from dashboard.snapshot.groups import place_index
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.text import country
from dashboard.text.key_figures import key_figures, tiles
from dashboard.text.markup import elements, head, members
from dashboard.text.markup import key_figures as key_figures_markup
from dashboard.text.numbers import number, signed

CLASSES = {
    "explore_heading": "text head-text",
    "explore_members": "text head-text",
    "explore_tiles": "text key-figures-text",
    "explore_figures": "text key-figures-text",
    "explore_spread": "text",
    "explore_temperature": "drawn",
    "explore_stripes": "drawn",
    "explore_indicator_title": "text head-text",
    "explore_indicator_words": "text head-text",
    "explore_indicator_source": "text",
    "explore_indicator_about": "text series-facts-text",
    "explore_indicator": "drawn",
    "explore_season_words": "text",
    "explore_season_temperature": "drawn",
    "explore_season_precipitation": "drawn",
    "explore_windows_words": "text",
    "explore_windows": "drawn",
}
"""Classes of each place of Explore: the style sheets of its text, as on the page."""


def address(figures: str, iso3: str) -> str:
    """Return the address of a place's file."""
    return f"{figures}/places/{iso3}.bin"


def content(snapshot: Snapshot, iso3: str) -> dict[str, Any]:
    """Return what Explore shows of a place: markup by slot, outlined places, and the readings of its chart."""
    selection = new_selection(snapshot)
    selection.country = iso3
    data, places = country_data(snapshot, CountryKey.of(selection)), place_index(snapshot)
    listed = members.markup(places, iso3, is_mirror=not snapshot.catalog["origin"]["is_official"])
    shown, years = data.temperature, selection.param.year.bounds
    return {
        "name": data.heading,
        "outlined": places.outlined(iso3),
        "slots": {
            "explore_heading": head.markup(snapshot, data, None, None),
            # Marked for css/explore/explore.css, as on the page.
            "explore_members": listed if shown else elements.wrap("div", listed, class_="without-climate"),
            "explore_tiles": key_figures_markup.tiles(tiles(data)),
            "explore_figures": key_figures_markup.markup(key_figures(data)),
            "explore_spread": elements.sentences(country.sentences(data)),
            "explore_temperature": _temperature(shown, years) if shown else "",
            "explore_stripes": stripes_picture(shown, years) if shown else "",
        },
        "temperature": _readings(shown, years, country.temperature_label(data)) if shown else None,
    }


def _drawn(shown: TemperatureData, years: tuple[int, int]) -> chart.Chart:
    """Return the chart on the axis of years that the indicator's chart has, too."""
    return chart.on_axis(chart.temperature(shown, chart.by_variable), (years[0] - 1, years[1] + 1))


def _temperature(shown: TemperatureData, years: tuple[int, int]) -> str:
    return picture(_drawn(shown, years), "explore_temperature")


def picture(drawn: chart.Chart, of: str, right_px: int = document.RIGHT_PX) -> str:
    """Return a chart as a picture that fills its place; `of` is the name of the place."""
    frame = document.frame_of(drawn, right_px=right_px)
    return lines.picture(frame, drawn.shapes, drawn.marks, drawn.labels, of=of)


def stripes_picture(shown: TemperatureData, years: tuple[int, int]) -> str:
    """Return the stripes above the axis of these years; "" without a baseline."""
    anomalies = shown.anomaly
    if anomalies is None:
        return ""
    first, wide = int(shown.years[0]), len(anomalies)
    box = f"margin:0 {document.RIGHT_PX}px 0 {document.LEFT_PX}px"
    # On the axis of the chart above; a stripe begins half a year before its year.
    seen = f"{years[0] - 0.5 - first:g} 0 {years[1] - years[0] + 2} 1"
    svg = f'<svg viewBox="{seen}" preserveAspectRatio="none">{stripes.shapes(anomalies, wide, 1)}</svg>'
    return f'<div class="stripes-picture" style="{box}" aria-hidden="true">{svg}</div>'


def _readings(shown: TemperatureData, years: tuple[int, int], label: str) -> dict[str, Any]:
    """Return what the chart reads out of each year with a value, and where it is drawn."""
    known = np.isfinite(shown.values)
    drawn = _drawn(shown, years)
    return {
        "label": label,
        "x": drawn.x_limits,
        "years": shown.years[known].tolist(),
        "down": heights(shown.values[known], drawn),
        "texts": texts(shown),
    }


def texts(shown: TemperatureData) -> list[str]:
    """Return what is read out of each observed year with a value."""
    known = np.isfinite(shown.values)
    baseline = f"{shown.baseline[0]}–{shown.baseline[1]}"
    found = [f"{number(value, 2)} °C" for value in shown.values[known]]
    if shown.normal is None:
        return found
    return [
        f"{text}, {signed(value - shown.normal, 2)} °C from the {baseline} mean"
        for text, value in zip(found, shown.values[known], strict=True)
    ]


def heights(values: np.ndarray, drawn: chart.Chart) -> list[float]:
    """Return the places of values as shares of the frame's height, from its top."""
    low, high = drawn.y_limits
    return np.round((high - values) / (high - low), 4).tolist()

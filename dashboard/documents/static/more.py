"""More of a place in the static edition, in a file that is fetched when a reader asks: to 2100, months, sensitivity.

Scenarios, months and trend period are the defaults, as in the file of the place (`places.content`).
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from dashboard.analysis.country import CountryData, CountryKey, country_data
from dashboard.analysis.future import LAST_YEAR
from dashboard.analysis.season import season_data
from dashboard.analysis.temperature import TemperatureData
from dashboard.analysis.trend_windows import all_windows, nearby_windows
from dashboard.charts.svg import chart, scenarios, season, trend_windows
from dashboard.charts.svg.scenarios import Ahead, ahead_of
from dashboard.documents.static.places import heights, picture, stripes_picture, texts
from dashboard.snapshot import projections
from dashboard.snapshot.normals import PRECIPITATION_MM, TEMPERATURE_C
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.text import country
from dashboard.text import future as future_text
from dashboard.text import season as season_text
from dashboard.text import trend_windows as windows_text
from dashboard.text.key_figures import key_figures, tiles
from dashboard.text.markup import elements, head
from dashboard.text.markup import key_figures as key_figures_markup

LITTLE_ROOM_PX = 12
"""At the right of charts whose lines have no labels."""


def address(figures: str, iso3: str) -> str:
    """Return the address of the file."""
    return f"{figures}/places/{iso3}.more.bin"


def content(snapshot: Snapshot, iso3: str) -> dict[str, Any]:
    """Return markup by slot for the tabs, and what "To 2100" replaces; that is None without projections.

    Raises:
        SnapshotError: the projections are damaged.
    """
    selection = new_selection(snapshot)
    selection.country = iso3
    data, first = country_data(snapshot, CountryKey.of(selection)), selection.param.year.bounds[0]
    slots = _season(snapshot, iso3) | _windows(snapshot, data, selection.trend_period)
    if not projections.has_projections(snapshot) or data.temperature is None:
        return {"slots": slots, "future": None}
    ahead = ahead_of(snapshot, iso3, data.key.baseline, selection.scenario)
    return {"slots": slots, "future": _future(snapshot, data, data.temperature, ahead, first)}


def _future(
    snapshot: Snapshot, data: CountryData, shown: TemperatureData, ahead: Ahead | None, first: int
) -> dict[str, Any]:
    """Return markup by slot and the readings of the chart to 2100; with the reason where it has no scenario."""
    future = ahead.future if ahead else None
    drawn = scenarios.temperature(shown, chart.by_variable, ahead)
    drawn = chart.on_axis(drawn, (first - 1, LAST_YEAR + 1))
    notes = future_text.notes(data, future, new_selection(snapshot).scenario)
    if ahead:
        notes += future_text.levels(ahead.passings, ahead.future, data.key.baseline)
    return {
        "slots": {
            "explore_heading": head.markup(snapshot, data, future, None),
            "explore_tiles": key_figures_markup.tiles(tiles(data, future)),
            "explore_figures": key_figures_markup.markup(key_figures(data, future)),
            "explore_spread": elements.sentences([*country.sentences(data), *notes]),
            "explore_temperature": picture(drawn, "explore_temperature"),
            "explore_stripes": stripes_picture(shown, (first, LAST_YEAR)),
        },
        "temperature": _readings(data, shown, ahead, drawn),
    }


def _readings(data: CountryData, shown: TemperatureData, ahead: Ahead | None, drawn: chart.Chart) -> dict[str, Any]:
    """Return what is read out of each observed year, and of 20-year means at their middle after that."""
    known = np.isfinite(shown.values)
    years, values = shown.years[known], shown.values[known]
    label, words = country.temperature_label(data), [f"{text}, observed, CRU TS" for text in texts(shown)]
    if ahead:
        course = ahead.future.course
        years, values = np.r_[years, course.mean_years], np.r_[values, course.means]
        label = f"{label} {future_text.label(data, ahead.future)}"
        words += [_plain(tip) for tip in future_text.modelled_tips(ahead.future, shown)]
    return {
        "label": label,
        "x": drawn.x_limits,
        "years": years.tolist(),
        "down": heights(values, drawn),
        "texts": words,
    }


def _plain(tip: str) -> str:
    """Return a tooltip's text without markup: "mean of 2041–2060: 25.9 °C, ..."."""
    text = re.sub(r"<b>(.*?)</b>\s*", r"mean of \1: ", tip).replace("<br>", ", ")
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _season(snapshot: Snapshot, iso3: str) -> dict[str, str]:
    data = season_data(snapshot, iso3)
    drawn = {TEMPERATURE_C: season.temperature, PRECIPITATION_MM: season.precipitation}
    titles = {TEMPERATURE_C: "Mean temperature (°C)", PRECIPITATION_MM: "Mean precipitation (mm)"}
    slots = {"explore_season_words": elements.element("p", season_text.sentence(data), class_="sentence")}
    for quantity, draw in drawn.items():
        slot = f"explore_season_{quantity.partition('_')[0]}"
        months = data.normals.get(quantity)
        if months is None:
            slots[slot] = ""
            continue
        shown = picture(draw(months, chart.by_variable), slot, LITTLE_ROOM_PX)
        named = {"role": "img", "aria_label": season_text.label(data, titles[quantity])}
        slots[slot] = elements.element("p", titles[quantity], class_="drawn-title") + elements.wrap(
            "div", shown, class_="drawn-below", **named
        )
    return slots


def _windows(snapshot: Snapshot, data: CountryData, period: tuple[int, int]) -> dict[str, str]:
    near = nearby_windows(snapshot, data.key.iso3, period)
    found = all_windows(snapshot, data.key.iso3)
    sentence = windows_text.every(found, period)
    sentences = elements.sentences([windows_text.nearby(near, period), sentence])
    if not len(found):
        return {"explore_windows_words": sentences, "explore_windows": ""}
    shown = picture(trend_windows.windows(found, period, chart.by_variable), "explore_windows", LITTLE_ROOM_PX)
    label = windows_text.label(data.heading, sentence)
    return {
        "explore_windows_words": sentences + trend_windows.key(is_selectable=False),
        "explore_windows": elements.wrap("div", shown, class_="drawn", role="img", aria_label=label),
    }

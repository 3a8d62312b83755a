"""Preview of a link in a chat or a search: a card of 1200 by 630 pixels for any address of the dashboard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from textwrap import shorten
from typing import Any

from dashboard import config
from dashboard.analysis.compare import compared
from dashboard.analysis.map_values import chosen_year, map_key
from dashboard.analysis.world_map import map_values
from dashboard.charts.core.theme import LIGHT
from dashboard.charts.svg import document, stripes
from dashboard.documents import view_cards, world
from dashboard.documents.brief import Brief, brief
from dashboard.documents.paper import temperature_svg
from dashboard.documents.typeset import Format, Job
from dashboard.snapshot import groups
from dashboard.snapshot.codes import WORLD
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.text import world_map as words

WIDE_PX, STRIPES_PX, TALL_PX, ROWS_PX, MAP_PX = 1200.0, 60.0, 240.0, 380.0, 800.0
CHART_PX = (720.0, 213.0)
MOST_ROWS = 6
EMPTY: dict[str, Any] = {
    "site": config.TITLE,
    "figure": "",
    "doubted": False,
    "size": 60,
    "picture": "",
    "picture_height": 0,
    "rows": [],
    "stripes": "",
    "stripes_height": 0,
}
"""What a card may lack."""


def card(snapshot: Snapshot, selection: Selection, titles: Mapping[str, str], format: Format = "png") -> Job:
    """Return the card of what is selected: the place or the map of Explore, the places of Compare, what a view shows.

    Args:
        snapshot: the figures.
        selection: of the address.
        titles: of the views, by name.
        format: of the file.

    Raises:
        SnapshotError: the values of a series are damaged.
    """
    of_place = brief(snapshot, selection.country)
    if selection.view == "explore":
        has_place = selection.country != selection.defaults["country"]
        return _job(
            _of_place(of_place, is_to_2100=selection.future) if has_place else _of_map(snapshot, selection), format
        )
    content = _plain(titles[selection.view], of_place, TALL_PX)
    if selection.view == "compare":
        return _job(content | _rows(snapshot, compared(snapshot, selection)), format)
    of_view = view_cards.content(snapshot, selection)
    return _job((content | of_view | {"stripes": "", "stripes_height": 20}) if of_view else content, format)


def _job(content: dict[str, Any], format: Format) -> Job:
    return Job("card", EMPTY | {"colours": asdict(LIGHT)} | content, format, dots_per_inch=72.0)


def _of_place(shown: Brief, *, is_to_2100: bool) -> dict[str, Any]:
    has_temperature = shown.temperature is not None
    wide, high = CHART_PX
    return _plain(shown.heading, shown, STRIPES_PX) | {
        "figure": shown.change.value if shown.change else "",
        "doubted": bool(shown.change and shown.change.is_doubted),
        "sentence": f"{shown.finding or shown.line}{' † Low confidence.' if shown.doubt else ''}",
        "rows": []
        if has_temperature
        else [[row.title, row.unit, row.value, row.year] for row in shown.rows[:MOST_ROWS]],
        "picture": temperature_svg(shown, LIGHT, wide, high, is_to_2100=is_to_2100) if has_temperature else "",
        "picture_height": 1080 * high / wide,
    }


def _of_map(snapshot: Snapshot, selection: Selection) -> dict[str, Any]:
    shown = map_values(snapshot, map_key(selection))
    year = shown.year(chosen_year(selection))
    row = shown.row(year)
    title = words.title(shown)
    return {
        "heading": title if year is None else f"{title}, {shown.years_of(year)}",
        "size": 34,
        "sentence": words.finding(snapshot, shown, row),
        "picture": world.picture(snapshot, shown, row, selection.projection, LIGHT, MAP_PX),
        "picture_height": 400,
    }


def _plain(heading: str, shown: Brief, stripes_px: float) -> dict[str, Any]:
    anomaly = shown.temperature.anomaly if shown.temperature else None
    drawn = stripes.shapes(anomaly, WIDE_PX, stripes_px) if anomaly is not None else ""
    return {
        "heading": heading,
        "sentence": "" if shown.iso3 == WORLD else shown.description,
        "stripes": document.document(WIDE_PX, stripes_px, drawn, "Warming stripes") if drawn else "",
        "stripes_height": stripes_px,
    }


def _rows(snapshot: Snapshot, codes: tuple[str, ...]) -> dict[str, Any]:
    """Return the stripes of the places compared, a row each with its name."""
    high = ROWS_PX / min(max(len(codes), 4), MOST_ROWS)
    index = groups.place_index(snapshot)
    found = [brief(snapshot, code) for code in codes[:MOST_ROWS]]
    rows = [one for one in found if one.temperature is not None and one.temperature.anomaly is not None]
    drawn = "".join(
        document.words(
            0, high * number + high / 2 + 6, [shorten(index.name(one.iso3), 30, placeholder=" …")], LIGHT.ink, 20
        )
        + f'<g transform="translate(330 {high * number + 4:g})">'
        + stripes.shapes(one.temperature.anomaly, 750, high - 8)  # type: ignore[union-attr, arg-type]
        + "</g>"
        for number, one in enumerate(rows)
    )
    return {
        "picture": document.document(1080, ROWS_PX, drawn, "Warming stripes") if rows else "",
        "picture_height": ROWS_PX,
        "sentence": "Warming stripes: annual mean temperature, anomaly from the baseline.",
        "stripes": "",
        "stripes_height": 20,
    }

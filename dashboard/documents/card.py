"""Preview of a link in a chat or a search: a card of 1200 by 630 pixels for any address of the dashboard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from textwrap import shorten
from typing import Any

from dashboard import config
from dashboard.analysis.compare import compared
from dashboard.charts.core.theme import LIGHT
from dashboard.charts.svg import document, stripes
from dashboard.documents.brief import Brief, brief
from dashboard.documents.paper import temperature_svg
from dashboard.documents.typeset import Format, Job
from dashboard.snapshot import groups
from dashboard.snapshot.codes import WORLD
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection

WIDE_PX, STRIPES_PX, ROW_PX = 1200.0, 60.0, 44.0
CHART_PX = (720.0, 213.0)
MOST_ROWS = 6


def card(snapshot: Snapshot, selection: Selection, titles: Mapping[str, str], format: Format = "png") -> Job:
    """Return the card of what is selected: the place of Explore, the places of Compare, or the view's name.

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
        return _job(_of_place(of_place), format)
    content = _plain(titles[selection.view], of_place)
    if selection.view == "compare":
        content |= _rows(snapshot, compared(snapshot, selection))
    return _job(content, format)


def _job(content: dict[str, Any], format: Format) -> Job:
    fixed: dict[str, Any] = {"colours": asdict(LIGHT), "site": config.TITLE}
    return Job("card", fixed | content, format, dots_per_inch=72.0)


def _of_place(shown: Brief) -> dict[str, Any]:
    has_temperature = shown.temperature is not None
    wide, high = CHART_PX
    return _plain(shown.heading, shown) | {
        "figure": shown.change.value if shown.change else "",
        "doubted": bool(shown.change and shown.change.is_doubted),
        "sentence": shown.description,
        "picture": temperature_svg(shown, LIGHT, wide, high) if has_temperature else "",
        "picture_height": 1080 * high / wide,
    }


def _plain(heading: str, shown: Brief) -> dict[str, Any]:
    anomaly = shown.temperature.anomaly if shown.temperature else None
    drawn = stripes.shapes(anomaly, WIDE_PX, STRIPES_PX) if anomaly is not None else ""
    return {
        "heading": heading,
        "figure": "",
        "doubted": False,
        "sentence": "" if shown.iso3 == WORLD else shown.description,
        "picture": "",
        "picture_height": 0,
        "stripes": document.document(WIDE_PX, STRIPES_PX, drawn, "Warming stripes") if drawn else "",
    }


def _rows(snapshot: Snapshot, codes: tuple[str, ...]) -> dict[str, Any]:
    """Return the stripes of the places compared, a row each with its name."""
    index = groups.place_index(snapshot)
    found = [brief(snapshot, code) for code in codes[:MOST_ROWS]]
    rows = [one for one in found if one.temperature is not None and one.temperature.anomaly is not None]
    drawn = "".join(
        document.words(0, ROW_PX * number + 26, [shorten(index.name(one.iso3), 30, placeholder=" …")], LIGHT.ink, 20)
        + f'<g transform="translate(330 {ROW_PX * number + 4:g})">'
        + stripes.shapes(one.temperature.anomaly, 750, ROW_PX - 8)  # type: ignore[union-attr, arg-type]
        + "</g>"
        for number, one in enumerate(rows)
    )
    high = ROW_PX * len(rows)
    return {
        "picture": document.document(1080, high, drawn, "Warming stripes") if rows else "",
        "picture_height": high,
        "sentence": "Warming stripes: annual mean temperature, anomaly from the baseline.",
        "stripes": "",
    }

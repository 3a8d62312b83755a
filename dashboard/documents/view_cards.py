"""Content of the cards of links to Rank, Correlate, Model and Data: what the address shows, as rows or as a picture."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.analysis.projected_rank import selected_ranking
from dashboard.analysis.rank import Ranking
from dashboard.analysis.scatter import ScatterData, correlations, scatter_data
from dashboard.charts.core.theme import LIGHT
from dashboard.charts.core.ticks import ticks
from dashboard.charts.svg import document
from dashboard.snapshot.economies import economies
from dashboard.snapshot.model import model_of, why_no_model
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.registry import TABLES
from dashboard.text import drivers as model_words
from dashboard.text import rank as rank_words
from dashboard.text import relate as relate_words

ROWS = 5
SMALL = 34
"""Size of a heading that is a sentence or a title with its unit."""

WIDE_PX, HIGH_PX, LEFT_PX, BOTTOM_PX = 1080.0, 370.0, 110.0, 62.0
DOT_PX, TEXT_PX = 6.0, 18.0


def content(snapshot: Snapshot, selection: Selection) -> dict[str, Any]:
    """Return the content of the card for a view, as `card.EMPTY` names it; {} for a view that is not among `VIEWS`.

    Raises:
        SnapshotError: the values of a series are damaged.
    """
    found = VIEWS.get(selection.view)
    return {"size": SMALL, **found(snapshot, selection)} if found else {}


def _rank(snapshot: Snapshot, selection: Selection) -> dict[str, Any]:
    """Return the first places, and the selected country where it is further down."""
    ranked = selected_ranking(snapshot, selection)
    names = rank_words.numbered(ranked)
    rows = list(range(min(ROWS, len(names))))
    if selection.country in ranked.iso3 and (own := ranked.iso3.index(selection.country)) >= ROWS:
        rows[-1] = own
    sentence = rank_words.sentence(ranked, selection.country, selection.rank_order == "ascending", selection.year)
    return {
        "heading": rank_words.heading(ranked),
        "sentence": sentence,
        "rows": [[names[row], "", rank_words.value(ranked, row), _range(ranked, row)] for row in rows],
    }


def _range(ranked: Ranking, row: int) -> str:
    """Return the range of the rank that the intervals allow; the year of the value where there are no intervals."""
    if ranked.rank_ranges is not None:
        return f"rank {rank_words.rank_range(ranked, row)}"
    return "" if ranked.value_years is None else str(ranked.value_years[row])


def _correlate(snapshot: Snapshot, selection: Selection) -> dict[str, Any]:
    """Return the scatter plot with the sentence on it."""
    data = scatter_data(snapshot, selection)
    found = correlations(snapshot, data, selection.year)
    return {
        "heading": relate_words.heading(data),
        "sentence": relate_words.headline(data, found, selection.year),
        "picture": _scatter(snapshot, data, data.pair.row(selection.year), selection.country),
        "picture_height": HIGH_PX,
    }


def _scatter(snapshot: Snapshot, data: ScatterData, row: int, own: str) -> str:
    x, y = (values[row] for values in data.placed)
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return ""
    wide, high = WIDE_PX - LEFT_PX - 20, HIGH_PX - BOTTOM_PX - 20
    (x_low, x_high), (y_low, y_high) = _limits(x[known]), _limits(y[known])
    across, down = LEFT_PX + wide * (x - x_low) / (x_high - x_low), 10 + high * (y_high - y) / (y_high - y_low)
    codes = economies(snapshot).iso3
    places = np.flatnonzero(known)
    dots = [
        f'<circle cx="{across[at]:.1f}" cy="{down[at]:.1f}" r="{DOT_PX * (1.6 if codes[at] == own else 1):g}" '
        f'fill="{LIGHT.trend if codes[at] == own else LIGHT.indicator}" fill-opacity="0.6"/>'
        for at in sorted(places, key=lambda at: codes[at] == own)
    ]
    floor = 10 + high
    lines = f'<path d="M{LEFT_PX:g} 10V{floor:g}H{LEFT_PX + wide:g}" stroke="{LIGHT.quiet}" fill="none"/>'
    below = [
        document.centred(LEFT_PX + wide * (at - x_low) / (x_high - x_low), floor + 24, text, LIGHT.quiet, TEXT_PX)
        for at, text in ticks(x_low, x_high, log=data.logs[0]).items()
    ]
    beside = [
        document.centred(LEFT_PX / 2, 16 + high * (y_high - at) / (y_high - y_low), text, LIGHT.quiet, TEXT_PX)
        for at, text in ticks(y_low, y_high, log=data.logs[1]).items()
    ]
    title = document.centred(LEFT_PX + wide / 2, floor + 50, data.pair.x_quantity.title, LIGHT.quiet, TEXT_PX)
    drawn = "".join([lines, *dots, *below, *beside, title])
    return document.document(WIDE_PX, HIGH_PX, drawn, relate_words.heading(data))


def _limits(values: np.ndarray) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = (high - low) * 0.04 or 0.5
    return low - room, high + room


def _model(snapshot: Snapshot, _: Selection) -> dict[str, Any]:
    """Return the answer of the model and its most important features."""
    model = model_of(snapshot)
    if model is None:
        return {"heading": model_words.QUESTION, "sentence": why_no_model(snapshot)}
    rows = model.importance.head(ROWS).to_dict("records")
    return {
        "heading": model_words.QUESTION,
        "sentence": f"{model_words.sentence(model)} Most important features, as the rise of the error when permuted:",
        "rows": [
            [
                row["title"],
                "",
                f"{model_words.small(row['importance'])} °C",
                f"95 % CI {model_words.small_interval(row['low95'], row['high95'], row['importance'])}",
            ]
            for row in rows
        ],
    }


def _data(snapshot: Snapshot, selection: Selection) -> dict[str, Any]:
    """Return the first rows of the table: its first column of text, or of all, and its first number that is no year."""
    table = TABLES[selection.table].make(snapshot, selection)
    shown = table.on_page
    names = [column for column in shown if not column.is_number] or list(shown[:1])
    numbers = [column for column in shown if column.is_number and "year" not in column.name and column not in names[:1]]
    rows: list[list[str]] = []
    if names and numbers:
        value = next((column for column in numbers if column.unit is not None), numbers[0])
        cells = zip(names[0].formatted[:ROWS], value.formatted[:ROWS], strict=True)
        rows = [[name, value.title, text or "–", ""] for name, text in cells]
    count = len(shown[0].values) if shown else 0
    return {
        "heading": table.title,
        "sentence": f"{count:,} rows, as CSV, Parquet and JSON, with sources and methods.",
        "rows": rows,
    }


VIEWS = {"rank": _rank, "relate": _correlate, "drivers": _model, "data": _data}

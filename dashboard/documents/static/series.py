"""Series of the static edition: a file each, with the values of all places and the words beside the chart.

The browser draws the chart from it (assets/js/static/indicator.js) by the limits, ticks and labels that are in the
file, and reads the values out by the rule of assets/js/page/numbers.js.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.analysis.indicator import IndicatorData, indicator_data
from dashboard.assets.binary import pack
from dashboard.charts.svg import chart
from dashboard.snapshot import provenance, series
from dashboard.snapshot.store import Snapshot
from dashboard.text import indicator as words
from dashboard.text.markup import indicator as markup
from dashboard.text.markup import series_facts


def address(figures: str, code: str) -> str:
    """Return the address of a series' file."""
    return f"{figures}/series/{code}.bin"


def content(snapshot: Snapshot, code: str, places: list[str], years: tuple[int, int]) -> bytes:
    """Return the file of a series, packed.

    Raises:
        SnapshotError: the values of the series are damaged.
    """
    about, values = _series(snapshot, code, places, years)
    return pack(about, {"values": values.ravel()}, {"values": len(places)})


def first(snapshot: Snapshot, code: str, iso3: str, years: tuple[int, int]) -> dict[str, Any]:
    """Return what the file has for one place, for the first HTML: 2 kB in place of a file of 65."""
    about, values = _series(snapshot, code, [iso3], years)
    known = [None if np.isnan(value) else float(value) for value in values.ravel()]
    return {**about, "code": code, "values": known}


def _series(
    snapshot: Snapshot, code: str, places: list[str], years: tuple[int, int]
) -> tuple[dict[str, Any], np.ndarray]:
    """Return the words of a series, and its values with a row a year and a column a place.

    Args:
        snapshot: the figures.
        code: of the series.
        places: codes, in the order of the file.
        years: first and last of the axis, that of the temperatures.
    """
    found = [indicator_data(snapshot, iso3, code, "none") for iso3 in places]
    grid = series.indicator(snapshot, code)
    about = {
        "unit": found[0].unit,
        "decimals": found[0].decimals,
        "first_year": int(grid.years[0]),
        "rows": int(grid.years.size),
        "places": places,
        "titles": [markup.title(data) for data in found],
        "words": [markup.words(data) for data in found],
        "charts": [_chart(data, years) if data.has_values else None for data in found],
        "source": markup.source(provenance.short_line(snapshot, code)),
        "about": series_facts.about(provenance.source_of(snapshot, code)),
        "forecasts": {
            place: [data.forecast_years.tolist(), [float(value) for value in data.forecasts]]
            for place, data in zip(places, found, strict=True)
            if data.forecasts.size
        },
    }
    return about, np.stack([data.values for data in found], axis=1).astype("float32")


def _chart(data: IndicatorData, years: tuple[int, int]) -> dict[str, Any]:
    """Return limits, ticks and label of a place's chart, and its accessible name."""
    drawn = chart.indicator(data, chart.by_variable)
    last = max(years[1], int(max(data.forecast_years, default=0)))
    return {
        "x": [years[0] - 1, last + 1],
        "y": _rounded(*drawn.y_limits),
        "ticks": [[at, text] for at, text in drawn.y_ticks.items()],
        "end": drawn.labels[0].text,
        "more": _more(data),
    }


def _more(data: IndicatorData) -> str:
    """Return what the chart's accessible name has more than the sentence beside it, after the sentence's first part.

    "Life expectancy at birth in Kenya, years, 1960–2024: 64 years" has ", years, 1960–2024": a file is 3 kB smaller
    without the rest for 297 places. A name that is made otherwise is returned whole.
    """
    label, sentence = words.label(data), words.sentence(data)
    place, colon, value = sentence.partition(": ")
    if colon and label.startswith(place) and label.endswith(colon + value):
        return label[len(place) : len(label) - len(colon + value)]
    return label


def _rounded(low: float, high: float) -> list[float]:
    """Return the limits of an axis to a ten-thousandth of their distance, which is a tenth of a pixel."""
    decimals = 4 - int(np.floor(np.log10(high - low)))
    return [round(low, decimals), round(high, decimals)]

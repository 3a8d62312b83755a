"""Sentences for the Relate view: correlation of two quantities in levels and in changes, and its limitations."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dashboard.analysis.relate import CHANGE_YEARS, CloseSeries, CorrelationPair
from dashboard.analysis.scatter import Correlations, ScatterData
from dashboard.snapshot import provenance
from dashboard.snapshot.quantities import Quantity
from dashboard.snapshot.store import Snapshot
from dashboard.text.numbers import amount, number
from measures.bootstrap import BLOCK_LATITUDE_DEG, BLOCK_LONGITUDE_DEG, RESAMPLES
from measures.correlation import Correlation

MEANINGS = ((0.1, "negligible"), (0.3, "weak"), (0.6, "moderate"), (1.1, "strong"))
"""Words for the size of a coefficient, below each bound; conventions, nothing more."""

THRESHOLDS = "Weak: from 0.1; moderate: from 0.3; strong: from 0.6."
"""`MEANINGS` for the reader."""

CAUTION = (
    "Correlation is not causation. Rich and poor countries differ in most respects, so most series correlate across "
    "countries. Annual changes within countries are the harder test, and no proof either."
)


def coefficient(found: Correlation | None) -> str:
    """Return a coefficient with its interval, or a dash."""
    if found is None:
        return "–"
    return f"{number(found.value, 2)} ({number(found.low95, 2)} to {number(found.high95, 2)})"


def in_words(found: Correlation) -> str:
    """Return the strength and sign of a correlation; not significant if the interval includes zero."""
    if found.low95 <= 0 <= found.high95:
        return "no significant correlation"
    meaning = next(words for bound, words in MEANINGS if abs(found.value) < bound)
    return f"{meaning} {'positive' if found.value > 0 else 'negative'} correlation"


def sentence(year: int | None, levels: CorrelationPair, changes: CorrelationPair) -> str:
    """Return the sentence on the chart: year, correlation across countries and of annual changes within them."""
    found = _finding(levels, changes)
    return f"In {year}: {found}" if year else f"{found[:1].upper()}{found[1:]}"


def headline(data: ScatterData, found: Correlations, asked: int | str) -> str:
    """Return `sentence` for the chart, and why its year differs from the one selected."""
    return sentence(found.year, found.levels, found.changes) + _why_another_year(found.year, asked)


def label(data: ScatterData, found: Correlations, asked: int | str) -> str:
    """Return the accessible name of the chart, whose first part is the title of its picture: both quantities."""
    return f"{heading(data)}: {headline(data, found, asked)}"


def heading(data: ScatterData) -> str:
    """Return the title of the chart: "Life expectancy (y) against GDP per person (x)"."""
    return f"{data.pair.y_quantity.title} (y) against {data.pair.x_quantity.title} (x)"


def table_notes(data: ScatterData, found: Correlations) -> str:
    """Return `notes` for the table shown."""
    stands_in = data.pair.x_quantity.is_measure != data.pair.y_quantity.is_measure
    return notes(found.levels, found.over_years, found.changes, stands_in, data.log_titles)


def sources(snapshot: Snapshot, data: ScatterData) -> str:
    """Return the source lines of x, y and the sizes."""
    shown = {"x": data.pair.x_quantity, "y": data.pair.y_quantity, **({"Point size": data.size} if data.size else {})}
    return " ".join(
        f"{name}: {provenance.line(snapshot, provenance.TEMPERATURE if quantity.is_measure else quantity.id)}"
        for name, quantity in shown.items()
    )


def _why_another_year(year: int | None, asked: int | str) -> str:
    if not isinstance(asked, int) or asked == year:
        return ""
    return f" {asked} is not available for both; {year} is shown." if year else " Neither has years."


def _finding(levels: CorrelationPair, changes: CorrelationPair) -> str:
    if levels.spearman is None:
        return f"not available: {levels.why_not}."
    stated = (
        f"{in_words(levels.spearman)} across {levels.spearman.n} countries "
        f"(Spearman {number(levels.spearman.value, 2)}, 95 % CI {_between(levels.spearman)})."
    )
    if changes.spearman is None:
        return stated
    return (
        f"{stated} Annual changes within countries: {in_words(changes.spearman)} "
        f"({number(changes.spearman.value, 2)}, 95 % CI {_between(changes.spearman)})."
    )


def caution(y: Quantity, levels: CorrelationPair, close: CloseSeries | None) -> str:
    """Return the limitations of a correlation, and how many other series correlate as closely."""
    parts = [CAUTION]
    if levels.spearman is not None and close is not None:
        parts += _close_series(y, close)
    return " ".join(parts)


def _close_series(y: Quantity, close: CloseSeries) -> list[str]:
    """Return the sentences on the other series: how many correlate as closely, and how many are damaged."""
    as_close, compared, unread = close
    parts = []
    if as_close:
        verb = "correlates" if as_close == 1 else "correlate"
        parts.append(
            f"{as_close} of {compared} other series {verb} with “{y.title}” at least as strongly. "
            "With many pairs, some correlate by chance."
        )
    elif compared:
        parts.append(f"None of {compared} other series correlates with “{y.title}” as strongly.")
    if unread:
        parts.append(f"{unread} other series could not be compared, as the values are damaged.")
    return parts


def notes(
    levels: CorrelationPair, over_years: CorrelationPair, changes: CorrelationPair, stands_in: bool, logs: Iterable[str]
) -> str:
    """Return notes on the table: empty rows, the replacement of a measure without years, and the coefficients."""
    parts = [
        f"{kind}: not available, as {found.why_not}."
        for kind, found in (
            ("Cross-section", levels),
            (f"{CHANGE_YEARS}-year change", over_years),
            ("Annual changes", changes),
        )
        if found.why_not
    ]
    if stands_in and not changes.why_not:
        parts.append("Annual changes use the annual mean temperature in place of the warming measure.")
    named = [f"“{title}”" for title in logs]
    if named:
        parts.append(f"Pearson’s coefficient uses the logarithm of {' and of '.join(named)}, as the axis does.")
    parts.append(
        f"{THRESHOLDS} 95 % CI from a spatial block bootstrap ({RESAMPLES:,} resamples; blocks of "
        f"{BLOCK_LATITUDE_DEG:.0f} by {BLOCK_LONGITUDE_DEG:.0f} degrees), as neighbours are alike. "
        "Annual changes: country and year means removed; blocks and years resampled."
    )
    return " ".join(parts)


def value(about: Quantity, number: float, year: int | None, away: int) -> str:
    """Return a value with its title, unit and year."""
    if np.isnan(number):
        return f"{about.title}: no value"
    if about.is_year:
        return f"{about.title}: {number:.0f}"
    when = about.window_in_words or (str(year + away) if year else "")
    return f"{about.title}: {amount(number, about.decimals)} {about.unit} ({when})"


def sizes(
    about: Quantity | None, values: np.ndarray | None, row: int, order: np.ndarray, year: int | None
) -> list[str]:
    """Return the tooltip line of each dot's area, with its year: the last year sent to the server."""
    if about is None or values is None:
        return [""] * order.size
    when = f" ({year})" if year else ""
    return [
        "" if np.isnan(value) else f"{about.title}: {amount(value, about.decimals)}{when}"
        for value in values[row, order]
    ]


def _between(found: Correlation) -> str:
    return f"{number(found.low95, 2)} to {number(found.high95, 2)}"

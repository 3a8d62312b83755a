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

MEANINGS = ((0.1, "hardly go along"), (0.3, "go along weakly"), (0.6, "go along moderately"), (1.1, "go along closely"))
"""Words for the size of a coefficient, up to each bound; conventions, nothing more."""


def coefficient(found: Correlation | None) -> str:
    """Return a coefficient with its interval, or a dash."""
    if found is None:
        return "–"
    return f"{number(found.value, 2)} ({number(found.low95, 2)} to {number(found.high95, 2)})"


def in_words(found: Correlation) -> str:
    """Return the strength of a correlation; not significant if the interval includes zero."""
    if found.low95 <= 0 <= found.high95:
        return "a link cannot be told from none"
    meaning = next(words for bound, words in MEANINGS if abs(found.value) < bound)
    return meaning if found.value > 0 else f"{meaning}, one higher where the other is lower"


def sentence(x: Quantity, y: Quantity, year: int | None, levels: CorrelationPair, changes: CorrelationPair) -> str:
    """Return the sentence on the chart: both quantities, year, correlation in levels and in annual changes."""
    when = f" in {year}" if year else ""
    return f"{_subject(x, y)}{when}: {_finding(levels, changes)}"


def headline(data: ScatterData, found: Correlations, asked: int | str) -> str:
    """Return `sentence` for the chart, and why its year differs from the one selected."""
    stated = sentence(data.pair.x_quantity, data.pair.y_quantity, found.year, found.levels, found.changes)
    return stated + _why_another_year(found.year, asked)


def label(data: ScatterData, found: Correlations, asked: int | str) -> str:
    """Return the accessible name of the chart, whose first part is the title of its picture: both quantities."""
    when = f"in {found.year}, " if found.year else ""
    subject = _subject(data.pair.x_quantity, data.pair.y_quantity)
    return f"{subject}: {when}{_finding(found.levels, found.changes)}{_why_another_year(found.year, asked)}"


def table_notes(data: ScatterData, found: Correlations) -> str:
    """Return `notes` for the table shown."""
    stands_in = data.pair.x_quantity.is_measure != data.pair.y_quantity.is_measure
    return notes(found.levels, found.over_years, found.changes, stands_in, data.log_titles)


def sources(snapshot: Snapshot, data: ScatterData) -> str:
    """Return the source lines of x, y and the sizes."""
    shown = {"x": data.pair.x_quantity, "y": data.pair.y_quantity, **({"Area": data.size} if data.size else {})}
    return " ".join(
        f"{name}: {provenance.line(snapshot, provenance.TEMPERATURE if quantity.is_measure else quantity.id)}"
        for name, quantity in shown.items()
    )


def _subject(x: Quantity, y: Quantity) -> str:
    return f"“{x.title}” and “{y.title}”"


def _why_another_year(year: int | None, asked: int | str) -> str:
    if not isinstance(asked, int) or asked == year:
        return ""
    return f" There is no {asked} for both; this is {year}." if year else " Neither has years."


def _finding(levels: CorrelationPair, changes: CorrelationPair) -> str:
    if levels.spearman is None:
        return f"no correlation is given, because {levels.why_not}."
    stated = (
        f"over {levels.spearman.n} economies {_both_or_link(levels.spearman)} "
        f"(Spearman {number(levels.spearman.value, 2)}, 95 % interval {_between(levels.spearman)})"
    )
    if changes.spearman is None:
        return f"{stated}."
    return (
        f"{stated}; from year to year within economies {_both_or_link(changes.spearman)} "
        f"({number(changes.spearman.value, 2)}, {_between(changes.spearman)})."
    )


def caution(y: Quantity, levels: CorrelationPair, close: CloseSeries | None) -> str:
    """Return the limitations of a correlation, and how many other series correlate as closely."""
    parts = [
        "This does not show that one brings about the other. Rich and poor countries differ in nearly everything at "
        "once, so most series correlate with most others in levels; what moves together within a country, from year "
        "to year, is the harder test, and not a proof either.",
    ]
    if levels.spearman is not None and close is not None and close.compared:
        as_close, compared = close
        if as_close:
            parts.append(
                f"{as_close} of the {compared} other series here {'goes' if as_close == 1 else 'go'} along with "
                f"“{y.title}” at least as closely: whoever tries many pairs finds some that fit."
            )
        else:
            parts.append(f"None of the {compared} other series here goes along with “{y.title}” as closely.")
    return " ".join(parts)


def notes(
    levels: CorrelationPair, over_years: CorrelationPair, changes: CorrelationPair, stands_in: bool, logs: Iterable[str]
) -> str:
    """Return notes on the table: empty rows, the replacement of a measure without years, and the coefficients."""
    parts = [
        f"{kind}: not given, because {found.why_not}."
        for kind, found in (
            ("Levels", levels),
            (f"Change over {CHANGE_YEARS} years", over_years),
            ("Year to year", changes),
        )
        if found.why_not
    ]
    if stands_in and not changes.why_not:
        parts.append("Year to year, the annual mean temperature stands in for the warming measure.")
    named = [f"“{title}”" for title in logs]
    if named:
        parts.append(f"Pearson’s coefficient is of the logarithm of {' and of '.join(named)}, as the axis shows it.")
    parts.append(
        f"95 % CI from a spatial block bootstrap ({RESAMPLES:,} resamples; blocks of {BLOCK_LATITUDE_DEG:.0f} by "
        f"{BLOCK_LONGITUDE_DEG:.0f} degrees), as neighbours are alike. Year to year: economy and year means removed; "
        "blocks and years drawn."
    )
    return " ".join(parts)


def value(about: Quantity, number: float, year: int | None, away: int) -> str:
    """Return a value with its title, unit and year."""
    if np.isnan(number):
        return f"{about.title}: no value"
    if about.is_year:
        return f"{about.title}: {number:.0f}"
    when = about.window or (str(year + away) if year else "")
    return f"{about.title}: {amount(number)} {about.unit} ({when})"


def sizes(
    about: Quantity | None, values: np.ndarray | None, row: int, order: np.ndarray, year: int | None
) -> list[str]:
    """Return the tooltip line of each dot's area, with its year: the last year sent to the server."""
    if about is None or values is None:
        return [""] * order.size
    when = f" ({year})" if year else ""
    return ["" if np.isnan(value) else f"{about.title}: {amount(value)}{when}" for value in values[row, order]]


def _both_or_link(found: Correlation) -> str:
    strength = in_words(found)
    return strength if strength.startswith("a link") else f"they {strength}"


def _between(found: Correlation) -> str:
    return f"{number(found.low95, 2)} to {number(found.high95, 2)}"

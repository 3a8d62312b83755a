"""What Relate says: how two figures go along over countries, in levels and in changes, and what that does not show."""

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
    """A coefficient with its interval, or a dash."""
    if found is None:
        return "–"
    return f"{number(found.value, 2)} ({number(found.low95, 2)} to {number(found.high95, 2)})"


def in_words(found: Correlation) -> str:
    """How closely two figures go along; "cannot be told from none" where the interval holds zero."""
    if found.low95 <= 0 <= found.high95:
        return "a link cannot be told from none"
    meaning = next(words for bound, words in MEANINGS if abs(found.value) < bound)
    return meaning if found.value > 0 else f"{meaning}, one higher where the other is lower"


def sentence(x: Quantity, y: Quantity, year: int | None, levels: CorrelationPair, changes: CorrelationPair) -> str:
    """What the chart shows: both figures, the year, the correlation in levels and in changes from year to year."""
    when = f" in {year}" if year else ""
    return f"{_subject(x, y)}{when}: {_finding(levels, changes)}"


def headline(data: ScatterData, found: Correlations, asked: int | str) -> str:
    """Return `sentence` of what is shown, and why another year than the one asked for is shown."""
    said = sentence(data.pair.x_quantity, data.pair.y_quantity, found.year, found.levels, found.changes)
    return said + _why_another_year(found.year, asked)


def label(data: ScatterData, found: Correlations, asked: int | str) -> str:
    """Return the accessible name of the chart, whose first part is the title of its picture: both quantities."""
    when = f"in {found.year}, " if found.year else ""
    subject = _subject(data.pair.x_quantity, data.pair.y_quantity)
    return f"{subject}: {when}{_finding(found.levels, found.changes)}{_why_another_year(found.year, asked)}"


def table_notes(data: ScatterData, found: Correlations) -> str:
    """Return `notes` of what is shown."""
    stands_in = data.pair.x_quantity.is_measure != data.pair.y_quantity.is_measure
    return notes(found.levels, found.over_years, found.changes, stands_in, data.log_titles)


def sources(snapshot: Snapshot, data: ScatterData) -> str:
    """Return where x, y and the sizes come from."""
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
    said = (
        f"over {levels.spearman.n} economies {_both_or_link(levels.spearman)} "
        f"(Spearman {number(levels.spearman.value, 2)}, 95 % interval {_between(levels.spearman)})"
    )
    if changes.spearman is None:
        return f"{said}."
    return (
        f"{said}; from year to year within economies {_both_or_link(changes.spearman)} "
        f"({number(changes.spearman.value, 2)}, {_between(changes.spearman)})."
    )


def caution(y: Quantity, levels: CorrelationPair, close: CloseSeries | None) -> str:
    """Return what a correlation does not show, and how many other series correlate as closely."""
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
    """Why a row of the table is empty, what stands in for what, and what the coefficients are of."""
    said = [
        f"{kind}: not given, because {found.why_not}."
        for kind, found in (
            ("Levels", levels),
            (f"Change over {CHANGE_YEARS} years", over_years),
            ("Year to year", changes),
        )
        if found.why_not
    ]
    if stands_in and not changes.why_not:
        said.append("Year to year, the annual mean temperature stands in for the warming measure.")
    named = [f"“{title}”" for title in logs]
    if named:
        said.append(f"Pearson’s coefficient is of the logarithm of {' and of '.join(named)}, as the axis shows it.")
    said.append(
        f"95 % CI from a spatial block bootstrap ({RESAMPLES:,} resamples; blocks of {BLOCK_LATITUDE_DEG:.0f} by "
        f"{BLOCK_LONGITUDE_DEG:.0f} degrees), as neighbours are alike. Year to year: economy and year means removed; "
        "blocks and years drawn."
    )
    return " ".join(said)


def value(about: Quantity, held: float, year: int | None, away: int) -> str:
    """A value in words, with the year that it is of."""
    if np.isnan(held):
        return f"{about.title}: no value"
    if about.is_year:
        return f"{about.title}: {held:.0f}"
    when = about.window or (str(year + away) if year else "")
    return f"{about.title}: {amount(held)} {about.unit} ({when})"


def sizes(
    about: Quantity | None, values: np.ndarray | None, row: int, order: np.ndarray, year: int | None
) -> list[str]:
    """What gives each dot its area, of the year that the server last heard of; that year is said."""
    if about is None or values is None:
        return [""] * order.size
    when = f" ({year})" if year else ""
    return ["" if np.isnan(value) else f"{about.title}: {amount(value)}{when}" for value in values[row, order]]


def _both_or_link(found: Correlation) -> str:
    said = in_words(found)
    return said if said.startswith("a link") else f"they {said}"


def _between(found: Correlation) -> str:
    return f"{number(found.low95, 2)} to {number(found.high95, 2)}"

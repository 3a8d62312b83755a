"""Sentences for the Rank view: first and last place, ranges of ranks, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dashboard.analysis.rank import Ranking
from dashboard.analysis.stripes import Stripes
from dashboard.snapshot import doubts, names, provenance
from dashboard.snapshot.quantities import Quantity
from dashboard.snapshot.store import Snapshot
from dashboard.text import emergence
from dashboard.text.numbers import amount, end, signed, with_minus
from measures.confidence import CONFIDENCE
from measures.ranks import DRAWS

PLACES_LEFT_OPEN = f"Places left open: of {DRAWS:,} draws from all intervals, the middle {CONFIDENCE * 100:.0f} %."
"""Note on `Ranking.rank_ranges`, next to the table and in its file."""

INTERVALS = "Intervals count year-to-year variation only."
FILLED_IN = "CRU TS falls back on its long-term mean where no station reports: such changes look too small."


THIN, DISPUTED = "†", "‡"
"""Marks beside names: the years are filled in; the sources disagree or the record has a step."""


def doubt_mark(own: Mapping[str, str]) -> str:
    """Return the mark of an economy's doubts; "" without any. Infilled years come first, as on the map."""
    if not own:
        return ""
    return THIN if doubts.INFILLED in own else DISPUTED


def doubt(ranked: Ranking, row: int) -> str:
    """Return why a value is doubted, with figures; "" without a doubt."""
    return with_minus("; ".join(ranked.doubt[row].values()))


def value(ranked: Ranking, row: int) -> str:
    """Return a value with its unit; a year has none."""
    figure = plain(ranked, ranked.value[row])
    return figure if ranked.quantity.is_year else f"{figure} {ranked.quantity.unit}"


def plain(ranked: Ranking, figure: float) -> str:
    """Return a number of this ranking: a plain year, a signed change of temperature, else three significant digits."""
    if ranked.quantity.is_year:
        return f"{figure:.0f}"
    return signed(figure, 2) if ranked.quantity.is_measure else amount(figure)


def extremes(about: Quantity, ascending: bool) -> tuple[str, str]:
    """Return the words for first and last: "highest" and "lowest", or for years "latest" and "earliest"."""
    most, least = ("latest", "earliest") if about.is_year else ("highest", "lowest")
    return (least, most) if ascending else (most, least)


def interval(ranked: Ranking, row: int) -> str:
    """Return the 95 % interval, "2005 or later" if it has no upper end, or a dash."""
    low, high = ranked.low95[row], ranked.high95[row]
    if np.isfinite([low, high]).all():
        if ranked.quantity.is_measure and not ranked.quantity.is_year:
            return f"{end(low, 2)} to {end(high, 2)}"
        return f"{plain(ranked, low)} to {plain(ranked, high)}"
    later, earlier = ("or later", "or earlier") if ranked.quantity.is_year else ("or more", "or less")
    if np.isfinite(low):
        return f"{plain(ranked, low)} {later}"
    return f"{plain(ranked, high)} {earlier}" if np.isfinite(high) else "–"


def rank_range(ranked: Ranking, row: int) -> str:
    """Return the range of ranks within the interval: "3rd to 17th"; "" without intervals."""
    if ranked.rank_ranges is None:
        return ""
    first, last = (int(place) for place in ranked.rank_ranges[row])
    return ordinal(first) if first == last else f"{ordinal(first)} to {ordinal(last)}"


def ordinal(place: int) -> str:
    """Return an ordinal number: 1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{'th' if place % 100 in (11, 12, 13) else ending}"


def sentence(ranked: Ranking, own: str, ascending: bool, asked: int | str) -> str:
    """Return first, last, the selected economy's rank with its range, and what is missing or doubted."""
    about = ranked.quantity
    when = about.window or (str(ranked.year) if ranked.year else "")
    unit = "" if about.is_year else about.unit
    title = f"{about.title} ({', '.join(part for part in (when, unit) if part)})"
    if not ranked.iso3:
        return f"{title}: no economy of this choice has a value."
    parts = [f"{title}: {_ends(ranked, ascending)}"]
    if own in ranked.iso3:
        parts.append(_own(ranked, ranked.iso3.index(own)))
    parts.extend(_left_out(ranked))
    if isinstance(asked, int) and ranked.year is not None and asked != ranked.year:
        parts.append(f"There are no values of {asked}; these are of {ranked.year}.")
    return " ".join(parts)


def numbered(ranked: Ranking) -> list[str]:
    """Return the economies' names with their places, in order: "1. Mongolia"."""
    return [f"{place}. {name}" for place, name in zip(ranked.ranks, ranked.name, strict=True)]


def dated_value(ranked: Ranking, row: int) -> str:
    """Return a value with its unit and its years."""
    years = ranked.quantity.window if ranked.value_years is None else ranked.value_years[row]
    return f"{value(ranked, row)} ({years})"


def uncertainty(ranked: Ranking, row: int) -> str:
    """Return a value's interval and its range of ranks; "" without intervals."""
    if ranked.rank_ranges is None:
        return ""
    return f"95 % interval {interval(ranked, row)}; places left open: {rank_range(ranked, row)}"


def sources(snapshot: Snapshot, quantity: Quantity) -> tuple[str, str]:
    """Return the source lines of the bars and of the stripes, with notes on intervals and infilled years."""
    climate = provenance.line(snapshot, provenance.TEMPERATURE)
    stripes_line = f"Stripes: {climate} {FILLED_IN}"
    if quantity.is_measure:
        return f"Bars: {climate} {FILLED_IN} {INTERVALS}", stripes_line
    return f"Bars: {provenance.line(snapshot, quantity.id)}", stripes_line


def stripes(shown: Stripes, baseline: tuple[int, int], kept: str) -> str:
    """Return the caption of the stripes. It names no first and last place: half of the extremes are in doubt."""
    if not shown.iso3:
        return f"No economy of this choice has enough temperatures in {baseline[0]}–{baseline[1]} for stripes."
    return (
        f"Annual mean temperature of {len(shown.iso3)} economies{kept}, {shown.years[0]}–{shown.years[-1]}, as "
        f"departure from each one’s own mean of {baseline[0]}–{baseline[1]} in °C, "
        "sorted by the change between 30-year means, the largest first. One colour scale for all."
    )


def _ends(ranked: Ranking, ascending: bool) -> str:
    """Return a clause on first and last place, on the only economy, or on equal values of all."""
    many, last = len(ranked.iso3), len(ranked.iso3) - 1
    top, bottom = (plain(ranked, ranked.value[row]) for row in (0, last))
    if many == 1:
        return f"{_name(ranked, 0)} ({top}) alone has a value here."
    if ranked.value[0] == ranked.value[last]:
        return f"all {many} economies have the same value ({top})."
    first_is, last_is = extremes(ranked.quantity, ascending)
    return (
        f"of {many} economies {_name(ranked, 0)} is {first_is} ({top}) and {_name(ranked, last)} {last_is} ({bottom})."
    )


def _name(ranked: Ranking, row: int) -> str:
    return names.in_sentence(ranked.iso3[row], ranked.name[row])


def _own(ranked: Ranking, row: int) -> str:
    name = names.starting_sentence(ranked.iso3[row], ranked.name[row])
    stated = f"{name} is {ordinal(int(ranked.ranks[row]))} with {plain(ranked, ranked.value[row])}"
    open_places = rank_range(ranked, row)
    return f"{stated}; its interval leaves {open_places} open." if " to " in open_places else f"{stated}."


def _left_out(ranked: Ranking) -> list[str]:
    sentences = []
    thin, disputed = (sum(doubt_mark(own) == mark for own in ranked.doubt) for mark in (THIN, DISPUTED))
    if thin:
        sentences.append(
            f"{thin} ({THIN}, hatched) {'relies' if thin == 1 else 'rely'} on infilled data: insufficient station data."
        )
    if disputed:
        sentences.append(f"For {disputed} ({DISPUTED}, hatched) the sources disagree or the record has a step.")
    if thin or disputed:
        sentences.append("Treat their ranks with caution.")
    if ranked.not_emerged:
        sentences.append(f"{emergence.counted(ranked.pending, ranked.not_emerged)}.")
    if ranked.missing:
        sentences.append(f"{ranked.missing} more {'has' if ranked.missing == 1 else 'have'} no value.")
    if ranked.value_years is not None and ranked.year is not None:
        other = int((ranked.value_years != ranked.year).sum())
        if other:
            sentences.append(
                f"{other} {'is' if other == 1 else 'are'} of a year within three of {ranked.year}, said in the table."
            )
    return sentences

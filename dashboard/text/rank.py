"""What Rank says: who is first and last, how sure the places are, and what is left out."""

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
"""How `Ranking.rank_ranges` is found: beside the table, and in its file."""

INTERVALS = "Intervals count year-to-year variation only."
FILLED_IN = "CRU TS falls back on its long-term mean where no station reports: such changes look too small."


THIN, DISPUTED = "†", "‡"
"""Marks beside names: the years are filled in; the sources disagree or the record has a step."""


def doubt_mark(own: Mapping[str, str]) -> str:
    """Return the mark of an economy's doubts; "" without any. Filled-in years come first, as on the map."""
    return (THIN if doubts.INFILLED in own else DISPUTED) if own else ""


def doubt(ranked: Ranking, row: int) -> str:
    """Return why a value is doubted, with figures; "" where nothing speaks against it."""
    return with_minus("; ".join(ranked.doubt[row].values()))


def value(ranked: Ranking, row: int) -> str:
    """A value with its unit, which a year does not need."""
    said = plain(ranked, ranked.value[row])
    return said if ranked.quantity.is_year else f"{said} {ranked.quantity.unit}"


def plain(ranked: Ranking, figure: float) -> str:
    """A number as this ranking writes it: years bare, signed changes of temperature, anything else by its size."""
    if ranked.quantity.is_year:
        return f"{figure:.0f}"
    return signed(figure, 2) if ranked.quantity.is_measure else amount(figure)


def extremes(about: Quantity, ascending: bool) -> tuple[str, str]:
    """What the first and the last of a ranking are: "highest" and "lowest", or of years "latest" and "earliest"."""
    most, least = ("latest", "earliest") if about.is_year else ("highest", "lowest")
    return (least, most) if ascending else (most, least)


def interval(ranked: Ranking, row: int) -> str:
    """The 95 % interval, "2005 or later" where it is open above, or a dash."""
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
    """The places that the interval leaves open: "3rd to 17th"; "" where nothing has an interval."""
    if ranked.rank_ranges is None:
        return ""
    first, last = (int(place) for place in ranked.rank_ranges[row])
    return ordinal(first) if first == last else f"{ordinal(first)} to {ordinal(last)}"


def ordinal(place: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{'th' if place % 100 in (11, 12, 13) else ending}"


def sentence(ranked: Ranking, own: str, ascending: bool, asked: int | str) -> str:
    """First, last, the selected economy's place with what its interval leaves open, and what is missing or doubted."""
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
    """Return a value with its unit and the years that it is of."""
    years = ranked.quantity.window if ranked.value_years is None else ranked.value_years[row]
    return f"{value(ranked, row)} ({years})"


def uncertainty(ranked: Ranking, row: int) -> str:
    """Return a value's interval and the places that it allows; "" where nothing has an interval."""
    if ranked.rank_ranges is None:
        return ""
    return f"95 % interval {interval(ranked, row)}; places left open: {rank_range(ranked, row)}"


def sources(snapshot: Snapshot, quantity: Quantity) -> tuple[str, str]:
    """Return where the figures of the bars and of the stripes come from, and what to know of them."""
    climate = provenance.line(snapshot, provenance.TEMPERATURE)
    stripes_line = f"Stripes: {climate} {FILLED_IN}"
    if quantity.is_measure:
        return f"Bars: {climate} {FILLED_IN} {INTERVALS}", stripes_line
    return f"Bars: {provenance.line(snapshot, quantity.id)}", stripes_line


def stripes(shown: Stripes, baseline: tuple[int, int], kept: str) -> str:
    """What the stripes show."""
    if not shown.iso3:
        return f"No economy of this choice has enough temperatures in {baseline[0]}–{baseline[1]} for stripes."
    return (
        f"Annual mean temperature of {len(shown.iso3)} economies{kept}, {shown.years[0]}–{shown.years[-1]}, as "
        f"departure from each one’s own mean of {baseline[0]}–{baseline[1]} in °C: "
        f"{names.in_sentence(shown.iso3[0], shown.name[0])} has warmed most, at the top, "
        f"{names.in_sentence(shown.iso3[-1], shown.name[-1])} least. One colour scale for all."
    )


def _ends(ranked: Ranking, ascending: bool) -> str:
    """Who is first and who last; the one there is, where there is but one; that all are alike, where they are."""
    many, last = len(ranked.iso3), len(ranked.iso3) - 1
    top, bottom = (plain(ranked, ranked.value[row]) for row in (0, last))
    if many == 1:
        return f"{_said(ranked, 0)} ({top}) alone has a value here."
    if ranked.value[0] == ranked.value[last]:
        return f"all {many} economies have the same value ({top})."
    first_is, last_is = extremes(ranked.quantity, ascending)
    return (
        f"of {many} economies {_said(ranked, 0)} is {first_is} ({top}) and {_said(ranked, last)} {last_is} ({bottom})."
    )


def _said(ranked: Ranking, row: int) -> str:
    return names.in_sentence(ranked.iso3[row], ranked.name[row])


def _own(ranked: Ranking, row: int) -> str:
    name = names.starting_sentence(ranked.iso3[row], ranked.name[row])
    said = f"{name} is {ordinal(int(ranked.ranks[row]))} with {plain(ranked, ranked.value[row])}"
    open_places = rank_range(ranked, row)
    return f"{said}; its interval leaves {open_places} open." if " to " in open_places else f"{said}."


def _left_out(ranked: Ranking) -> list[str]:
    said = []
    thin, disputed = (sum(doubt_mark(own) == mark for own in ranked.doubt) for mark in (THIN, DISPUTED))
    if thin:
        said.append(
            f"{thin} ({THIN}, hatched) {'relies' if thin == 1 else 'rely'} on infilled data: insufficient station data."
        )
    if disputed:
        said.append(f"For {disputed} ({DISPUTED}, hatched) the sources disagree or the record has a step.")
    if thin or disputed:
        said.append("Treat their ranks with caution.")
    if ranked.not_emerged:
        said.append(f"{emergence.counted(ranked.pending, ranked.not_emerged)}.")
    if ranked.missing:
        said.append(f"{ranked.missing} more {'has' if ranked.missing == 1 else 'have'} no value.")
    if ranked.value_years is not None and ranked.year is not None:
        other = int((ranked.value_years != ranked.year).sum())
        if other:
            said.append(
                f"{other} {'is' if other == 1 else 'are'} of a year within three of {ranked.year}, said in the table."
            )
    return said

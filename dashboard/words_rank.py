"""What Rank says: who is first and last, how sure the places are, and what is left out."""

from __future__ import annotations

import numpy as np

from dashboard.presentation import amount, signed
from dashboard.ranking import Ranking
from dashboard.striped import Stripes
from measures.noise import CONFIDENCE
from measures.places import DRAWS

PLACES_LEFT_OPEN = f"Places left open: of {DRAWS:,} draws from all intervals, the middle {CONFIDENCE * 100:.0f} %."
"""How `Ranking.between` is found: beside the table, and in its file."""


def value(ranked: Ranking, row: int) -> str:
    """A value with its unit."""
    return f"{plain(ranked, ranked.value[row])} {ranked.quantity.unit}"


def plain(ranked: Ranking, figure: float) -> str:
    """A number as this ranking writes it: signed changes of temperature, anything else by its size."""
    if not ranked.quantity.is_measure:
        return amount(figure)
    return f"{figure:.0f}" if ranked.quantity.unit == "year" else signed(figure, 2)


def interval(ranked: Ranking, row: int) -> str:
    """The 95 % interval, or a dash."""
    low, high = ranked.low95[row], ranked.high95[row]
    return f"{plain(ranked, low)} to {plain(ranked, high)}" if np.isfinite([low, high]).all() else "–"


def between(ranked: Ranking, row: int) -> str:
    """The places that the interval leaves open: "3rd to 17th"; "" where nothing has an interval."""
    if ranked.between is None:
        return ""
    first, last = (int(place) for place in ranked.between[row])
    return ordinal(first) if first == last else f"{ordinal(first)} to {ordinal(last)}"


def ordinal(place: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{'th' if place % 100 in (11, 12, 13) else ending}"


def sentence(ranked: Ranking, own: str, ascending: bool, asked: int | str) -> str:
    """First, last, the selected economy's place with what its interval leaves open, and what is missing or doubted."""
    about = ranked.quantity
    when = about.window or (str(ranked.year) if ranked.year else "")
    title = f"{about.title} ({', '.join(part for part in (when, about.unit) if part)})"
    if not ranked.iso3:
        return f"{title}: no economy of this choice has a value."
    last = len(ranked.iso3) - 1
    parts = [
        f"{title}: of {len(ranked.iso3)} economies {ranked.name[0]} is {'lowest' if ascending else 'highest'} "
        f"({plain(ranked, ranked.value[0])}) and {ranked.name[last]} {'highest' if ascending else 'lowest'} "
        f"({plain(ranked, ranked.value[last])})."
    ]
    if own in ranked.iso3:
        parts.append(_own(ranked, ranked.iso3.index(own)))
    parts.extend(_left_out(ranked))
    if isinstance(asked, int) and ranked.year is not None and asked != ranked.year:
        parts.append(f"There are no values of {asked}; these are of {ranked.year}.")
    return " ".join(parts)


def stripes(shown: Stripes, baseline: tuple[int, int], kept: str) -> str:
    """What the stripes show."""
    if not shown.iso3:
        return f"No economy of this choice has enough temperatures in {baseline[0]}–{baseline[1]} for stripes."
    return (
        f"Annual mean temperature of {len(shown.iso3)} economies{kept}, {shown.years[0]}–{shown.years[-1]}, as "
        f"departure from each one’s own mean of {baseline[0]}–{baseline[1]} in °C: {shown.name[0]} has warmed most, "
        f"at the top, {shown.name[-1]} least. One colour scale for all."
    )


def _own(ranked: Ranking, row: int) -> str:
    said = f"{ranked.name[row]} is {ordinal(int(ranked.place[row]))} with {plain(ranked, ranked.value[row])}"
    open_places = between(ranked, row)
    return f"{said}; its interval leaves {open_places} open." if " to " in open_places else f"{said}."


def _left_out(ranked: Ranking) -> list[str]:
    said = []
    thin = sum(map(bool, ranked.doubt))
    if thin:
        said.append(
            f"{thin} rest on temperatures that hardly vary, as if filled in where no station reported: hatched, marked "
            "with †, and their places are not to be relied on."
        )
    if ranked.not_yet:
        said.append(f"{ranked.not_yet}.")
    if ranked.missing:
        said.append(f"{ranked.missing} more have no value.")
    if ranked.of_year is not None and ranked.year is not None:
        other = int((ranked.of_year != ranked.year).sum())
        if other:
            said.append(f"{other} are of a year within three of {ranked.year}, said in the table.")
    return said

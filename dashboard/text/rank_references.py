"""Sentences about the reference lines of Rank."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.analysis.rank import Ranking
from dashboard.analysis.rank_references import Reference, References
from dashboard.snapshot.codes import WORLD
from dashboard.text import rank
from dashboard.text.lists import list_with_and


def dated(ranked: Ranking, one: Reference) -> str:
    """Return the value of a reference with unit and year: "46.9 % of population (2023)"."""
    about = ranked.quantity
    unit = "" if about.is_year else f" {about.unit}"
    when = one.year if one.year is not None else about.period
    return f"{rank.plain(ranked, one.value)}{unit} ({when})"


def sentence(ranked: Ranking, shown: References, names: Mapping[str, str], own: str) -> str:
    """Return the values of the lines, and why the place selected has none; "" without either.

    Args:
        ranked: the ranking that the lines are drawn in.
        shown: the lines.
        names: of all places asked for, as a sentence has them, by code.
        own: code of the place selected.
    """
    parts = []
    if shown.drawn:
        values = list_with_and([f"{names[one.iso3]} {rank.plain(ranked, one.value)}" for one in shown.drawn])
        parts.append(f"Reference lines: {values}.")
    if shown.is_total and own in names and own != WORLD:
        parts.append(f"No line for {names[own]}: a total is the sum of its members.")
    elif own in shown.without_value and own != WORLD:
        parts.append(f"No line for {names[own]}: no value.")
    return " ".join(parts)


def notes(ranked: Ranking, shown: References) -> list[str]:
    """Return a note for the table of each reference: "Reference, not ranked: World, 91.6 % (2023)."."""
    return [f"Reference, not ranked: {one.name}, {dated(ranked, one)}." for one in shown.drawn]

"""Finding series in the World Bank's list by words: which fit, which come first, and what was meant if none fits."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from heapq import nsmallest
from typing import TYPE_CHECKING, Any

from etl.sources.answers import WDI
from etl.sources.catalogue import CatalogueEntry

if TYPE_CHECKING:
    import pandas as pd

LIMIT = 25
NEAR = 0.75
"""How much of two words must agree for one to be meant by the other: "expectency" and "expectancy" agree by 0.9."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Years and number of economies with values, as published here."""

    first_year: int
    last_year: int
    economies: int


@dataclass(frozen=True, slots=True)
class Match:
    """A series found; `coverage` is known of published series only."""

    listed: CatalogueEntry
    is_configured: bool
    coverage: Coverage | None

    def as_data(self) -> dict[str, Any]:
        """The match as it stands in a JSON document; `coverage` is null where it is not known."""
        series, held = self.listed, self.coverage
        return {
            "id": series.id,
            "name": series.name,
            "source": series.source,
            "source_id": series.source_id,
            "topics": list(series.topics),
            "is_configured": self.is_configured,
            "coverage": held
            and {"first_year": held.first_year, "last_year": held.last_year, "economies": held.economies},
            "organisation": series.organisation,
            "note": series.note,
        }


@dataclass(frozen=True)
class Found:
    """The best matches, how many there are in all, and the words to try instead where there are none."""

    matches: list[Match]
    total: int
    suggestion: str = ""


def search(
    listed: Sequence[CatalogueEntry],
    text: str,
    held: pd.DataFrame | None = None,
    *,
    configured: Collection[str] = (),
    limit: int = LIMIT,
) -> Found:
    """The series in which every word of `text` occurs, the likeliest first.

    A word may stand in the code, the name, the source or the note, in whole or in part; case and accents do not matter.
    The order: the code itself; codes that begin so; all words in the name, whole words before parts; words in code and
    source; words in the note only. Among equals: the configured set, the World Development Indicators, other databases,
    archives; then shorter names.

    Args:
        listed: the World Bank's list of series.
        text: what is looked for; without a word in it nothing is found.
        held: the published `indicators` table, for the coverage: id, first_year, last_year, countries.
        configured: codes of the configured set.
        limit: most matches to give.
    """
    wanted = folded(text).split()
    ours = {code.upper() for code in configured}
    best, total = _ranked(listed, wanted, limit, ours)
    if not total:
        return Found([], 0, _suggestion(listed, wanted))
    coverage = {} if held is None else _coverage(held)
    matches = [Match(series, series.id.upper() in ours, coverage.get(series.id.upper())) for series in best]
    return Found(matches, total)


def folded(text: str) -> str:
    """Without accents and capitals, so that "Énergie" is found by "energie" and CO₂ by co2."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


def _ranked(
    listed: Sequence[CatalogueEntry], wanted: list[str], limit: int, ours: Collection[str] = ()
) -> tuple[list[CatalogueEntry], int]:
    """The first `limit` of the series with all these words, and how many there are; none for no words."""
    whole = [re.compile(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])") for word in wanted]
    places = ((_place(series, wanted, whole, ours), number) for number, series in enumerate(listed)) if wanted else ()
    fitting = [(place, number) for place, number in places if place]
    return [listed[number] for _, number in nsmallest(limit, fitting)], len(fitting)


def _place(
    series: CatalogueEntry, wanted: list[str], whole: list[re.Pattern[str]], ours: Collection[str]
) -> tuple[int, int, int, int] | None:
    """Where a series stands among the matches, or None if it is none."""
    code, name = folded(series.id), folded(series.name)
    head = f"{code}\n{name}\n{folded(series.source)}"
    missing = [word for word in wanted if word not in head]
    if missing:
        note = folded(series.note)
        if not all(word in note for word in missing):
            return None
        rank = 5
    elif [code] == wanted:
        rank = 0
    elif len(wanted) == 1 and code.startswith(wanted[0]):
        rank = 1
    elif all(word in name for word in wanted):
        rank = 2 if all(pattern.search(name) for pattern in whole) else 3
    else:
        rank = 4
    return (rank, _standing(series, ours), len(series.name), len(series.id))


def _standing(series: CatalogueEntry, ours: Collection[str]) -> int:
    """Configured set, World Development Indicators, other databases, archives."""
    if series.id.upper() in ours:
        return 0
    return 3 if series.is_archived else 1 + (series.source_id != WDI)


def _coverage(held: pd.DataFrame) -> dict[str, Coverage]:
    columns = (held.id, held.first_year, held.last_year, held.countries)
    return {str(i).upper(): Coverage(int(a), int(z), int(n)) for i, a, z, n in zip(*columns, strict=True)}


def _suggestion(listed: Sequence[CatalogueEntry], wanted: list[str]) -> str:
    """Words like those wanted that do find something, or "".

    A word that is in no code, name or note is replaced by the commonest among its nearest, or left out if it has none.
    """
    names = [folded(series.name) for series in listed]
    everything = "\n".join([*names, *(folded(f"{series.id}\n{series.note}") for series in listed)])
    known = Counter(_WORD.findall("\n".join(names)))
    mended = []
    for word in wanted:
        if word in everything:
            mended.append(word)
        elif near := get_close_matches(word, known, n=5, cutoff=NEAR):
            mended.append(max(near, key=lambda candidate: known[candidate]))
    found = mended != wanted and _ranked(listed, mended, 1)[1]
    return " ".join(mended) if found else ""

"""Search the World Bank's catalogue by words: matches, their ranking, and a suggestion if nothing matches."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from heapq import nsmallest
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from etl.sources.answers import WDI
from etl.sources.catalogue import CatalogueEntry

if TYPE_CHECKING:
    import pandas as pd

LIMIT = 25
NEAR = 0.75
"""Least similarity of a suggested word: "expectency" and "expectancy" have 0.9."""
MOST_NEAR = 5
"""Series shown that have some of the words, if none has all."""
_WORD = re.compile(r"[^\W_]+")
_CODE_OR_WORD = re.compile(r"[^\W_]+(?:[._][^\W_]+)*")
"""A word, or words joined as in a code ("ny.gdp", "per_allsp"); all other punctuation is a blank."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Years and number of economies with values, as published here."""

    first_year: int
    last_year: int
    economies: int


@dataclass(frozen=True, slots=True)
class Match:
    """A matching series; `coverage` is known for published series only."""

    series: CatalogueEntry
    is_configured: bool
    coverage: Coverage | None

    def as_data(self) -> dict[str, Any]:
        """Return the match for JSON; `coverage` is null if unknown."""
        series = self.series
        return {
            "id": series.id,
            "name": series.name,
            "source": series.source,
            "source_id": series.source_id,
            "topics": list(series.topics),
            "is_configured": self.is_configured,
            "coverage": asdict(self.coverage) if self.coverage else None,
            "organisation": series.organisation,
            "note": series.note,
        }


@dataclass(frozen=True)
class Found:
    """The best matches and their total number; without any, words to try instead, and series with some of the words."""

    matches: list[Match]
    total: int
    suggestion: str = ""
    near: list[Match] = field(default_factory=list)


def search(
    listed: Sequence[CatalogueEntry],
    text: str,
    published: pd.DataFrame | None = None,
    *,
    configured: Collection[str] = (),
    limit: int = LIMIT,
) -> Found:
    """Return the series in which every word of `text` occurs, the best match first.

    A word may occur in the code, the name, the title here, the source or the note, as a whole or in part, in any case
    and without accents. Punctuation separates words, but for the dots and underscores of a code. The ranking: the code
    itself; codes with this beginning; all words in the name, whole words before parts; words in code and source; words
    in the note only. Ties: configured series, the World Development Indicators, other databases, archives; then
    shorter names.

    Args:
        listed: the World Bank's catalogue.
        text: words to search for; without a word there is no match.
        published: the published `indicators` table, for the coverage: id, first_year, last_year, countries; and for
            the titles here: title.
        configured: codes of the configured indicators.
        limit: most matches to return.
    """
    wanted = words_of(text)
    ours = {code.upper() for code in configured}
    coverage = {} if published is None else _coverage(published)
    titles = _titles(published)

    def matches(found: list[CatalogueEntry]) -> list[Match]:
        return [Match(series, series.id.upper() in ours, coverage.get(series.id.upper())) for series in found]

    best, total = _ranked(listed, wanted, limit, ours, titles)
    if not total:
        return Found([], 0, _suggestion(listed, wanted), matches(_near(listed, wanted, ours, titles)))
    return Found(matches(best), total)


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded; quotes, commas and the signs of a regular expression are blanks.

    >>> words_of('“Women, Business and the Law”: NY.GDP.*')
    ['women', 'business', 'and', 'the', 'law', 'ny.gdp']
    """
    return _CODE_OR_WORD.findall(folded(text))


def folded(text: str) -> str:
    """Return the text without accents and capitals, so that "energie" matches "Énergie" and "co2" matches "CO₂"."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


def _ranked(
    listed: Sequence[CatalogueEntry],
    wanted: list[str],
    limit: int,
    ours: Collection[str] = (),
    titles: Mapping[str, str] = MappingProxyType({}),
) -> tuple[list[CatalogueEntry], int]:
    """Return the first `limit` series with all these words, and the number of all; none without words."""
    whole = [re.compile(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])") for word in wanted]
    entries = enumerate(listed) if wanted else ()
    ranks = ((_rank(series, wanted, whole, ours, titles), number) for number, series in entries)
    matches = [(rank, number) for rank, number in ranks if rank]
    return [listed[number] for _, number in nsmallest(limit, matches)], len(matches)


def _rank(
    series: CatalogueEntry,
    wanted: list[str],
    whole: list[re.Pattern[str]],
    ours: Collection[str],
    titles: Mapping[str, str],
) -> tuple[int, int, int, int] | None:
    """Return the sort key of a series among the matches, or None if it does not match."""
    code, name = folded(series.id), _named(series, titles)
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
    return (rank, _origin_rank(series, ours), len(series.name), len(series.id))


def _named(series: CatalogueEntry, titles: Mapping[str, str]) -> str:
    """Return the World Bank's name, and the title here, for series that have one."""
    title = titles.get(series.id)
    return folded(f"{series.name}\n{title}" if title else series.name)


def _near(
    listed: Sequence[CatalogueEntry], wanted: list[str], ours: Collection[str], titles: Mapping[str, str]
) -> list[CatalogueEntry]:
    """Return series with at least half of the words in code, name or source, those with most first."""

    def rank(series: CatalogueEntry) -> tuple[int, int, int]:
        head = f"{folded(series.id)}\n{_named(series, titles)}\n{folded(series.source)}"
        return (-sum(word in head for word in wanted), _origin_rank(series, ours), len(series.name))

    ranks = ((rank(series), number) for number, series in enumerate(listed))
    fitting = [(key, number) for key, number in ranks if wanted and -2 * key[0] >= len(wanted)]
    return [listed[number] for _, number in nsmallest(MOST_NEAR, fitting)]


def _origin_rank(series: CatalogueEntry, ours: Collection[str]) -> int:
    """Rank configured series, World Development Indicators, other databases, archives."""
    if series.id.upper() in ours:
        return 0
    return 3 if series.is_archived else 1 + (series.source_id != WDI)


def _titles(published: pd.DataFrame | None) -> dict[str, str]:
    if published is None or "title" not in published:
        return {}
    return dict(zip(published.id, published.title, strict=True))


def _coverage(published: pd.DataFrame) -> dict[str, Coverage]:
    columns = (published.id, published.first_year, published.last_year, published.countries)
    return {str(i).upper(): Coverage(int(a), int(z), int(n)) for i, a, z, n in zip(*columns, strict=True)}


def _suggestion(listed: Sequence[CatalogueEntry], wanted: list[str]) -> str:
    """Return similar words that have a match, or "".

    A word that is in no code, name or note is replaced by the most frequent of its nearest words, or left out.
    """
    names = [folded(series.name) for series in listed]
    everything = "\n".join([*names, *(folded(f"{series.id}\n{series.note}") for series in listed)])
    known = Counter(_WORD.findall("\n".join(names)))
    corrected = []
    for word in wanted:
        if word in everything:
            corrected.append(word)
        elif near := get_close_matches(word, known, n=5, cutoff=NEAR):
            corrected.append(max(near, key=lambda candidate: known[candidate]))
    has_match = corrected != wanted and _ranked(listed, corrected, 1)[1]
    return " ".join(corrected) if has_match else ""

"""Search the World Bank's whole catalogue of series, as the snapshot lists it: what is not among the figures, too."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from heapq import nsmallest

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.store import Snapshot

TABLE = "catalogue"
"""The snapshot's table of all series that the service lists: id, name, source (the database), topic."""

COLUMNS = ("id", "name", "source", "topic")

WDI = "World Development Indicators"
ARCHIVE = "Archive"
"""In the name of a database of former releases."""

MOST_RESULTS = 20
MOST_WORDS = 8
NEAR = 0.75
"""Least similarity of a word that replaces an unknown one: "expectency" and "expectancy" have 0.9."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Listed:
    """A series of the catalogue."""

    code: str
    name: str
    database: str
    topic: str


@dataclass(frozen=True)
class Found:
    """The best results, and the number of all."""

    results: tuple[Listed, ...] = ()
    total: int = 0


class Catalogue:
    """The series that are not among the figures, with the folded text that is searched: some 5 MB for 29,500."""

    def __init__(self, listed: pd.DataFrame):
        """Take id, name, source and topic."""
        self._listed = [Listed(*row) for row in zip(*(listed[name] for name in COLUMNS), strict=True)]
        self._codes = [folded(one.code) for one in self._listed]
        self._names = [folded(one.name) for one in self._listed]
        rest = [folded(f"{one.database} {one.topic}") for one in self._listed]
        self._texts = pa.array([" ".join(row) for row in zip(self._codes, self._names, rest, strict=True)], pa.string())
        self._known = Counter(word for name in self._names for word in _WORD.findall(name))

    def find(self, words: tuple[str, ...]) -> Found:
        """Return the series in which every word occurs, as a whole or in part, the best first.

        Only where nothing matches, each unknown word is replaced by the most frequent of its nearest words.
        """
        rows = self._matching(words)
        if not rows:
            words = tuple(self._nearest(word) for word in words)
            rows = self._matching(words)
        best = nsmallest(MOST_RESULTS, rows, key=lambda row: self._rank(row, words))
        return Found(tuple(self._listed[row] for row in best), len(rows))

    def _matching(self, words: tuple[str, ...]) -> list[int]:
        if not words:
            return []
        matches = pc.match_substring(self._texts, words[0])
        for word in words[1:]:
            matches = pc.and_(matches, pc.match_substring(self._texts, word))
        return list(pc.indices_nonzero(matches).to_pylist())

    def _rank(self, row: int, words: tuple[str, ...]) -> tuple[bool, int, bool, int]:
        """Return a key: codes first, then names with more of the words, then the WDI, shorter names, archives last."""
        name, database = self._names[row], self._listed[row].database
        is_code = self._codes[row].startswith(".".join(words))
        in_name = sum(word in name for word in words) - len(words) * (ARCHIVE in database)
        return (not is_code, -in_name, database != WDI, len(name))

    def _nearest(self, word: str) -> str:
        """Return a known word like `word`, which is compared with those of its first letter only: 5 ms, not 100."""
        if len(word) < 4:
            return word
        alike = [known for known in self._known if known[0] == word[0]]
        near = get_close_matches(word, alike, n=5, cutoff=NEAR)
        return max(near, key=lambda candidate: self._known[candidate]) if near else word


def folded(text: str) -> str:
    """Return the text in lower case, without accents: "energie" finds "Énergie" and "co2" finds "CO₂"."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a query, at most MOST_WORDS; a code is one word, with its dots."""
    found = re.findall(r"[^\W_]+(?:[._][^\W_]+)*", folded(text))
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


@cached_on_argument(256, published=True)
def search(snapshot: Snapshot, words: tuple[str, ...]) -> Found:
    """Return what the catalogue lists for these words (`words_of`), without the snapshot's own series.

    Raises:
        SnapshotError: the table cannot be read.
    """
    known = catalogue(snapshot)
    return known.find(words) if known and words else Found()


@cached_on_argument(published=True)
def catalogue(snapshot: Snapshot) -> Catalogue | None:
    """Return the catalogue of a snapshot, read when first asked for; None of a snapshot published without one."""
    if TABLE not in snapshot.catalog["tables"]:
        return None
    listed = snapshot.table(TABLE)[list(COLUMNS)].fillna("").astype(str)
    own = {*snapshot.indicators.id, *snapshot.catalog.get("series", {})}
    return Catalogue(listed[~listed["id"].isin(own)])

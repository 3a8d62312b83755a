"""Places by the codes and names that files have for them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from pathlib import Path

SPELLINGS = Path(__file__).with_name("place_names.toml")

_WORDS = re.compile(r"[^\W_]+")
_SAINT = {"st": "saint", "ste": "saint"}
_DROPPED = {"the", "and", "of"}


def folded(name: str) -> str:
    """Return a name without accents, case, punctuation and small words, so that spellings agree.

    >>> folded("St. Vincent & the Grenadines") == folded("Saint Vincent and The Grenadines")
    True
    """
    plain = unicodedata.normalize("NFKD", name.replace("’", "").replace("'", "").replace("ı", "i"))
    words = _WORDS.findall("".join(sign for sign in plain if not unicodedata.combining(sign)).casefold())
    return " ".join(_SAINT.get(word, word) for word in words if word not in _DROPPED)


class PlaceNames:
    """Codes of places by the codes and names that a file may have: ISO codes, the given names, known spellings."""

    def __init__(self, places: Iterable[tuple[str, str, Iterable[str]]]):
        """Take each place's code (ISO 3166 alpha-3 or the World Bank's), two-letter code (or ""), and names."""
        known = tomllib.loads(SPELLINGS.read_text("utf-8"))
        self._by_code: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        listed = [(iso3, iso2, tuple(names)) for iso3, iso2, names in places]
        for iso3, iso2, _ in listed:
            self._by_code[iso3.upper()] = iso3
            if iso2:
                self._by_code.setdefault(iso2.upper(), iso3)
        for iso3, _, names in listed:
            for name in filter(folded, (*names, *known["names"].get(iso3, ()))):
                self._by_name.setdefault(folded(name), iso3)
            for code in known["codes"].get(iso3, ()):
                self._by_code.setdefault(code.upper(), iso3)

    def find(self, text: str) -> str | None:
        """Return the code of a place, or None for a place that is in no list.

        A code comes first, in capitals, or in small letters if it has more than two: "no" is a word.
        """
        is_code = text.isupper() or (text.islower() and len(text) > 2)
        return (self._by_code.get(text.upper()) if is_code else None) or self._by_name.get(folded(text))

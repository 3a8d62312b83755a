"""Names of places in headings and in sentences. The exceptions are in place_names.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("place_names.toml")


def heading(iso3: str, name: str) -> str:
    """Return the name for a heading: "Democratic Republic of the Congo" for the list's "Congo, Dem. Rep."."""
    return _exceptions().get(iso3, {}).get("name", name)


def in_sentence(iso3: str, name: str) -> str:
    """Return the name for the middle of a sentence, with its article: "the Democratic Republic of the Congo"."""
    return _exceptions().get(iso3, {}).get("in_sentence", heading(iso3, name))


def starting_sentence(iso3: str, name: str) -> str:
    """Return the name for the start of a sentence, with its article."""
    words = in_sentence(iso3, name)
    return words[:1].upper() + words[1:]


@cache
def _exceptions() -> dict[str, dict[str, str]]:
    return tomllib.loads(TABLE.read_text("utf-8"))

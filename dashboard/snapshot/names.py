"""What a place is called: alone, and within a sentence. The exceptions are place_names.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("place_names.toml")


def alone(iso3: str, name: str) -> str:
    """The name as a heading has it: "Democratic Republic of the Congo" where the list says "Congo, Dem. Rep."."""
    return _exceptions().get(iso3, {}).get("name", name)


def said(iso3: str, name: str) -> str:
    """The name as a sentence has it, with its article: "the Democratic Republic of the Congo"."""
    return _exceptions().get(iso3, {}).get("said", alone(iso3, name))


def starting(iso3: str, name: str) -> str:
    """As `said`, where a sentence starts with it."""
    words = said(iso3, name)
    return words[:1].upper() + words[1:]


@cache
def _exceptions() -> dict[str, dict[str, str]]:
    return tomllib.loads(TABLE.read_text("utf-8"))

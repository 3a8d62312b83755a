"""What visitors without browsers request, and the texts that must be in the answers."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

from dashboard.snapshot import names as names_snapshot

ROOT = Path(__file__).resolve().parent.parent
FIRST_INDICATOR = "EN.GHG.CO2.PC.CE.AR5"
"""Shown by default, so choosing it first gives no answer, as nothing changes."""
INDICATORS = (FIRST_INDICATOR, "SP.POP.TOTL", "NY.GDP.PCAP.KD", "SP.DYN.LE00.IN", "SP.URB.TOTL.IN.ZS")


def countries() -> dict[str, str]:
    """Return the headings of the economies in the shipped snapshot, by code."""
    rows = _shipped("countries", "iso3", "name", "kind")
    return {row["iso3"]: names_snapshot.heading(row["iso3"], row["name"]) for row in rows if row["kind"] == "economy"}


def full_names() -> dict[str, str]:
    """Return the World Bank's names of the indicators visited, by code."""
    return {row["id"]: row["name"] for row in _shipped("indicators", "id", "name") if row["id"] in INDICATORS}


def _shipped(table: str, *columns: str) -> list[dict[str, str]]:
    catalog = json.loads((ROOT / "data" / "catalog.json").read_text("utf-8"))
    return pq.read_table(ROOT / "data" / catalog["tables"][table]["file"], columns=list(columns)).to_pylist()


def some(names: dict[str, str], many: int) -> list[tuple[str, str]]:
    """Return this many random countries as code and name, the same in every run."""
    chance = random.Random(many)
    return [chance.choice(list(names.items())) for _ in range(many)]


def journey(chance: random.Random, steps: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the queries of one visitor and the expected texts: a country, an indicator, a measure, and so on in turn.

    The words under the chart name the indicator, the map's tags what it shows.
    """
    names, said = countries(), full_names()
    code, shown = chance.choice(list(names)), f"&indicator={FIRST_INDICATOR}"
    for step in range(steps):
        if step % 3 == 0:
            code = chance.choice([other for other in names if other != code])
            expected = [f"<h2>{names[code]}</h2>"]
        elif step % 3 == 1:
            indicator = chance.choice([other for other in INDICATORS if f"indicator={other}" not in shown])
            shown = f"&measure=indicator&indicator={indicator}"
            expected = [f">{said[indicator]}. "]
        else:
            measure = chance.choice([other for other in ("trend", "emergence") if f"measure={other}" not in shown])
            indicator = shown.rpartition("=")[2]
            shown = f"&measure={measure}&indicator={indicator}"
            expected = [f'["measure", "{measure}"]']  # as Bokeh writes a dictionary
        yield f"?country={code}{shown}", expected

"""Doubts about series that contradict one another: growth and level, value per person and total, parts and whole.

The relations are reviewed data (etl/mappings/relations.toml). A contradiction shows that one of two series is wrong,
or that their vintages or areas differ; it does not show which.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from etl.transform.value_doubts import Row, at, frame, number, runs

RELATIONS = Path(__file__).parents[1] / "mappings" / "relations.toml"

POPULATION = "SP.POP.TOTL"

GROWTH_POINTS = 2.0
"""Percentage points by which growth may differ from that of its level: rounding and chain-linking need half."""

PER_PERSON_SHARE = 0.05
"""Share by which a value per person may differ from total over population."""

WHOLE_PERCENT = 105.0
"""Largest sum of the parts of a whole, with rounding and statistical differences."""


@cache
def codes() -> frozenset[str]:
    """Return the codes of all series that are in a relation."""
    relations = _relations()
    named = [relation[name] for kind in relations.values() for relation in kind for name in _NAMES if name in relation]
    return frozenset({POPULATION, *named, *(code for relation in relations["parts"] for code in relation["shares"])})


_NAMES = ("rate", "level", "per_person", "total")


def of_relations(values: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the doubts about series that contradict one another.

    Args:
        values: iso3, year, value of economies by series code; a relation of a series that is absent is left out.

    Returns:
        `value_doubts.COLUMNS`; one row for each run of years.
    """
    known = {code: table.set_index(["iso3", "year"]).value for code, table in values.items()}
    relations = _relations()
    found = [frame("", [])]
    for relation in relations["growth"]:
        if {relation["rate"], relation["level"]} <= known.keys():
            found.append(_growth(known[relation["rate"]], known[relation["level"]], relation))
    for relation in relations["per_person"]:
        if {relation["per_person"], relation["total"], POPULATION} <= known.keys():
            own, total = known[relation["per_person"]], known[relation["total"]]
            found.append(_per_person(own, total, known[POPULATION], relation))
    for relation in relations["parts"]:
        found += _parts({code: known[code] for code in relation["shares"] if code in known}, relation)
    return pd.concat(found, ignore_index=True)


@cache
def _relations() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(RELATIONS.read_text("utf-8"))


def _growth(rate: pd.Series, level: pd.Series, relation: dict[str, Any]) -> pd.DataFrame:
    wide = level.unstack("iso3").sort_index()
    wide = wide.reindex(range(int(wide.index.min()), int(wide.index.max()) + 1))
    ratio = (wide / wide.shift(1).where(wide.shift(1) > 0)).where(wide > 0)
    counted = pd.DataFrame(np.log(ratio) if relation.get("log") else ratio - 1) * 100
    given = rate.unstack("iso3").reindex(index=counted.index, columns=counted.columns)
    gap = (given - counted).abs()

    def reason(iso3: str, year: int) -> str:
        level_grew = f"{relation['of']} itself changes by {at(counted, year, iso3):+.1f} %"
        return f"{at(given, year, iso3):+.1f} % in {year}, while {level_grew}: possibly of another vintage"

    return frame(relation["rate"], _contradictions(gap.where(gap > GROWTH_POINTS), "growth", reason))


def _per_person(own: pd.Series, total: pd.Series, people: pd.Series, relation: dict[str, Any]) -> pd.DataFrame:
    counted = (total * relation["factor"] / people.where(people > 0)).unstack("iso3").sort_index()
    given = own.unstack("iso3").reindex(index=counted.index, columns=counted.columns)
    # Figures are rounded to 1e-6 and less: a share of nearly nothing is no contradiction.
    gap = (given - counted).abs() / counted.abs().clip(lower=1e-6)

    def reason(iso3: str, year: int) -> str:
        ratio = f"{relation['of']} over population is {number(at(counted, year, iso3))}"
        return f"{number(at(given, year, iso3))} in {year}, while {ratio}: possibly of another area or vintage"

    found = _contradictions(gap.where(gap > PER_PERSON_SHARE), "per person", reason)
    return frame(relation["per_person"], found)


def _parts(shares: dict[str, pd.Series], relation: dict[str, Any]) -> list[pd.DataFrame]:
    if len(shares) < 2:
        return []
    total = pd.concat(list(shares.values()), axis=1).dropna(thresh=2).sum(axis=1).unstack("iso3").sort_index()
    found = _contradictions(
        total.where(total > WHOLE_PERCENT),
        "parts",
        lambda iso3, year: f"the parts of {relation['whole']} add up to {at(total, year, iso3):.0f} % in {year}",
    )
    return [frame(code, found) for code in shares]


def _contradictions(size: pd.DataFrame, kind: str, reason: Callable[[str, int], str]) -> list[Row]:
    """Return one row for each run of years with a contradiction, with the figures of the year of the largest.

    Args:
        size: of the contradiction, years by places; missing without one.
        kind: of the doubts.
        reason: words for a place and a year.
    """
    rows: list[Row] = []
    for iso3 in size.columns[size.notna().any()]:
        column = size[iso3]
        for start, end in runs(column.notna().to_numpy()):
            first, last = int(column.index[start]), int(column.index[end - 1])
            largest = int(column.index[start + int(np.argmax(column.iloc[start:end]))])
            rows.append((str(iso3), first, last, kind, reason(str(iso3), largest)))
    return rows

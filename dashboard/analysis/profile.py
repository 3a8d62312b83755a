"""A place's latest values of eight series, with rank and peers, as one value object: for briefs and for programs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.analysis.indicator import IndicatorData, indicator_data
from dashboard.analysis.rank import Ranking, ranking
from dashboard.analysis.rank_references import Reference, references
from dashboard.snapshot import groups, queries
from dashboard.snapshot.codes import INCOME_NAMES, INCOME_PER_PERSON, POPULATION, WORLD
from dashboard.snapshot.store import Snapshot
from dashboard.state.parameters import LATEST

SERIES = (
    "EN.GHG.CO2.PC.CE.AR5",
    "EG.FEC.RNEW.ZS",
    "EG.ELC.ACCS.ZS",
    "EN.ATM.PM25.MC.M3",
    "AG.LND.FRST.ZS",
    INCOME_PER_PERSON,
    "SP.DYN.LE00.IN",
    POPULATION,
)
"""What a reader asks first: emissions, energy, air, land, income, health, people."""


@dataclass(frozen=True)
class Entry:
    """Latest value of a series in a place; NaN and no year without one.

    Attributes:
        data: of the series, all years.
        value, year: the latest.
        rank, ranked, ranked_year: place from the highest, of how many, and the year of the value ranked; 0 without.
        peers: values of the peers by code, those that have one.
    """

    code: str
    data: IndicatorData
    ranking: Ranking
    value: float
    year: int
    rank: int
    ranked: int
    ranked_year: int
    peers: dict[str, Reference]


def peers(snapshot: Snapshot, iso3: str) -> tuple[str, ...]:
    """Return the codes of the places that a place is compared with: region and income group, or the World."""
    if iso3 == WORLD:
        return ()
    index = groups.place_index(snapshot)
    if index.is_aggregate(iso3):
        return (WORLD,)
    row = index.row(iso3)
    known = {name: code for code, name in {**queries.regions(snapshot.countries), **INCOME_NAMES}.items()}
    return tuple(known[name] for name in (row["region"], row["income_group"]) if name in known)


def series_shown(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the eight series, or as many others of the featured ones where the snapshot lacks some."""
    known = set(snapshot.indicators.id)
    wanted = [code for code in SERIES if code in known]
    others = [code for code in queries.featured(snapshot).id if code not in wanted]
    return tuple([*wanted, *others][: len(SERIES)])


def entry(snapshot: Snapshot, iso3: str, code: str) -> Entry:
    """Return the latest value of a series in a place, with its rank among the economies and its peers.

    Raises:
        SnapshotError: the values of the series are damaged.
    """
    data = indicator_data(snapshot, iso3, code, "none")
    years, values = data.covered
    ranked = ranking(snapshot, code, LATEST, ascending=False, region="", income="")
    row = ranked.iso3.index(iso3) if iso3 in ranked.iso3 else None
    near = references(snapshot, ranked, peers(snapshot, iso3))
    return Entry(
        code=code,
        data=data,
        ranking=ranked,
        value=float(values[-1]) if values.size else np.nan,
        year=int(years[-1]) if values.size else 0,
        rank=0 if row is None else int(ranked.ranks[row]),
        ranked=len(ranked.iso3),
        ranked_year=0 if row is None or ranked.value_years is None else int(ranked.value_years[row]),
        peers={one.iso3: one for one in near.drawn},
    )

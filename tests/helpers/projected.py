"""The shipped snapshot with projections made up for a few places, so that anyone can compute every figure by hand.

The median rises by the same amount every year, and is 0 on average over 2015-2024, whose middle is 2019.5. So the mean
of 2041-2060 is 31 times that amount, and the mean of 2081-2100 is 71 times.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.snapshot.store import Snapshot

YEARS = np.arange(2015, 2101)
MEDIAN_C_A_YEAR = {"ssp119": 0.005, "ssp126": 0.01, "ssp245": 0.02, "ssp370": 0.04, "ssp585": 0.05}
THREE = ("ssp126", "ssp245", "ssp585")
MEDIANS_ALONE = ("KEN", "WLD", "BRA")
"""Places with the medians of three scenarios; Norway and the Philippines have five scenarios with their spread."""


def projections(*others: str) -> pd.DataFrame:
    """Return the table of projections; `others` are more places with medians alone."""
    medians = (*MEDIANS_ALONE, *others)
    parts = [_rows(iso3, scenario, "median", 1.0) for iso3 in medians for scenario in THREE]
    parts += [
        _rows(iso3, scenario, percentile, share)
        for iso3 in ("NOR", "PHL")
        for scenario in MEDIAN_C_A_YEAR
        for percentile, share in (("p10", 0.5), ("median", 1.0), ("p90", 2.0))
    ]
    return pd.concat(parts, ignore_index=True)


def areas() -> pd.DataFrame:
    """Return the table of the land that the aggregates' projections cover: 97.5 % of the World's."""
    rows = [("WLD", scenario, "median", 97.5) for scenario in THREE]
    return pd.DataFrame(rows, columns=["iso3", "scenario", "percentile", "land_share_pct"])


def projected(shipped: Snapshot, *others: str) -> Snapshot:
    """Return the shipped snapshot with these tables; `others` are more places with medians alone."""
    tables = {"projections": projections(*others), "projection_areas": areas()}
    entries = {name: {"file": f"made-up/{name}.parquet", "rows": len(table)} for name, table in tables.items()}
    catalog = shipped.catalog | {"tables": shipped.catalog["tables"] | entries}
    return replace(shipped, catalog=catalog, model={**shipped.model, **tables})


def without_projections(shipped: Snapshot) -> Snapshot:
    """Return the shipped snapshot as it was published before these tables were added."""
    tables = {name: entry for name, entry in shipped.catalog["tables"].items() if not name.startswith("projection")}
    return replace(shipped, catalog=shipped.catalog | {"tables": tables})


def _rows(iso3: str, scenario: str, percentile: str, share: float) -> pd.DataFrame:
    change = share * MEDIAN_C_A_YEAR[scenario] * (YEARS - 2019.5)
    columns = {"iso3": iso3, "scenario": scenario, "percentile": percentile, "year": YEARS, "change_c": change}
    return pd.DataFrame(columns).astype({"year": "int16", "change_c": "float32"})

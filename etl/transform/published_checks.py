"""Cross-checks of the published temperatures: CRU TS beside ERA5, and projections, in sentences for `check`.

A refresh compares each product with the other as it is fetched (`refresh/climate_products.py`). This repeats it on the
finished tables, so that figures which were kept, completed or published by older code are checked as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import pandas as pd

from etl.transform.cross_checks import compare_annual, month_problems, monthly_normals, season_correlation
from etl.transform.projection_checks import projection_checks

NAMES = ("CRU TS", "ERA5")

TABLES = ("countries", "temperature", "climate_monthly", "projections")
"""Tables of the contract that are checked."""


@dataclass(frozen=True)
class Findings:
    """Results of the cross-checks: their figures, and what speaks against a product, one sentence each."""

    sentences: list[str]
    problems: list[str]

    def as_data(self) -> dict[str, list[str]]:
        """Return the findings as `cross_checks` of catalog.json."""
        return asdict(self)


def cross_checks(tables: Mapping[str, pd.DataFrame]) -> Findings:
    """Return the result of comparing the two data sets.

    Args:
        tables: those of `TABLES`.
    """
    countries = tables["countries"].set_index("iso3")
    economies = countries.index[countries.kind == "economy"]
    annual, monthly = (t[t.iso3.isin(economies)] for t in (tables["temperature"], tables["climate_monthly"]))
    comparison = compare_annual(
        _values(annual, "temperature_c", "year"), _values(annual, "temperature_era5_c", "year"), NAMES
    )
    sentences = (
        [comparison.sentence] if comparison else [f"{NAMES[1]} beside {NAMES[0]}: too few shared years to compare"]
    )
    problems = comparison.problems if comparison else []
    for name, column in zip(NAMES, ("temperature_c", "temperature_era5_c"), strict=True):
        normals = monthly_normals(_values(monthly, column, "year", "month"))
        found = season_correlation(normals, countries.latitude_deg)
        if found is not None:
            sentences.append(
                f"months of {name}: the seasonal cycle correlates by {found:+.2f} with that of its hemisphere (median "
                "outside the tropics)"
            )
            problems += month_problems(normals, countries.latitude_deg, name)
    projected, contradictions = projection_checks(tables["projections"])
    return Findings([*sentences, *projected], [*problems, *contradictions])


def _values(table: pd.DataFrame, column: str, *times: str) -> pd.DataFrame:
    return table[["iso3", *times, column]].rename(columns={column: "value"}).dropna(subset="value")

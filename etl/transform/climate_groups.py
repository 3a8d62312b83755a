"""Largest climate group of each country by share of its land, from the published table of Beck et al. 2018. Pure.

A country's mean climate can name a climate that hardly occurs in it: China's mean months are Dfb, a class with 0 % of
its land. The main group (A to E) with the largest share of the land is a climate that many of its people live in.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

from measures.koeppen import GROUP_NAMES

LIST = Path(__file__).parents[1] / "mappings" / "climate_shares.csv"
"""Shares by country and class; its header names source, doi and licence."""


def with_groups(countries: pd.DataFrame) -> pd.DataFrame:
    """Return `countries` with climate_group, its share of the land and its name; empty where the table has no row."""
    found = largest_groups(read_shares())
    codes = countries.iso3.where(countries.kind != "aggregate", "")
    group_of = found.climate_group.to_dict()
    group = pd.Series([group_of.get(code, "") for code in codes], countries.index, dtype="str")
    return countries.assign(
        climate_group=group,
        climate_group_share=codes.map(found.climate_group_share).astype("float64"),
        climate_group_name=group.map(GROUP_NAMES | {"": ""}).astype("str"),
    )


def largest_groups(shares: pd.DataFrame) -> pd.DataFrame:
    """Return climate_group and climate_group_share (0 to 1) by country; of equal shares the first in the alphabet.

    Args:
        shares: iso3, zone (a class such as "Dfb"), share.
    """
    by_group = shares.groupby(["iso3", shares.zone.str[0].rename("group")]).share.sum().unstack(fill_value=0)
    return pd.DataFrame(
        # Four decimals in the table: what a sum has beyond them is rounding, as is all above 1.
        {"climate_group": by_group.idxmax(axis=1), "climate_group_share": by_group.max(axis=1).round(4).clip(upper=1.0)}
    )


@lru_cache(maxsize=1)
def read_shares() -> pd.DataFrame:
    """Return the table: iso3, zone, share (0 to 1); not to be changed."""
    return pd.read_csv(LIST, comment="#", keep_default_na=False, dtype={"iso3": "str", "zone": "str"})

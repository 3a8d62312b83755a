"""Members of the World Bank's groupings: from the columns of its list of countries, and by rule from these.

A rule is used only where the population of the members adds up to the grouping's own: exactly, or within 0.1 % where a
country has changed its lending group since (checked in 2026-11 with SP.POP.TOTL of 2023). The list's own column
`adminregion` fails that check, as it lags behind: it has Russia among the countries without a high income.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from etl.contract.tables import GROUPING_MEMBERS

COLUMNS = ("region.id", "incomeLevel.id", "lendingType.id")
"""Columns of the list of countries with the code of a grouping each."""

LISTED, DERIVED = "listed", "derived"
"""`grouping_members.basis`."""

DEVELOPING = frozenset({"LIC", "LMC", "UMC"})
LENDING = frozenset({"IBD", "IDB", "IDX"})


@dataclass(frozen=True)
class Rule:
    """Economies of one region (of every one if empty) in one of some income groups and one of some lending groups."""

    region: str = ""
    income: frozenset[str] = frozenset()
    lending: frozenset[str] = frozenset()

    def members(self, economies: pd.DataFrame) -> frozenset[str]:
        """Return the iso3 codes of the economies that meet every condition."""
        is_member = pd.Series(True, economies.index)
        for column, wanted in zip(COLUMNS, ({self.region} - {""}, self.income, self.lending), strict=True):
            if wanted:
                is_member &= economies[column].isin(wanted)
        return frozenset(economies.id[is_member])


RULES = {
    "MIC": Rule(income=frozenset({"LMC", "UMC"})),
    "LMY": Rule(income=DEVELOPING),
    "IDA": Rule(lending=frozenset({"IDB", "IDX"})),
    "IBT": Rule(lending=LENDING),
    **{
        code: Rule(region, income=DEVELOPING)
        for code, region in {"EAP": "EAS", "ECA": "ECS", "LAC": "LCN", "MNA": "MEA", "SSA": "SSF"}.items()
    },
    **{
        code: Rule(region, lending=LENDING)
        for code, region in {
            "TEA": "EAS",
            "TEC": "ECS",
            "TLA": "LCN",
            "TMN": "MEA",
            "TSA": "SAS",
            "TSS": "SSF",
        }.items()
    },
}
"""Groupings that are combinations of others: middle income, IDA total, regions without a high income, ..."""


def from_list(listed: pd.DataFrame) -> dict[str, tuple[str, frozenset[str]]]:
    """Return basis and members of each grouping that the list of countries gives, or that follows from it by rule.

    Args:
        listed: the World Bank's list (`worldbank.fetch_countries`).
    """
    columns = listed.reindex(columns=["id", *COLUMNS], fill_value="")
    stripped = columns.apply(lambda column: column.str.strip())
    economies, groupings = stripped[stripped["region.id"] != "NA"], set(stripped.id[stripped["region.id"] == "NA"])
    found = {
        str(code): (LISTED, frozenset(rows.id))
        for column in COLUMNS
        for code, rows in economies.groupby(column)
        if code in groupings
    }
    derived = {code: (DERIVED, rule.members(economies)) for code, rule in RULES.items() if code in groupings}
    return found | {code: entry for code, entry in derived.items() if entry[1] and code not in found}


def table(
    found: Mapping[str, tuple[str, frozenset[str]]], before: pd.DataFrame, keep: frozenset[str], read_on: str
) -> pd.DataFrame:
    """Return the table `grouping_members`: the groupings found, and the published ones that are to be kept.

    The date of a grouping is that of the first list with these members, so that a refresh that finds the same members
    changes no figure.

    Args:
        found: basis and members by grouping.
        before: the published table.
        keep: codes of groupings without an answer, which keep their published members.
        read_on: date of the list, ISO 8601.
    """
    published = {str(code): rows for code, rows in before.groupby("grouping")}
    parts = [rows for code, rows in published.items() if code in keep and code not in found]
    for code, (basis, members) in found.items():
        old = published.get(code)
        is_same = old is not None and frozenset(old.iso3) == members
        since = str(old.listed_on.iloc[0]) if old is not None and is_same else read_on
        parts.append(
            pd.DataFrame({"grouping": code, "iso3": sorted(members), "basis": basis, "listed_on": since}, dtype="str")
        )
    names = GROUPING_MEMBERS.names
    if not parts:
        return pd.DataFrame(columns=names, dtype="str")
    return pd.concat(parts)[names].astype("str").sort_values(["grouping", "iso3"], ignore_index=True)

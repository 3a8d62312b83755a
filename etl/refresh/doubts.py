"""Data doubts of a whole snapshot: each series by itself, then the series that are related."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from etl.transform import relation_doubts, value_doubts

WORLD = "WLD"


def found(
    observed: Iterable[tuple[str, pd.DataFrame]],
    indicators: pd.DataFrame,
    countries: pd.DataFrame,
    grouping_members: pd.DataFrame,
) -> pd.DataFrame:
    """Return the table `doubts`, with one series in memory at a time besides those that are in a relation.

    Args:
        observed: code and observations of each series.
        indicators: the table of indicators.
        countries: the table of countries.
        grouping_members: the table of the groupings' members.
    """
    names = dict(zip(countries.iso3, countries["name"], strict=True))
    unit = dict(zip(indicators.id, indicators.unit, strict=True))
    members = members_of(countries, grouping_members)
    related: dict[str, pd.DataFrame] = {}
    parts = [value_doubts.frame("", [])]
    for code, rows in observed:
        own = rows[rows.iso3.isin(members[WORLD])]
        parts.append(value_doubts.of_series(own, code, is_share=unit[code].startswith("%"), names=names))
        parts.append(value_doubts.of_aggregates(rows, code, members))
        if code in relation_doubts.codes():
            related[code] = own
    parts.append(relation_doubts.of_relations(related))
    order = {code: at for at, code in enumerate(indicators.id)}
    table = pd.concat(parts, ignore_index=True)
    return (
        table.assign(_order=table.series.map(order))
        .sort_values(["_order", "iso3", "kind", "first_year"])[value_doubts.COLUMNS]
        .reset_index(drop=True)
    )


def members_of(countries: pd.DataFrame, grouping_members: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Return the economies of the World and of each grouping whose members are known, by iso3 code."""
    economies = countries[countries.kind == "economy"]
    members = {str(code): frozenset(rows.iso3) for code, rows in grouping_members.groupby("grouping")}
    return {WORLD: frozenset(economies.iso3), **members}

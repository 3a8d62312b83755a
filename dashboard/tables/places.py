"""Columns of tables of all countries: places within the filters, their names, and ranks."""

from __future__ import annotations

import pandas as pd

from dashboard.snapshot import queries
from dashboard.snapshot.codes import INCOME_NAMES
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.columns import Column, count, text
from dashboard.tables.table import filter_notes


def places_on_map(snapshot: Snapshot, selection: Selection) -> tuple[pd.DataFrame, list[str]]:
    """Return the places on the map within the filters, and the sentences on the filters."""
    kept = snapshot.countries[snapshot.countries.kind.isin(["economy", "area"])]
    if selection.region:
        kept = kept[kept.region == queries.regions(snapshot.countries)[selection.region]]
    if selection.income:
        kept = kept[kept.income_group == INCOME_NAMES[selection.income]]
    frame = pd.DataFrame(kept[["iso3", "name", "kind", "region", "income_group"]])
    return frame, filter_notes(snapshot, selection)


def place_columns(found: pd.DataFrame) -> list[Column]:
    """Return name, code, region and income group of each row."""
    return [
        text("name", "Country", found["name"]),
        text("iso3", "ISO code", found.iso3),
        text("region", "Region", found.region),
        text("income_group", "Income group", found.income_group),
    ]


def rank_column(found: pd.DataFrame, title: str = "Rank") -> Column:
    """Return the rank of each economy by value, the largest first; missing for areas."""
    return count("rank", title, found.value.where(found.kind == "economy").rank(ascending=False, method="min"))

"""Registry of the data tables.

A new table is a function in dashboard/tables/<view>.py, a line here, and its name in dashboard/state/selection.py.
"""

from __future__ import annotations

from dashboard.state.selection import TABLE_NAMES
from dashboard.tables.compare import COMPARE_CHOICES, compare_table
from dashboard.tables.country import (
    TEMPERATURE_CHOICES,
    indicator_table,
    months_table,
    temperature_table,
    trend_windows_table,
)
from dashboard.tables.drivers import DRIVERS_TABLES
from dashboard.tables.future import FUTURE_CHOICES, future_table
from dashboard.tables.growth import GROWTH_TABLES
from dashboard.tables.projected import PROJECTED_TABLES
from dashboard.tables.rank import RANK_CHOICES, STRIPES_CHOICES, rank_table, stripes_table
from dashboard.tables.relate import RELATE_CHOICES, relate_table
from dashboard.tables.series import series_table
from dashboard.tables.table import TableSpec
from dashboard.tables.world_map import MAP_CHOICES, map_table

TABLES: dict[str, TableSpec] = {
    table.name: table
    for table in (
        TableSpec("map", "All countries (map)", "explore", map_table, MAP_CHOICES),
        TableSpec("temperature", "Country: temperature by year", "explore", temperature_table, TEMPERATURE_CHOICES),
        TableSpec("future", "Country: temperature to 2100 by scenario", "explore", future_table, FUTURE_CHOICES),
        TableSpec("indicator", "Country: indicator by year", "explore", indicator_table, ("country", "indicator")),
        TableSpec(
            "windows", "Country: sensitivity to start and end year", "explore", trend_windows_table, ("country",)
        ),
        TableSpec("months", "Country: seasonal cycle", "explore", months_table, ("country",)),
        *PROJECTED_TABLES,
        TableSpec("compare", "Compare: all by year", "compare", compare_table, COMPARE_CHOICES),
        TableSpec("relate", "Correlate: both variables by country", "relate", relate_table, RELATE_CHOICES),
        TableSpec("rank", "Rank: all countries", "rank", rank_table, RANK_CHOICES),
        TableSpec("stripes", "Rank: stripes by country and year", "rank", stripes_table, STRIPES_CHOICES),
        *DRIVERS_TABLES,
        *GROWTH_TABLES,
        TableSpec("series", "All indicators: unit, years, source, status", "data", series_table, ()),
    )
}
"""Every table on offer, by its name in an address, in the order of the menu."""

assert tuple(TABLES) == TABLE_NAMES

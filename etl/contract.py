"""The contract of the snapshot: tables, columns, dtypes, units, ranges and keys, stated once.

It goes into catalog.json as data, so that whoever reads the snapshot (the dashboard, a notebook, a stranger) finds
names and units there and never has to import this package.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

VERSION = 1
"""Goes up when a name, a unit or a dtype changes; a reader of another version must refuse."""

KINDS = ("economy", "aggregate", "area")


@dataclass(frozen=True)
class Column:
    """One column. `low` and `high` are the values that can be true, both included."""

    name: str
    dtype: str
    description: str
    unit: str = ""
    nullable: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Table:
    """One table; `key` identifies a row."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...] = field(default=())

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    def as_data(self) -> dict[str, Any]:
        """The table as it stands in catalog.json."""
        return {
            "description": self.description,
            "key": list(self.key),
            "columns": [
                {k: v for k, v in asdict(column).items() if v not in (None, "", False)} for column in self.columns
            ],
        }


_ISO3 = Column("iso3", "str", "ISO 3166-1 alpha-3 code; for aggregates and Kosovo (XKX) the World Bank's own")
_YEAR = Column("year", "int16", "calendar year", low=1901, high=2100)

COUNTRIES = Table(
    "countries",
    "Economies and aggregates of the World Bank, and areas on the map or in the climate data without figures there",
    ("iso3",),
    (
        _ISO3,
        Column("iso2", "str", "two-letter code of the World Bank, empty for areas"),
        Column("name", "str", "the World Bank's name; Natural Earth's for areas"),
        Column("kind", "str", "economy, aggregate or area"),
        Column("region", "str", "World Bank region, empty for aggregates and areas"),
        Column("region_iso3", "str", "code of the region, which has a row of its own; empty for aggregates and areas"),
        Column("income_group", "str", "World Bank income group, empty for aggregates and areas"),
        Column("capital", "str", "capital city, empty where there is none"),
        Column("longitude_deg", "float64", "of a point inside the largest part", "degrees east", True, -180, 180),
        Column("latitude_deg", "float64", "of a point inside the largest part", "degrees north", True, -90, 90),
        Column("area_km2", "float64", "area of the shape, water included", "km²", True, 0, 2e7),
        Column(
            "geometry",
            "geometry",
            "shape at 1:50 million, simplified with shared borders kept, WGS 84",
            "degrees",
            True,
        ),
    ),
)

INDICATORS = Table(
    "indicators",
    "The World Bank series held, in menu order",
    ("id",),
    (
        Column("id", "str", "the World Bank's series code"),
        Column("title", "str", "short name without the unit"),
        Column("name", "str", "the World Bank's name at the time of fetching"),
        Column("unit", "str", "unit of the values"),
        Column("topic", "str", "topic in the menu"),
        Column("source", "str", "the World Bank's database"),
        Column("organisation", "str", "who produced the figures"),
        Column("licence", "str", "licence of the figures"),
        Column("last_updated", "str", "vintage: the service's own date of the figures, ISO 8601"),
        Column("fetched_at", "str", "when these values were read from the service, ISO 8601, UTC"),
        Column("first_year", "int16", "first year with a value for an economy", low=1901, high=2100),
        Column("last_year", "int16", "last year with a value for an economy", low=1901, high=2100),
        Column(
            "default_year",
            "int16",
            "latest year in which about as many economies have a value as in the best year",
            low=1901,
            high=2100,
        ),
        Column("countries", "int16", "economies with at least one value", "economies", low=1, high=300),
        Column("note", "str", "the World Bank's definition"),
    ),
)

OBSERVATIONS = Table(
    "observations",
    "Values of the indicators; one row group a series, in the order of the indicators table",
    ("series", "iso3", "year"),
    (
        Column("series", "str", "indicators.id"),
        _ISO3,
        _YEAR,
        Column(
            "value",
            "float64",
            "in the unit of the series; rows without a value are left out",
            "indicators.unit",
        ),
    ),
)

TEMPERATURE = Table(
    "temperature",
    "Annual mean near-surface air temperature over land; the World's and the regions' are area-weighted means",
    ("iso3", "year"),
    (_ISO3, _YEAR, Column("temperature_c", "float64", "annual mean", "°C", low=-60, high=45)),
)

WARMING = Table(
    "warming",
    "How much each country has warmed, by several measures with their 95 % intervals (the Theil-Sen slope, there to "
    "check the trend, has none)",
    ("iso3", "measure", "window"),
    (
        _ISO3,
        Column("measure", "str", "period_change, trend, trend_theil_sen, index_1960 or endpoints_1901_2012"),
        Column("window", "str", "the years compared"),
        Column("value", "float64", "the measure", low=-30, high=30),
        Column("unit", "str", "unit of value, low95 and high95"),
        Column("low95", "float64", "lower end of the 95 % interval", nullable=True),
        Column("high95", "float64", "upper end of the 95 % interval", nullable=True),
        Column(
            "p",
            "float64",
            "probability of a value this far from zero without a change",
            nullable=True,
            low=0,
            high=1,
        ),
        Column("n_years", "int16", "years used", "years", low=2, high=400),
        Column("n_effective", "float64", "independent years that these are worth", "years", low=0, high=400),
        Column(
            "significant",
            "boolean",
            "differs from zero at a false-discovery rate of 5 % over all economies",
            nullable=True,
        ),
        Column("doubt", "str", "why the value is to be doubted, empty if nothing speaks against it"),
    ),
)

TABLES = (COUNTRIES, INDICATORS, OBSERVATIONS, TEMPERATURE, WARMING)

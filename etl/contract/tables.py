"""Tables of the contract: columns, dtypes, units, ranges and keys.

`etl.contract.indicators` has the tables about series, `etl.contract.climate` the climate tables,
`etl.contract.projections` those of the projections, `etl.contract.model` those of the model.

catalog.json repeats the contract as data, so that a reader of the snapshot (the dashboard, a notebook, anyone else)
finds names and units there without importing this package.
"""

from __future__ import annotations

from etl.contract.climate import CLIMATE_MONTHLY, CLIMATE_NORMALS, PRECIPITATION, TEMPERATURE, WARMING
from etl.contract.indicators import CATALOGUE, COVERAGE, INDICATORS, NEW_COVERAGE
from etl.contract.model import MODEL_TABLES
from etl.contract.projections import PROJECTION_AREAS, PROJECTIONS
from etl.contract.schema import ISO3, YEAR, Column, Table

__all__ = ["CATALOGUE", "COVERAGE", "INDICATORS", "NEW_COVERAGE"]

VERSION = 2
"""Increases when a name, a unit or a dtype changes; a reader must reject other versions."""

KINDS = ("economy", "aggregate", "area")

COUNTRIES = Table(
    "countries",
    "World Bank economies and aggregates, and areas that only the map or the climate data have",
    ("iso3",),
    (
        ISO3,
        Column("iso2", "str", "two-letter code of the World Bank, empty for areas"),
        Column("name", "str", "the World Bank's name; Natural Earth's for areas"),
        Column("kind", "str", "economy, aggregate or area"),
        Column("region", "str", "World Bank region, empty for aggregates and areas"),
        Column("region_iso3", "str", "code of the region, which has a row of its own; empty for aggregates and areas"),
        Column("income_group", "str", "World Bank income group, empty for aggregates and areas"),
        Column("capital", "str", "capital city; empty without one"),
        Column("longitude_deg", "float64", "a point inside the largest part", "degrees east", True, -180, 180),
        Column("latitude_deg", "float64", "the same point", "degrees north", True, -90, 90),
        Column("area_km2", "float64", "area of the shape, including water", "km²", True, 0, 2e7),
        Column(
            "climate_zone",
            "str",
            "Koeppen-Geiger code of the country's mean climate in 1991–2020, by the rules of Peel et al. 2007; one "
            "zone for the whole country; summer is the warmer half-year, April to September or October to March; empty "
            "for aggregates and without temperature or precipitation",
        ),
        Column("climate_zone_name", "str", "name of the zone; empty without one"),
        Column(
            "climate_group",
            "str",
            "Koeppen-Geiger main group (A to E) with the largest share of the land in 1980–2016, from Beck et al. 2018 "
            "(doi:10.1038/sdata.2018.214, to be cited), summed by country by Project Drawdown; empty for aggregates "
            "and for places missing from that table, mostly small islands",
            is_new=True,
        ),
        Column(
            "climate_group_share",
            "float64",
            "share of the land in climate_group; missing if climate_group is empty",
            "share",
            True,
            0.2,
            1,
            is_new=True,
        ),
        Column("climate_group_name", "str", "name of the group; empty without one", is_new=True),
        Column(
            "geometry",
            "geometry",
            "shape at 1:50 million, simplified with shared borders preserved, WGS 84",
            "degrees",
            True,
        ),
    ),
)

GROUPING_MEMBERS = Table(
    "grouping_members",
    "Economies in each of the World Bank's groupings: regions, income and lending groups, the euro area, and others. "
    "Only groupings whose members the service lists, or that follow from these",
    ("grouping", "iso3"),
    (
        Column("grouping", "str", "code of the grouping, an aggregate in countries"),
        Column("iso3", "str", "code of a member, an economy in countries"),
        Column("basis", "str", "listed: by the World Bank; derived: a combination of listed groupings"),
        Column("listed_on", "str", "vintage: day of the first list that was read with these members, ISO 8601"),
    ),
    may_be_empty=True,
    is_new=True,
)

OBSERVATIONS = Table(
    "observations",
    "Values of the indicators; one row group a series, in the order of the indicators table",
    ("series", "iso3", "year"),
    (
        Column("series", "str", "indicators.id"),
        ISO3,
        YEAR,
        Column(
            "value",
            "float64",
            "value in the unit of the series; no row without a value",
            "indicators.unit",
        ),
        Column(
            "status",
            "str",
            "status code of the provider, empty for most values; F: a forecast, or a year after the day of reading",
            is_new=True,
        ),
    ),
)

FORECAST = "F"
"""`observations.status` of a forecast: part of no coverage, no default year and no latest year."""

REVISIONS = Table(
    "revisions",
    "Published values that a later refresh changed or removed: the 20 largest of each series and refresh, of the "
    "latest three refreshes that revised it; revision_counts counts all. A newly added value is not a revision",
    ("series", "iso3", "year", "revised_at"),
    (
        Column("series", "str", "indicators.id, or an annual column of temperature or precipitation"),
        ISO3,
        YEAR,
        Column("old_value", "float64", "value published before"),
        Column("new_value", "float64", "value published since; missing if it was withdrawn", nullable=True),
        Column("old_vintage", "str", "the provider's own date or version of the old value"),
        Column("new_vintage", "str", "the provider's own date or version of the new value"),
        Column("revised_at", "str", "time of publication of the new value here, ISO 8601, UTC"),
    ),
    may_be_empty=True,
)

CHANGE_KINDS = {
    "revised": "published values changed or were withdrawn",
    "extended": "values were added, and none changed",
    "new": "the series is new",
    "lost": "the series is no longer published",
}
"""Kinds of changes of a series by a refresh."""

REVISION_COUNTS = Table(
    "revision_counts",
    "Changes of each series by a refresh, counted; the largest single ones are in revisions",
    ("series", "revised_at"),
    (
        Column("series", "str", "indicators.id, or an annual column of temperature or precipitation"),
        Column("revised_at", "str", "time of publication here, ISO 8601, UTC"),
        Column("kind", "str", "; ".join(f"{kind}: {words}" for kind, words in CHANGE_KINDS.items())),
        Column("changed", "int32", "published values that changed", "values", low=0),
        Column("withdrawn", "int32", "published values without a successor", "values", low=0),
        Column("added", "Int32", "values added; missing for refreshes before they were counted", "values", True, 0),
        Column("old_last_year", "Int16", "latest year before; missing for a new series", "year", True),
        Column("new_last_year", "Int16", "latest year since; missing for a lost series", "year", True),
        Column("old_vintage", "str", "the provider's own date or version before; empty for a new series"),
        Column("new_vintage", "str", "the provider's own date or version since; empty for a lost series"),
    ),
    may_be_empty=True,
    is_new=True,
)

DOUBT_KINDS = {
    "zeros": "exact zeros in a series where zeros are rare",
    "constant": "the same value for 20 years or more, which is rare in this series",
    "odd value": "more than 50 times larger or smaller than the values before and after",
    "twin": "values identical to those of another place",
    "growth": "growth more than 2 percentage points from that of the series of levels",
    "per person": "value per person more than 5 % from total divided by population",
    "parts": "parts of one whole with a sum above 105 %",
    "thin year": "latest year of an aggregate with far fewer economies than the years before",
}
"""Kinds of data doubts, described (`etl.transform.value_doubts`, `etl.transform.relation_doubts`)."""

DOUBTS = Table(
    "doubts",
    "Values that may be wrong or that contradict others. The values themselves are unchanged",
    ("series", "iso3", "kind", "first_year"),
    (
        Column("series", "str", "indicators.id"),
        ISO3,
        Column("first_year", "int16", "first year in doubt", low=1901, high=2100),
        Column("last_year", "int16", "last year in doubt", low=1901, high=2100),
        Column("kind", "str", "; ".join(f"{kind}: {words}" for kind, words in DOUBT_KINDS.items())),
        Column("reason", "str", "figures behind the doubt, and its possible cause"),
    ),
    may_be_empty=True,
    is_new=True,
)

TABLES = (
    COUNTRIES,
    GROUPING_MEMBERS,
    INDICATORS,
    OBSERVATIONS,
    TEMPERATURE,
    PRECIPITATION,
    CLIMATE_MONTHLY,
    CLIMATE_NORMALS,
    WARMING,
    PROJECTIONS,
    PROJECTION_AREAS,
    REVISIONS,
    REVISION_COUNTS,
    DOUBTS,
    CATALOGUE,
    *MODEL_TABLES,
)

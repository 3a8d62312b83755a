"""Tables about series: `indicators`, those that the snapshot has, and `catalogue`, all that the World Bank lists."""

from __future__ import annotations

from etl.contract.schema import Column, Table

QUANTITY_KINDS = {
    "share": "part of a whole, 0 to 100 %",
    "percent": "another percentage, such as % of GDP: may exceed 100 or be negative",
    "growth": "change in % a year",
    "currency": "amount of money",
    "count": "number of people or things",
    "amount": "physical amount: km², tonnes, kWh",
    "rate": "events or people per 100, 1,000 or 100,000 of a group",
    "ratio": "amount per person, area or unit of output",
    "duration": "time: years, days, hours",
    "index": "index, score or rating",
    "other": "none of these, or not known",
}
"""Kinds of quantities, read from name and unit (`etl.indicators.quantity`)."""

OWN = "OWN."
"""Beginning of the code of a series from a user's own file (`etl add-file`); no code of the World Bank has it."""

INDICATORS = Table(
    "indicators",
    "Published World Bank series, in menu order",
    ("id",),
    (
        Column("id", "str", "the World Bank's series code"),
        Column("title", "str", "short name without the unit"),
        Column("name", "str", "the World Bank's name at the time of fetching"),
        Column("unit", "str", "unit of the values"),
        Column("topic", "str", "topic in the menu"),
        Column("source", "str", "the World Bank's database"),
        Column("organisation", "str", "producer of the figures"),
        Column("licence", "str", "licence of the figures"),
        Column("last_updated", "str", "vintage: the service's own date of the figures, ISO 8601"),
        Column("fetched_at", "str", "time of reading the values from the service, ISO 8601, UTC"),
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
        Column("is_configured", "bool", "refreshed every time; other series only on request"),
        Column("note", "str", "the World Bank's definition"),
        Column("short_title", "str", "shorter title for narrow places; may be empty", is_new=True),
        Column("summary", "str", "what the series measures in one sentence, where written by hand", is_new=True),
        Column("topics", "str", "all topics of the World Bank, the main one first, separated by '; '", is_new=True),
        Column("source_id", "str", "number of the World Bank's database, as in the service's source=", is_new=True),
        Column(
            "quantity_kind",
            "str",
            "; ".join(f"{kind}: {words}" for kind, words in QUANTITY_KINDS.items()),
            is_new=True,
        ),
        Column(
            "currency",
            "str",
            "US$, international $ or local currency (not comparable between countries); empty without money",
            is_new=True,
        ),
        Column(
            "prices",
            "str",
            "base year of constant prices, such as 2015, or current; empty without a currency",
            is_new=True,
        ),
        Column("lower_bound", "float64", "least value possible by definition", "unit", True, is_new=True),
        Column("upper_bound", "float64", "largest value possible by definition", "unit", True, is_new=True),
        Column("decimals", "int8", "decimals that make sense for the values", low=0, high=6, is_new=True),
        Column("log_by_default", "bool", "whether the values need a logarithmic scale", is_new=True),
        Column("featured", "int16", "place among the featured series, from 1; 0 for all others", low=0, is_new=True),
        Column("economies", "int16", "economies with a value in default_year", "economies", low=0, is_new=True),
        Column("aggregates", "int16", "regions and groups with at least one value", "aggregates", low=0, is_new=True),
        Column("is_own", "bool", "from a user's own file, not from the World Bank; its code begins OWN.", is_new=True),
    ),
)

COVERAGE = ("first_year", "last_year", "default_year", "countries")
NEW_COVERAGE = ("economies", "aggregates", "decimals", "log_by_default")
"""Columns of `indicators` computed from the values (`etl.transform.coverage`); an older snapshot lacks the new ones."""

CATALOGUE = Table(
    "catalogue",
    "All series that the World Bank lists, about 29,500, whether the snapshot has their values or not",
    ("id", "source_id"),
    (
        Column("id", "str", "the World Bank's series code"),
        Column("name", "str", "the World Bank's name"),
        Column("source_id", "str", "number of the World Bank's database, as in the service's source="),
        Column("source", "str", "name of the database"),
        Column("topic", "str", "the first of the World Bank's topics, empty for most"),
    ),
    may_be_empty=True,
    is_new=True,
)

"""Codes that several modules share: the World, income groups, the series of population and income; and slugs."""

from __future__ import annotations

INCOME_NAMES = {
    "HIC": "High income",
    "UMC": "Upper middle income",
    "LMC": "Lower middle income",
    "LIC": "Low income",
}
"""The World Bank's income groups by their codes, from high to low."""

WORLD = "WLD"

INDICATOR = "indicator"
"""As a `measure`: the map shows the chosen indicator."""

ANOMALY = "anomaly"
"""As a `measure`: the map shows the temperature anomaly of a year from its baseline."""

INCOME_PER_PERSON, POPULATION = "NY.GDP.PCAP.PP.KD", "SP.POP.TOTL"
"""Defaults of the x axis and of the dot size in Relate, if the snapshot has them."""

DEFAULT_MEASURE = "period_change"


def slug(text: str) -> str:
    """Return a code, a topic or a span of years as written in file names and addresses."""
    plain = text.lower().replace(" & ", "-")
    return plain.replace(".", "-").replace("–", "-").replace(" ", "-").replace("_", "-")


OWN = "OWN."
"""Beginning of the code of a user's own series: of one session (snapshot/own.py), or published by `etl add-file`."""

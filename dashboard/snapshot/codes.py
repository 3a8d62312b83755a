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

CLIMATE = "cckp"
"""Id of the Climate Change Knowledge Portal among the catalog's sources."""

INDICATOR = "indicator"
"""As a `measure`: the map shows the chosen indicator."""

ANOMALY = "anomaly"
"""As a `measure`: the map shows the temperature anomaly of a year from its baseline."""

INCOME_PER_PERSON, POPULATION = "NY.GDP.PCAP.PP.KD", "SP.POP.TOTL"
"""Defaults of the x axis and of the dot size in Relate, if the snapshot has them."""

DEFAULT_MEASURE = "period_change"

PROJECTED = "projected"
"""As a `measure`: the map shows the modelled change of a 20-year period, under a scenario."""

SCENARIOS = {
    "ssp119": "SSP1-1.9",
    "ssp126": "SSP1-2.6",
    "ssp245": "SSP2-4.5",
    "ssp370": "SSP3-7.0",
    "ssp585": "SSP5-8.5",
}
"""Emission scenarios of CMIP6 and their names in IPCC AR6, from the lowest to the highest emissions."""

DEFAULT_SCENARIO = "ssp245"
"""The middle scenario: a page does not begin with the lowest or the highest emissions."""


def slug(text: str) -> str:
    """Return a code, a topic or a span of years as written in file names and addresses."""
    plain = text.lower().replace(" & ", "-")
    return plain.replace(".", "-").replace("–", "-").replace(" ", "-").replace("_", "-")


OWN = "OWN."
"""Beginning of the code of a user's own series: of one session (snapshot/own.py), or published by `etl add-file`."""

"""Climate tables of the contract: temperature, precipitation, normals and the warming measures."""

from __future__ import annotations

from typing import NamedTuple

from etl.contract.schema import ISO3, MONTH, YEAR, Column, Table

_LAND_MEANS = "World and regions are area-weighted means over land, with data for at least 90 % of the area"

TEMPERATURE = Table(
    "temperature",
    f"Annual mean near-surface air temperature from CRU TS and ERA5, one row for each CRU TS value; {_LAND_MEANS}",
    ("iso3", "year"),
    (
        ISO3,
        YEAR,
        Column("temperature_c", "float64", "annual mean, CRU TS (from weather stations)", "°C", low=-60, high=45),
        Column(
            "temperature_era5_c",
            "float64",
            "annual mean, ERA5 (reanalysis), complete years only; the mean of the months weighted by their days if the "
            "portal has no annual mean",
            "°C",
            True,
            -60,
            45,
        ),
    ),
)

PRECIPITATION = Table(
    "precipitation",
    f"Annual precipitation, the sum of twelve months; {_LAND_MEANS}",
    ("iso3", "year"),
    (ISO3, YEAR, Column("precipitation_mm", "float64", "annual total, CRU TS", "mm", low=0, high=20_000)),
    may_be_empty=True,
)

_EXACT = "; round to 2 decimals after conversion to float64"

CLIMATE_MONTHLY = Table(
    "climate_monthly",
    f"Temperature and precipitation of each month; {_LAND_MEANS}",
    ("iso3", "year", "month"),
    (
        ISO3,
        YEAR,
        MONTH,
        Column("temperature_c", "float32", f"monthly mean, CRU TS{_EXACT}", "°C", True, -75, 50),
        Column("temperature_era5_c", "float32", f"monthly mean, ERA5{_EXACT}", "°C", True, -75, 50),
        Column("precipitation_mm", "float32", f"monthly total, CRU TS{_EXACT}", "mm", True, 0, 5_000),
    ),
    may_be_empty=True,
)

PERIODS = ((1961, 1990), (1991, 2020))
"""WMO's reference period for long-term change, and its current normal period."""

CLIMATE_NORMALS = Table(
    "climate_normals",
    "30-year means of each calendar month, from at least 20 years with a value",
    ("iso3", "month", "period"),
    (
        ISO3,
        MONTH,
        Column("period", "str", "first and last year: " + " or ".join(f"{a}–{b}" for a, b in PERIODS)),
        Column("temperature_c", "float64", "mean of the month", "°C", True, -75, 50),
        Column(
            "temperature_dataset",
            "str",
            "data set of temperature_c, the same for all months of a country and period: CRU TS if available, else "
            "ERA5; empty without either",
        ),
        Column("precipitation_mm", "float64", "mean total of the month, CRU TS", "mm", True, 0, 5_000),
    ),
    may_be_empty=True,
)


class Measure(NamedTuple):
    """Range, unit and meaning of one warming measure."""

    low: float
    high: float
    unit: str
    meaning: str


MEASURES = {
    "period_change": Measure(-10, 10, "°C", "mean of the latest 30 years minus mean of the first 30"),
    "trend": Measure(-5, 5, "°C per decade", "least-squares slope"),
    "trend_theil_sen": Measure(-5, 5, "°C per decade", "median slope between pairs of years, robust to outliers"),
    "index_1960": Measure(-15, 15, "°C", "latest year minus 1960"),
    "endpoints_1901_2012": Measure(-15, 15, "°C", "2012 minus 1901"),
    "amplification": Measure(
        -10, 10, "°C per °C", "least-squares slope on the mean of global land; no row for the World itself"
    ),
    "emergence": Measure(
        -50,
        50,
        "times the noise",
        "signal-to-noise ratio of the latest year: warming along the smoothed global course over year-to-year noise",
    ),
    "emergence_year": Measure(1901, 2100, "year", "year since which emergence has exceeded 2; no row without one"),
    "trend_era5": Measure(-5, 5, "°C per decade", "trend from ERA5; measures without era5 in the name: CRU TS"),
    "change_common": Measure(
        -10,
        10,
        "°C",
        "mean of the latest 30 years minus mean of 1961–1990, for comparison with ERA5",
    ),
    "change_common_era5": Measure(-10, 10, "°C", "change_common from ERA5"),
}
"""The measures of the table `warming`."""

DOUBT_KINDS = {
    "infilled": "almost no year-to-year variation, as in years infilled without stations",
    "disagreement": "trends of CRU TS and ERA5 since 1960 differ",
    "step": "step against the records of neighbouring countries",
}
"""Kinds of reasons in `warming.doubt`, in the order of that text."""

WARMING = Table(
    "warming",
    "Warming of each country by several measures with 95 % intervals (none for the Theil-Sen slope)",
    ("iso3", "measure", "window"),
    (
        ISO3,
        Column("measure", "str", "; ".join(f"{name}: {measure.meaning}" for name, measure in MEASURES.items())),
        Column("window", "str", "years used"),
        Column("value", "float64", "value of the measure", "warming.unit"),
        Column("unit", "str", "unit of value, low95 and high95"),
        Column("low95", "float64", "lower end of the 95 % interval", nullable=True),
        Column("high95", "float64", "upper end of the 95 % interval", nullable=True),
        Column(
            "p",
            "float64",
            "p value: probability of a value at least this far from zero if nothing had changed",
            nullable=True,
            low=0,
            high=1,
        ),
        Column("n_years", "int16", "number of years with a value", "years", low=2, high=400),
        Column("n_effective", "float64", "effective number of independent years", "years", low=0, high=400),
        Column(
            "significant",
            "boolean",
            "differs from zero at a false-discovery rate of 5 % over all economies",
            nullable=True,
        ),
        Column("doubt", "str", "reasons to doubt the value; empty without any"),
        Column(
            "doubt_kind",
            "str",
            "; ".join(f"{kind}: {meaning}" for kind, meaning in DOUBT_KINDS.items()) + "; several with commas",
            is_new=True,
        ),
    ),
)

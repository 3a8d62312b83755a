"""Climate tables of the contract: temperature, precipitation, normals and the warming measures."""

from __future__ import annotations

from typing import NamedTuple

from etl.contract.schema import ISO3, MONTH, YEAR, Column, Table

_LAND_MEANS = "the World's and the regions' are area-weighted means over land, held where nine tenths of it are known"

TEMPERATURE = Table(
    "temperature",
    f"Annual mean near-surface air temperature by two data sets, one row for each value of the first; {_LAND_MEANS}",
    ("iso3", "year"),
    (
        ISO3,
        YEAR,
        Column("temperature_c", "float64", "annual mean, CRU TS (from stations)", "°C", low=-60, high=45),
        Column(
            "temperature_era5_c",
            "float64",
            "annual mean, ERA5 (reanalysis); of complete years only, the mean of the months weighted with their days "
            "where the portal does not hold the annual mean",
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

_EXACT = "; 32 bits hold its 2 decimals exactly: round to 2 after widening"

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
    "Means of each month over thirty years, of at least 20 with a value",
    ("iso3", "month", "period"),
    (
        ISO3,
        MONTH,
        Column("period", "str", "first and last year: " + " or ".join(f"{a}–{b}" for a, b in PERIODS)),
        Column("temperature_c", "float64", "mean of the month", "°C", True, -75, 50),
        Column(
            "temperature_dataset",
            "str",
            "data set of the temperatures, the same for all months of a country and period: CRU TS where it is held, "
            "else ERA5; empty where there is neither",
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
    "period_change": Measure(-10, 10, "°C", "mean of the latest 30 years less that of the first 30"),
    "trend": Measure(-5, 5, "°C per decade", "least-squares slope"),
    "trend_theil_sen": Measure(-5, 5, "°C per decade", "median slope between any two years, to check the trend"),
    "index_1960": Measure(-15, 15, "°C", "latest year less 1960"),
    "endpoints_1901_2012": Measure(-15, 15, "°C", "2012 less 1901"),
    "amplification": Measure(
        -10, 10, "°C per °C", "slope on the mean of the World's land; the World itself has no row"
    ),
    "emergence": Measure(
        -50,
        50,
        "times the noise",
        "warming in the last year, along the World's smoothed course, over the noise of single years",
    ),
    "emergence_year": Measure(1901, 2100, "year", "since when emergence has been above 2; no row where it is not"),
    "trend_era5": Measure(-5, 5, "°C per decade", "the trend by ERA5, where all others are by CRU TS"),
    "change_common": Measure(
        -10,
        10,
        "°C",
        "mean of the latest 30 years less that of 1961-1990, to compare with ERA5",
    ),
    "change_common_era5": Measure(-10, 10, "°C", "change_common by ERA5"),
}
"""The measures of the table `warming`."""

DOUBT_KINDS = {
    "infilled": "the years hardly vary, as if filled in where no station reported",
    "disagreement": "CRU TS and ERA5 have different trends since 1960",
    "step": "the record steps against its neighbours'",
}
"""What the reasons of `warming.doubt` are, in the order in which they are given."""

WARMING = Table(
    "warming",
    "How much each country has warmed, by several measures with their 95 % intervals (the Theil-Sen slope has none)",
    ("iso3", "measure", "window"),
    (
        ISO3,
        Column("measure", "str", "; ".join(f"{name}: {measure.meaning}" for name, measure in MEASURES.items())),
        Column("window", "str", "the years compared"),
        Column("value", "float64", "the measure", "warming.unit"),
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
        Column(
            "doubt_kind",
            "str",
            "; ".join(f"{kind}: {meaning}" for kind, meaning in DOUBT_KINDS.items()) + "; several with commas between",
            is_new=True,
        ),
    ),
)

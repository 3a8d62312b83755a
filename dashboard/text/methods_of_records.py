"""Methods of comparing data sets and of doubting a record; part of `methods`."""

from __future__ import annotations

from dashboard.snapshot.warming_measures import BY_NAME
from dashboard.text.method import Method
from measures.infilled import LEAST_SPREAD

DATA_SETS = (
    Method(
        BY_NAME["change_common"].method,
        "ERA5 is a reanalysis that begins in 1950. Both data sets are compared over the same years: the mean of the "
        "latest 30 years minus that of 1961–1990, and the trend of the latest 50 years.",
        "Δ = mean<sub>late</sub> − mean<sub>1961–1990</sub>, by each data set",
        "ERA5 is dotted before 1960: its back extension has a break in 1954–57.",
        "Hersbach et al. 2020, Q. J. R. Meteorol. Soc. 146, 1999–2049; Bell et al. 2021, 147, 4186–4227.",
        ("change_common", "change_common_era5"),
    ),
    Method(
        "How far data sets differ",
        "Confidence intervals reflect interannual variability only; data sets differ by more. From 1951–80 to "
        "2012–21 the mean over 200 economies rises by 1.04 °C in CRU TS, 1.26 °C in GISTEMP (FAOSTAT) and 1.32 °C in "
        "ERA5. The changes of CRU TS and FAOSTAT correlate by 0.76. ERA5’s trend of 1975–2024 lies outside the 95 % "
        "interval of CRU TS’s in 60 of 187 economies.",
        "",
        "Warming in nearly all countries is robust to the data set. Size and rank are not, beyond 0.1 °C.",
        "CRU TS 4.09; ERA5; FAOSTAT, Temperature change on land. Compared in November 2026.",
    ),
)
"""Methods for two data sets of one quantity and for the spread between data sets."""

DOUBTS = Method(
    "Significance, and doubts about records",
    "Significance is tested at a false-discovery rate of 5 %. A record is of low confidence for one of three "
    "reasons. Its years hardly vary, as if infilled where stations are missing. Since 1960 the trend of CRU TS minus "
    "ERA5 is at least 0.1 °C per decade and significant. Or the record has a step of at least 0.5 °C against its "
    "eight nearest countries, and its change differs from theirs by at least 0.4 °C.",
    f"p<sub>(k)</sub> ≤ 0.05 k / m; filled in: spread &lt; {LEAST_SPREAD:.2g} × the spread of 1961–1990; step: SNHT "
    "under AR(1), p &lt; 0.01",
    "A step can be real climate, and either source can be right: such records need inspection. For areas outside the "
    "World Bank’s list, significance follows from the confidence interval alone.",
    "Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57, 289–300; Alexandersson 1986, J. Climatol. 6, 661–675.",
)

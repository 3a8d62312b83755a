"""Methods of comparing countries: climate group, similarity, change, rank."""

from __future__ import annotations

from dashboard.snapshot.tolerance import TOLERANCE_YEARS
from dashboard.text.method import Method
from measures.bootstrap import BLOCK_LATITUDE_DEG, BLOCK_LONGITUDE_DEG, RESAMPLES

CLIMATE_GROUP = Method(
    "Largest climate group",
    "The Köppen–Geiger main group (A tropical, B arid, C temperate, D cold, E polar) with the largest share of a "
    "country’s land in 1980–2016. Peers and reference groups share it; a country without published shares, such as a "
    "small island, has none.",
    "g = argmax over A to E of Σ area<sub>z</sub> / area, z the classes of the group",
    "One group for the whole country: in some, as in China (arid, 34 %), no group covers half of the land.",
    "Beck et al. 2018, Scientific Data 5, 180214, doi:10.1038/sdata.2018.214; summed by country by Project Drawdown.",
)
"""Method for snapshots with climate groups; older ones have zones of mean climates."""

BETWEEN_COUNTRIES = (
    Method(
        "Similar countries",
        "Mean difference of two countries’ percentile ranks over the indicators. They are most similar in what few "
        "others share.",
        "s = 1 − mean over j of |p<sub>j</sub> − q<sub>j</sub>|",
        "Every indicator has equal weight, even if it duplicates another.",
        "Gower 1971, Biometrics 27, 857–871.",
    ),
    Method(
        "Correlation of two variables",
        f"Pearson’s and Spearman’s coefficient over countries, in one year or of changes. The 95 % CI is from a "
        f"spatial block bootstrap ({RESAMPLES:,} resamples; blocks of {BLOCK_LATITUDE_DEG:.0f} by "
        f"{BLOCK_LONGITUDE_DEG:.0f} degrees). Annual changes: country and year means removed; blocks and years "
        f"resampled.",
        "r = Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)<sup>2</sup> Σ (y − ȳ)<sup>2</sup>), of ranks for Spearman; BCa interval",
        "Neighbours within a block are resampled together; blocks are taken as independent. Resampling single "
        "countries would make the CIs too narrow, as neighbours are similar. With fewer than ten blocks, as in one "
        "region, they remain somewhat too narrow.",
        "Efron 1987, J. Am. Stat. Assoc. 82, 171–185; Owen 2007, Ann. Appl. Stat. 1, 386–411; Cameron, Gelbach and "
        "Miller 2011, J. Bus. Econ. Stat. 29, 238–249.",
    ),
    Method(
        "Change of an indicator on the map",
        "Change from the base year to the year shown: in percentage points for shares, otherwise in per cent. Missing "
        f"years use the nearest value within {TOLERANCE_YEARS} years.",
        "Δ = x(y) − x(y<sub>0</sub>), or 100 (x(y) / x(y<sub>0</sub>) − 1)",
        "It compares two single years: a crisis or war in either affects it.",
        "",
    ),
    Method(
        "Rank",
        "Position among all countries with a value (1 = largest); equal values share the better rank. Regions, the "
        "World and other areas are not ranked.",
        "rank<sub>c</sub> = 1 + number of countries with a larger value",
        "Neighbouring ranks often differ by less than their confidence intervals.",
        "",
    ),
)
"""All these methods, in reading order."""

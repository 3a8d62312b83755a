"""Methods: description, formula, assumptions and source of each computed number.

Years and limits are those of the code itself, so that the text always agrees with it.
"""

from __future__ import annotations

from dashboard.snapshot import names
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import ANOMALY
from dashboard.snapshot.groups import has_climate_groups
from dashboard.snapshot.provenance import corrected
from dashboard.snapshot.store import Snapshot
from dashboard.snapshot.tolerance import TOLERANCE_YEARS
from dashboard.snapshot.warming_measures import BY_NAME
from dashboard.text.method import Method
from dashboard.text.methods_between_countries import BETWEEN_COUNTRIES, CLIMATE_GROUP
from dashboard.text.methods_of_records import DATA_SETS, DOUBTS
from measures.change import FEWEST_PERIOD_YEARS, PERIOD_YEARS
from measures.trend import CAUTION_YEARS, FEWEST_YEARS
from measures.trend_windows import NEAR_YEARS

METHODS = (
    Method(
        "Annual mean temperature",
        "The mean of a year’s near-surface air temperature over a country’s land, in °C, as the Climate Change "
        "Knowledge Portal gives it from the gridded observations of CRU TS. The World and its regions are our own "
        "means, every area counting by its size; Antarctica has no series and is left out.",
        "T<sub>region</sub>(y) = Σ A<sub>c</sub> T<sub>c</sub>(y) / Σ A<sub>c</sub>",
        "Where no station reported, CRU TS repeats its mean of 1961–1990: small islands and early decades then vary, "
        "and change, too little.",
        "Harris et al. 2020, Scientific Data 7, 109; World Bank, Climate Change Knowledge Portal.",
    ),
    Method(
        BY_NAME[ANOMALY].method,
        f"A year’s temperature less the mean of the reference years chosen. At least {FEWEST_PERIOD_YEARS} of them "
        "must have a value, or no difference is given.",
        "ΔT(y) = T(y) − mean of T over the baseline",
        "The baseline shifts all differences by the same amount; it changes no trend.",
        "World Meteorological Organization, WMO-No. 1203.",
    ),
    Method(
        BY_NAME["period_change"].method,
        f"The mean of the latest {PERIOD_YEARS} years less the mean of 1901–1930. The 95 % interval counts that one "
        "year resembles the next, and that warming within a period is not noise.",
        "Δ = mean<sub>late</sub> − mean<sub>early</sub>; var(Δ) = Σ s<sub>p</sub><sup>2</sup> / "
        "n<sub>eff,p</sub>; Δ ± t<sub>0.975</sub> √var(Δ)",
        "Noise about a straight line within each period; degrees of freedom by Welch and Satterthwaite. The interval "
        "covers year-to-year variation only, not how well a country was observed.",
        "Welch 1947; Satterthwaite 1946.",
        ("period_change",),
    ),
    Method(
        BY_NAME["trend"].method,
        "The slope of the least-squares line through the years of the window, per decade. No trend is given for fewer "
        f"than {FEWEST_YEARS} years, and below {CAUTION_YEARS} it says more about weather than about climate.",
        "r<sub>1</sub> = r + (1 + 4 r) / n; "
        "n<sub>eff</sub> = n (1 − r<sub>1</sub>) / (1 + r<sub>1</sub>); s<sub>b</sub><sup>2</sup> = SSE / "
        "(n<sub>eff</sub> − 2) / Σ (y − ȳ)<sup>2</sup>; b ± t<sub>0.975, n<sub>eff</sub>−2</sub> s<sub>b</sub>",
        "A straight line, and residuals whose memory is that of one year to the next (r₁, corrected for short series). "
        "Where that is so, 94 of 100 intervals over the whole record cover the true trend; with a longer memory fewer.",
        "Santer et al. 2000, J. Geophys. Res. 105, 7337–7356; Marriott and Pope 1954, Biometrika 41, 390–402.",
        ("trend", "trend_era5"),
    ),
    Method(
        "Trend of every window",
        f"The same trend over each span of {FEWEST_YEARS} years or more within the record, so that a reader sees how "
        "much a trend owes to the years it begins and ends in. Beside it stands how it moves when either end of the "
        f"chosen window moves by up to {NEAR_YEARS} years.",
        "b(y<sub>1</sub>, y<sub>2</sub>) for all y<sub>1</sub>, y<sub>2</sub> with enough values between them",
        f"Windows overlap and so resemble each other: that many of them agree is no proof. Below {CAUTION_YEARS} years "
        "a trend says more about weather than about climate.",
        "Each window as above.",
        ("trend",),
    ),
    Method(
        BY_NAME["trend_theil_sen"].method,
        "The middle one of the slopes between all pairs of years: single odd years cannot pull it. It stands beside "
        "the trend as a check.",
        "b = median over i &lt; j of (T<sub>j</sub> − T<sub>i</sub>) / (y<sub>j</sub> − y<sub>i</sub>)",
        "No interval is given.",
        "Sen 1968, J. Am. Stat. Assoc. 63, 1379–1389.",
        ("trend_theil_sen",),
    ),
    Method(
        BY_NAME["amplification"].method,
        "How many degrees a country warms for each degree that the world’s land warms: the slope of its temperatures "
        "on the world’s in the same years. Above 1 it warms faster.",
        "T<sub>c</sub>(y) = a + b T<sub>land</sub>(y) + e(y)",
        "The world’s mean has noise of its own, which pulls the slope a little towards zero.",
        "Interval as for the trend (Santer et al. 2000).",
        ("amplification",),
    ),
    Method(
        BY_NAME["emergence"].method,
        "The warming since 1901–1930, as the world’s smoothed warming explains it, over the spread of single years "
        "about it. Above 2, an average year is one that used to be met once in forty; the year of emergence is the "
        "first from which the ratio stays above 2.",
        "T<sub>c</sub>(y) = α G(y) + β + e(y); S/N(y) = α [G(y) − G<sub>1901–1930</sub>] / sd(e)",
        "The country follows the world’s smoothed land temperature G; G counts as known.",
        "Hawkins and Sutton 2012, Geophys. Res. Lett. 39, L01702; Hawkins et al. 2020, 47, e2019GL086259.",
        ("emergence", "emergence_year"),
    ),
    *DATA_SETS,
    Method(
        BY_NAME["index_1960"].method,
        "One year less another. It is mostly weather, and is kept to show why it should not be used.",
        "Δ = T(y<sub>2</sub>) − T(y<sub>1</sub>); Δ ± t<sub>0.975</sub> √2 s",
        "s is the spread of single years about the whole record’s line.",
        "Used by an earlier map of this kind.",
        ("index_1960", "endpoints_1901_2012"),
    ),
    DOUBTS,
    Method(
        "Skill of the model",
        "How much smaller the model’s error is than a baseline’s that knows no indicator, on rows held out of its "
        "making: the last year, countries, future years. The hardest baseline knows the country’s region.",
        "skill = 1 − RMSE<sub>model</sub> / RMSE<sub>baseline</sub>",
        "Intervals draw whole countries anew, 2,000 times; the weather that all share in a year they cannot see.",
        "Davison and Hinkley 1997, section 3.8.",
    ),
    Method(
        "Growth by temperature",
        "Growth of GDP per person on annual mean temperature and its square, with an effect of each country and year, "
        "and a quadratic trend of each country.",
        "g = β<sub>1</sub>T + β<sub>2</sub>T<sup>2</sup> + effects; optimum: −β<sub>1</sub> / 2β<sub>2</sub>",
        "An association over weather. Errors are clustered by country; the optimum’s error is by the delta method.",
        "Burke, Hsiang and Miguel 2015, Nature 527, 235–239.",
    ),
    Method(
        "Importance and effect of a feature",
        "Importance: by how much the error on countries held out rises when the feature is shuffled among the "
        "countries of a year. Effect: how the model’s answer changes along the feature, from bin to bin, for the rows "
        "that lie there (accumulated local effects).",
        "I<sub>j</sub> = RMSE(x with x<sub>j</sub> shuffled) − RMSE(x)",
        "Of two features that say the same each looks unimportant. Both tell what the model goes by, not what is so.",
        "Breiman 2001, Machine Learning 45, 5–32; Apley and Zhu 2020, J. R. Stat. Soc. B 82, 1059–1086.",
    ),
    Method(
        "What if: interval, and what was seen",
        "The interval holds the truth for 95 of 100 rows of countries like these that were held out. A combination is "
        "outside what was seen if a value lies beyond all values, or if it is further from every row than 95 % of the "
        "rows are from the nearest one of another country.",
        "d = √ mean over j of (p<sub>j</sub> − q<sub>j</sub>)<sup>2</sup>",
        "p and q are places in each indicator’s distribution, 0 to 1; a value that a row lacks counts as one drawn by "
        "chance. The difference between two answers has no interval of its own.",
        "Lee, Barber and Willett 2023, “Distribution-free inference with hierarchical data”.",
    ),
    *BETWEEN_COUNTRIES,
)
"""Methods of all computed numbers, in reading order."""

WEAKNESSES = (
    "CRU TS fills places and years without stations with its long-term mean. On small islands and in early decades "
    "changes therefore look too small, and their intervals too narrow; such records are marked as thin.",
    "A country’s mean hides its inside: Norway’s holds Spitsbergen, and the United States’ holds Alaska and Hawaii.",
    "Countries smaller than a cell of the grid (half a degree, some 55 km) have the temperature of the cells round "
    "them, which is partly the sea’s.",
    "Two curves that rise together need not have to do with each other: nothing here shows a cause.",
)
"""Limitations that a reader should know before quoting a figure."""

BORDERS = (
    "Borders and names are Natural Earth’s and the World Bank’s, with a few joins so that figures and shapes meet. "
    "They express no opinion on the legal status of any country or territory, or on the course of any border."
)


@cached_on_argument(published=True)
def borders(snapshot: Snapshot) -> str:
    """Return the note on borders, with the places that have temperatures but no shape."""
    is_drawn = snapshot.countries.geometry.notna() | (snapshot.countries.kind != "area")
    has_temperature = snapshot.countries.iso3.isin(set(snapshot.temperature.iso3))
    lacking = snapshot.countries[has_temperature & ~is_drawn]
    called = sorted(names.heading(iso3, name) for iso3, name in zip(lacking.iso3, lacking["name"], strict=True))
    more = "Without a shape of their own on the map, but with their own temperatures, by name"
    return f"{BORDERS} {more}: {'; '.join(called)}." if called else BORDERS


def methods(snapshot: Snapshot) -> list[Method]:
    """Return the methods of the numbers in the snapshot; the World Bank's own come last."""
    published = set(snapshot.warming.measure)
    return [
        *(method for method in METHODS if not method.measures or published & set(method.measures)),
        *([CLIMATE_GROUP] if has_climate_groups(snapshot.countries) else []),
        _indicators(snapshot),
    ]


def _indicators(snapshot: Snapshot) -> Method:
    values, series = corrected(snapshot)
    but = (
        f", but for {values:,} of {series} series that cannot be right and were left out or replaced; the list of "
        "every series says which and why"
        if values
        else ""
    )
    return Method(
        "Indicators",
        f"The World Bank’s values as they are{but}. A missing year stays missing; where a map or a rank needs one year "
        f"for all, the nearest within {TOLERANCE_YEARS} years stands for it, and its own year is said.",
        "",
        "Some figures are the World Bank’s estimates; definitions and breaks in a series are described at its source.",
        "World Bank, World Development Indicators.",
    )

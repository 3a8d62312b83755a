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
from dashboard.text.methods_of_projections import projection_methods
from dashboard.text.methods_of_records import DATA_SETS, DOUBTS
from measures.change import FEWEST_PERIOD_YEARS, PERIOD_YEARS
from measures.trend import CAUTION_YEARS, FEWEST_YEARS
from measures.trend_windows import NEAR_YEARS

METHODS = (
    Method(
        "Annual mean temperature",
        "Annual mean near-surface air temperature over a country’s land, in °C, from the gridded observations of CRU "
        "TS via the Climate Change Knowledge Portal. The World and its regions are our own area-weighted means. "
        "Antarctica has no series and is excluded.",
        "T<sub>region</sub>(y) = Σ A<sub>c</sub> T<sub>c</sub>(y) / Σ A<sub>c</sub>",
        "Where stations are missing, CRU TS relaxes to its 1961–1990 climatology. This underestimates variability and "
        "change on small islands and in early decades.",
        "Harris et al. 2020, Scientific Data 7, 109; World Bank, Climate Change Knowledge Portal.",
    ),
    Method(
        BY_NAME[ANOMALY].method,
        f"A year’s temperature minus the mean of the selected reference period, of which at least "
        f"{FEWEST_PERIOD_YEARS} years must have a value.",
        "ΔT(y) = T(y) − mean of T over the baseline",
        "Another baseline shifts all anomalies by the same amount; trends do not change.",
        "World Meteorological Organization, WMO-No. 1203.",
    ),
    Method(
        BY_NAME["period_change"].method,
        f"Mean of the latest {PERIOD_YEARS} years minus the mean of 1901–1930. The 95 % confidence interval accounts "
        "for autocorrelation and excludes the trend within each period. The baseline is not pre-industrial: the world "
        "had already warmed by 0.1–0.2 °C since 1850–1900.",
        "Δ = mean<sub>late</sub> − mean<sub>early</sub>; var(Δ) = Σ s<sub>p</sub><sup>2</sup> / "
        "n<sub>eff,p</sub>; Δ ± t<sub>0.975</sub> √var(Δ)",
        "Noise around a linear trend within each period; degrees of freedom by Welch and Satterthwaite. The interval "
        "reflects interannual variability only, not observational uncertainty.",
        "Welch 1947; Satterthwaite 1946.",
        ("period_change",),
    ),
    Method(
        BY_NAME["trend"].method,
        f"Slope of the least-squares line over the selected years, per decade, for at least {FEWEST_YEARS} years. "
        f"Trends over fewer than {CAUTION_YEARS} years mostly reflect natural variability.",
        "r<sub>1</sub> = r + (1 + 4 r) / n; "
        "n<sub>eff</sub> = n (1 − r<sub>1</sub>) / (1 + r<sub>1</sub>); s<sub>b</sub><sup>2</sup> = SSE / "
        "(n<sub>eff</sub> − 2) / Σ (y − ȳ)<sup>2</sup>; b ± t<sub>0.975, n<sub>eff</sub>−2</sub> s<sub>b</sub>",
        "A linear trend with first-order autoregressive residuals (r₁, corrected for short series). Then 94 of 100 "
        "intervals over the whole record cover the true trend; with longer memory fewer.",
        "Santer et al. 2000, J. Geophys. Res. 105, 7337–7356; Marriott and Pope 1954, Biometrika 41, 390–402.",
        ("trend", "trend_era5"),
    ),
    Method(
        "Sensitivity to start and end year",
        f"The same trend for every period of at least {FEWEST_YEARS} years in the record. Its range covers start and "
        f"end years up to {NEAR_YEARS} years from those selected.",
        "b(y<sub>1</sub>, y<sub>2</sub>) for all y<sub>1</sub>, y<sub>2</sub> with enough values between them",
        f"Periods overlap and are not independent: agreement of many is no proof. Trends over fewer than "
        f"{CAUTION_YEARS} years mostly reflect natural variability.",
        "Each period as above.",
        ("trend",),
    ),
    Method(
        BY_NAME["trend_theil_sen"].method,
        "Median of the slopes between all pairs of years, robust to outliers; a check of the linear trend.",
        "b = median over i &lt; j of (T<sub>j</sub> − T<sub>i</sub>) / (y<sub>j</sub> − y<sub>i</sub>)",
        "No confidence interval is computed.",
        "Sen 1968, J. Am. Stat. Assoc. 63, 1379–1389.",
        ("trend_theil_sen",),
    ),
    Method(
        BY_NAME["amplification"].method,
        "A country’s warming per degree of global land warming: the slope of its annual temperatures on those of the "
        "global land. Above 1, it warms faster.",
        "T<sub>c</sub>(y) = a + b T<sub>land</sub>(y) + e(y)",
        "Noise in the global mean biases the slope slightly towards zero.",
        "Interval as for the trend (Santer et al. 2000).",
        ("amplification",),
    ),
    Method(
        BY_NAME["emergence"].method,
        "Temperature change since 1901–1930, regressed on smoothed global land warming, divided by the standard "
        "deviation of the residuals. At a ratio of 2, an average year was once a 1-in-40 year. The year of emergence "
        "is the first after which the ratio remains above 2.",
        "T<sub>c</sub>(y) = α G(y) + β + e(y); S/N(y) = α [G(y) − G<sub>1901–1930</sub>] / sd(e)",
        "The country follows the smoothed global land temperature G, which is taken as known.",
        "Hawkins and Sutton 2012, Geophys. Res. Lett. 39, L01702; Hawkins et al. 2020, 47, e2019GL086259.",
        ("emergence", "emergence_year"),
    ),
    *DATA_SETS,
    Method(
        BY_NAME["index_1960"].method,
        "Difference of two single years. It mostly reflects weather; it is included to show why it is not recommended.",
        "Δ = T(y<sub>2</sub>) − T(y<sub>1</sub>); Δ ± t<sub>0.975</sub> √2 s",
        "s is the standard deviation of years around the trend of the whole record.",
        "Used by an earlier map of this kind.",
        ("index_1960", "endpoints_1901_2012"),
    ),
    DOUBTS,
    Method(
        "Skill of the model",
        "Reduction of the model’s error relative to a baseline without indicators, on held-out data: the last year, "
        "countries, future years. The strictest baseline knows the country’s region.",
        "skill = 1 − RMSE<sub>model</sub> / RMSE<sub>baseline</sub>",
        "CIs from 2,000 bootstrap samples of countries; they miss weather that all countries share in a year.",
        "Davison and Hinkley 1997, section 3.8.",
    ),
    Method(
        "Growth by temperature",
        "Growth of GDP per person on annual mean temperature and its square. The regression includes an effect of each "
        "country and year, and a quadratic trend of each country.",
        "g = β<sub>1</sub>T + β<sub>2</sub>T<sup>2</sup> + effects; optimum: −β<sub>1</sub> / 2β<sub>2</sub>",
        "An association with weather. Errors are clustered by country; the optimum’s error is by the delta method.",
        "Burke, Hsiang and Miguel 2015, Nature 527, 235–239.",
    ),
    Method(
        "Importance and effect of a feature",
        "Importance: rise of the error for held-out countries when the feature is permuted among the countries of a "
        "year. Effect: accumulated local effects (ALE), the change of the prediction from bin to bin of the feature.",
        "I<sub>j</sub> = RMSE(x with x<sub>j</sub> permuted) − RMSE(x)",
        "Of two similar features each looks unimportant. Both describe the model, not causes.",
        "Breiman 2001, Machine Learning 45, 5–32; Apley and Zhu 2020, J. R. Stat. Soc. B 82, 1059–1086.",
    ),
    Method(
        "What-if: prediction interval and extrapolation",
        "The prediction interval covers 95 of 100 country-years of held-out countries. A combination is "
        "extrapolation if a value is outside the range of the training data. It also is if its distance to every "
        "country-year exceeds that of 95 % of them to another country.",
        "d = √ mean over j of (p<sub>j</sub> − q<sub>j</sub>)<sup>2</sup>",
        "p and q are quantiles of each indicator, 0 to 1; a missing value counts as a random one. The difference of "
        "two predictions has no interval.",
        "Lee, Barber and Willett 2023, “Distribution-free inference with hierarchical data”.",
    ),
    *BETWEEN_COUNTRIES,
)
"""Methods of all computed numbers, in reading order."""

WEAKNESSES = (
    "Where stations are missing, CRU TS relaxes to climatology. Changes on small islands and in early decades are too "
    "small, and their intervals too narrow; such records are marked as insufficient station data.",
    "A national mean hides differences within the country: Norway includes Spitsbergen, the United States Alaska and "
    "Hawaii.",
    "Countries smaller than a grid cell (half a degree, about 55 km) have the temperature of the surrounding cells, "
    "partly sea.",
    "Correlation is not causation: two rising curves may be unrelated.",
)
"""Limitations that a reader should know before quoting a figure."""

BORDERS = (
    "Borders and names are from Natural Earth and the World Bank, with a few merged so that data and shapes match. "
    "They express no opinion on the legal status of any country or territory, or on the course of any border."
)


@cached_on_argument(published=True)
def borders(snapshot: Snapshot) -> str:
    """Return the note on borders, with the places that have temperatures but no shape."""
    is_drawn = snapshot.countries.geometry.notna() | (snapshot.countries.kind != "area")
    has_temperature = snapshot.countries.iso3.isin(set(snapshot.temperature.iso3))
    lacking = snapshot.countries[has_temperature & ~is_drawn]
    called = sorted(names.heading(iso3, name) for iso3, name in zip(lacking.iso3, lacking["name"], strict=True))
    more = "With temperatures but without a shape on the map"
    return f"{BORDERS} {more}: {'; '.join(called)}." if called else BORDERS


def methods(snapshot: Snapshot) -> list[Method]:
    """Return the methods of the numbers in the snapshot; the World Bank's own come last."""
    published = set(snapshot.warming.measure)
    return [
        *(method for method in METHODS if not method.measures or published & set(method.measures)),
        *projection_methods(snapshot),
        *([CLIMATE_GROUP] if has_climate_groups(snapshot.countries) else []),
        _indicators(snapshot),
    ]


def _indicators(snapshot: Snapshot) -> Method:
    values, series = corrected(snapshot)
    but = (
        f", except {values:,} implausible values of {series} indicators that were removed or replaced; the table of "
        f"all indicators lists them with reasons"
        if values
        else ""
    )
    return Method(
        "Indicators",
        f"World Bank values, unchanged{but}. Missing years remain missing; where a map or rank needs a single year, "
        f"the nearest value within {TOLERANCE_YEARS} years is used and its year stated.",
        "",
        "Some values are estimates of the World Bank; definitions and breaks are documented at the source.",
        "World Bank, World Development Indicators.",
    )

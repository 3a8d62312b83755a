"""Model tables of the contract: skill, feature importance, effects, clean-up, and the range of each feature.

All of them are empty if no model has been fitted. They show associations, not causes.
"""

from __future__ import annotations

from dataclasses import replace

from etl.contract.schema import ISO3, YEAR, Column, Table

VALIDATIONS = {
    "last_year": "the last year held out",
    "countries": "countries held out, each once, a tenth of them at a time",
    "future_years": "each of the last 10 years held out in turn, with all years before it to learn from",
}
"""The validation splits, in the order of the tables."""

PREDECESSOR = "predecessor"
SPLITS = VALIDATIONS | {
    PREDECESSOR: "the test of the project's predecessor: the index on 1960, with the year 2012 held out"
}
"""All splits. The predecessor's has a target of its own and a single year, and no verdict counts it."""

_FORMER_BASELINES = {
    "zero": "no change at all",
    "year": "the mean of the year over the countries",
    "region_year": "the mean of the year over the countries of the same World Bank region",
    "country_year": "the mean of the year, and each country's mean departure from it",
    "country_region_year": "the mean of the year over the region, and each country's mean departure from it",
}
DECADE = "country_decade"
BASELINES = _FORMER_BASELINES | {DECADE: "the country's mean of the ten years before"}
"""All baselines, the simplest first."""

STEPS = {
    "missing_feature": "too many values missing",
    "correlated_feature": "says nearly the same as another feature",
    "missing_country": "too many values of the features left missing",
}
"""The steps of the clean-up, in order."""

YEAR_FEATURE = "year"

_FEATURE = Column("feature", "str", "indicators.id, or year")
_LOW95 = Column("low95", "float64", "lower end of the 95 % interval", "as the value")
_HIGH95 = Column("high95", "float64", "upper end of the 95 % interval", "as the value")
_SPLIT = Column("split", "str", "; ".join(f"{name}: {words}" for name, words in VALIDATIONS.items()))

MODEL_SKILL = Table(
    "model_skill",
    "How well the model predicts rows held out of its making, beside baselines; intervals are over countries, and "
    "cannot see what all countries share, such as the weather of one year",
    ("split", "baseline"),
    (
        Column("target", "str", "what is predicted"),
        _SPLIT,
        Column("baseline", "str", "; ".join(f"{name}: {words}" for name, words in _FORMER_BASELINES.items())),
        Column("knows", "str", "what the baseline knows under this split"),
        Column("rmse_model", "float64", "root mean square error of the model", "°C", low=0, high=50),
        Column("rmse_baseline", "float64", "root mean square error of the baseline", "°C", low=0, high=50),
        Column("skill", "float64", "1 - rmse_model / rmse_baseline: 0 is no better than the baseline", high=1),
        _LOW95,
        _HIGH95,
        Column("n_countries", "int16", "countries predicted", "economies", low=1, high=300),
        Column("n_rows", "int32", "rows predicted, one a country and year", "rows", low=1),
        Column(
            "years_low95",
            "float64",
            "lower end of the 95 % interval over years; missing with fewer than five",
            nullable=True,
            is_new=True,
        ),
        Column("years_high95", "float64", "upper end of the 95 % interval over years", nullable=True, is_new=True),
        Column(
            "start",
            "str",
            "the baseline that the model started from: in most folds the hardest by an inner split. With this column "
            f"there are also the split {PREDECESSOR}: {SPLITS[PREDECESSOR]}; and the baseline {DECADE}: "
            f"{BASELINES[DECADE]}",
            is_new=True,
        ),
    ),
    may_be_empty=True,
)

MODEL_IMPORTANCE = Table(
    "model_importance",
    "By how much the error on rows held out rises when one feature is shuffled among the countries of a year (the year "
    "itself: among all rows); intervals over models of countries drawn anew. Of two features that say the same, each "
    "looks unimportant",
    ("split", "feature"),
    (
        _SPLIT,
        _FEATURE,
        Column("importance", "float64", "mean rise of the root mean square error", "°C"),
        _LOW95,
        _HIGH95,
        Column("rank", "int16", "1 is the largest of the split", low=1),
    ),
    may_be_empty=True,
)

MODEL_EFFECTS = Table(
    "model_effects",
    "How the model's answer changes along a feature (accumulated local effects), for the most important features; the "
    "median and the interval over models of countries drawn anew. It is the model's answer, not what a change does",
    ("feature", "x"),
    (
        _FEATURE,
        Column("x", "float64", "value of the feature; in standard deviations where it was standardised", "of feature"),
        Column("effect", "float64", "departure from the feature's mean effect", "°C"),
        _LOW95,
        _HIGH95,
    ),
    may_be_empty=True,
)

MODEL_CLEANUP = Table(
    "model_cleanup",
    "What the clean-up dropped before the model was made, and why",
    ("step", "name"),
    (
        Column("step", "str", ", ".join(STEPS)),
        Column("name", "str", "indicators.id of a feature, or iso3 of a country"),
        Column("reason", "str", "why, in words"),
        Column("value", "float64", "share missing, or the correlation", low=-1, high=1),
    ),
    may_be_empty=True,
)

MODEL_FEATURES = Table(
    "model_features",
    "The features the model could go by: which it was given, and what it has seen of them",
    ("feature",),
    (
        _FEATURE,
        Column("title", "str", "short name without the unit"),
        Column("unit", "str", "unit of low, high and median"),
        Column("used", "bool", "whether the clean-up left it to the model"),
        Column("low", "float64", "smallest value seen", "of feature", nullable=True),
        Column("high", "float64", "largest value seen", "of feature", nullable=True),
        Column("median", "float64", "middle value seen", "of feature", nullable=True),
        Column("missing_share", "float64", "share of the model's rows without a value", low=0, high=1),
    ),
    may_be_empty=True,
)

MODEL_COVERAGE = Table(
    "model_coverage",
    "How often the 95 % interval about a prediction covers the truth in a country that was held out of the model and "
    "of the interval's width; widths are in proportion to a country's year-to-year spread",
    ("iso3",),
    (
        ISO3,
        Column(
            "spread_c", "float64", "standard deviation of year-to-year changes over the square root of 2", "°C", low=0
        ),
        Column("half_width_c", "float64", "half of the 95 % interval about a prediction", "°C", True, low=0),
        Column("coverage", "float64", "share of its rows within the interval", low=0, high=1),
        Column("n_rows", "int32", "rows predicted, one a year", "rows", low=1),
        Column(
            "chance_below",
            "float64",
            "probability of a coverage below 85 % if every row were covered at 95 % by itself (binomial)",
            low=0,
            high=1,
        ),
        Column("climate_group", "str", "countries.climate_group, or the letter of climate_zone; empty without"),
    ),
    may_be_empty=True,
    is_new=True,
)

_PERIOD = (
    Column("series", "str", "indicators.id of the growth, or of the level that it is computed from"),
    replace(YEAR, name="first_year", description="first year of the period"),
    replace(YEAR, name="last_year", description="last year with growth and temperature"),
)

GROWTH_RESPONSE = Table(
    "growth_response",
    "Growth of GDP per person on temperature and its square, with effects of country and year and a quadratic trend of "
    "each country (Burke, Hsiang and Miguel 2015, doi:10.1038/nature15725); errors clustered by country. An "
    "association over weather: it does not show what brings about growth",
    ("series", "first_year", "last_year"),
    (
        *_PERIOD,
        Column("is_log_difference", "bool", "growth is 100 times the difference of logarithms, not as published"),
        Column("linear", "float64", "coefficient of temperature", "% points per °C"),
        Column("linear_se", "float64", "its standard error", "% points per °C", low=0),
        Column("square", "float64", "coefficient of the square of temperature", "% points per °C²"),
        Column("square_se", "float64", "its standard error", "% points per °C²", low=0),
        Column("covariance", "float64", "of both coefficients", "% points² per °C³"),
        Column("optimum_c", "float64", "temperature of the highest growth; missing without a maximum", "°C", True),
        Column("optimum_se_c", "float64", "its standard error, by the delta method", "°C", True, low=0),
        Column("fewest_years", "int16", "years of growth that a country must have in the period", "years", low=1),
        Column("n_countries", "int16", "countries used, the clusters of the errors", "economies", low=1, high=300),
        Column("n_rows", "int32", "rows used, one a country and year", "rows", low=1),
    ),
    may_be_empty=True,
    is_new=True,
)

GROWTH_CURVE = Table(
    "growth_curve",
    "Growth at a temperature less growth at the optimum, by the coefficients of growth_response; it closes there",
    ("series", "first_year", "last_year", "temperature_c"),
    (
        *_PERIOD,
        Column("temperature_c", "float64", "annual mean temperature", "°C", low=-60, high=45),
        Column("value", "float64", "difference in growth from the optimum", "% points a year"),
        _LOW95,
        _HIGH95,
    ),
    may_be_empty=True,
    is_new=True,
)

GROWTH_TABLES = (GROWTH_RESPONSE, GROWTH_CURVE)
"""A second question of the model step, which needs no trees."""

MODEL_TABLES = (
    MODEL_SKILL,
    MODEL_IMPORTANCE,
    MODEL_EFFECTS,
    MODEL_CLEANUP,
    MODEL_FEATURES,
    MODEL_COVERAGE,
    *GROWTH_TABLES,
)

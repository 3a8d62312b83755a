"""Model tables of the contract: skill, feature importance, effects, clean-up, and the range of each feature.

All of them are empty if no model has been fitted. They show associations, not causes.
"""

from __future__ import annotations

from dataclasses import replace

from etl.contract.schema import ISO3, YEAR, Column, Table

VALIDATIONS = {
    "last_year": "last year held out",
    "countries": "countries held out, each once, a tenth of them at a time",
    "future_years": "each of the last 10 years held out in turn; training on all earlier years",
}
"""The validation splits, in the order of the tables."""

PREDECESSOR = "predecessor"
SPLITS = VALIDATIONS | {PREDECESSOR: "the predecessor project's test: index on 1960, year 2012 held out"}
"""All splits. The predecessor's has a target of its own and a single year, and no verdict counts it."""

_FORMER_BASELINES = {
    "zero": "no change",
    "year": "mean of the year over all countries",
    "region_year": "mean of the year over the countries of the same World Bank region",
    "country_year": "mean of the year plus each country's mean residual",
    "country_region_year": "mean of the year over the region plus each country's mean residual",
}
DECADE = "country_decade"
BASELINES = _FORMER_BASELINES | {DECADE: "the country's mean of the previous ten years"}
"""All baselines, the simplest first."""

STEPS = {
    "missing_feature": "too many missing values",
    "correlated_feature": "highly correlated with another feature",
    "missing_country": "too many missing values in the remaining features",
}
"""The steps of the clean-up, in order."""

YEAR_FEATURE = "year"

_FEATURE = Column("feature", "str", "indicators.id, or year")
_LOW95 = Column("low95", "float64", "lower end of the 95 % interval", "as the value")
_HIGH95 = Column("high95", "float64", "upper end of the 95 % interval", "as the value")
_SPLIT = Column("split", "str", "; ".join(f"{name}: {words}" for name, words in VALIDATIONS.items()))

MODEL_SKILL = Table(
    "model_skill",
    "Skill of the model on held-out rows, compared with baselines; intervals are from resampling countries, and leave "
    "out what all countries share, such as the weather of one year",
    ("split", "baseline"),
    (
        Column("target", "str", "quantity predicted"),
        _SPLIT,
        Column("baseline", "str", "; ".join(f"{name}: {words}" for name, words in _FORMER_BASELINES.items())),
        Column("knows", "str", "information that the baseline uses under this split"),
        Column("rmse_model", "float64", "root mean square error of the model", "°C", low=0, high=50),
        Column("rmse_baseline", "float64", "root mean square error of the baseline", "°C", low=0, high=50),
        Column("skill", "float64", "1 - rmse_model / rmse_baseline; 0 if both are equal", high=1),
        _LOW95,
        _HIGH95,
        Column("n_countries", "int16", "countries predicted", "economies", low=1, high=300),
        Column("n_rows", "int32", "rows predicted, one a country and year", "rows", low=1),
        Column(
            "years_low95",
            "float64",
            "lower end of the 95 % interval from resampling years; missing with fewer than five",
            nullable=True,
            is_new=True,
        ),
        Column("years_high95", "float64", "upper end of that interval", nullable=True, is_new=True),
        Column(
            "start",
            "str",
            "baseline that the model starts from: in most folds the most accurate one on an inner split. Snapshots "
            f"with this column also have the split {PREDECESSOR}: {SPLITS[PREDECESSOR]}; and the baseline {DECADE}: "
            f"{BASELINES[DECADE]}",
            is_new=True,
        ),
    ),
    may_be_empty=True,
)

MODEL_IMPORTANCE = Table(
    "model_importance",
    "Permutation importance: rise of the error on held-out rows when one feature is shuffled. It is shuffled among the "
    "countries of a year, the year itself among all rows; intervals from a bootstrap over countries. Two features with "
    "the same information both look unimportant",
    ("split", "feature"),
    (
        _SPLIT,
        _FEATURE,
        Column("importance", "float64", "mean rise of the root mean square error", "°C"),
        _LOW95,
        _HIGH95,
        Column("rank", "int16", "1 is the most important feature of the split", low=1),
    ),
    may_be_empty=True,
)

MODEL_EFFECTS = Table(
    "model_effects",
    "Accumulated local effects of the most important features on the prediction; median and interval from a bootstrap "
    "over countries. They describe the model, not the result of an intervention",
    ("feature", "x"),
    (
        _FEATURE,
        Column("x", "float64", "value of the feature; in standard deviations if it was standardised", "of feature"),
        Column("effect", "float64", "effect minus the mean effect of the feature", "°C"),
        _LOW95,
        _HIGH95,
    ),
    may_be_empty=True,
)

MODEL_CLEANUP = Table(
    "model_cleanup",
    "Features and countries that the clean-up dropped before the model was fitted, and why",
    ("step", "name"),
    (
        Column("step", "str", ", ".join(STEPS)),
        Column("name", "str", "indicators.id of a feature, or iso3 of a country"),
        Column("reason", "str", "why it was dropped"),
        Column("value", "float64", "share of missing values, or correlation", low=-1, high=1),
    ),
    may_be_empty=True,
)

MODEL_FEATURES = Table(
    "model_features",
    "Candidate features of the model: which it uses, and their range in the training data",
    ("feature",),
    (
        _FEATURE,
        Column("title", "str", "short name without the unit"),
        Column("unit", "str", "unit of low, high and median"),
        Column("used", "bool", "whether the model uses it; the clean-up dropped the others"),
        Column("low", "float64", "smallest value in the training data", "of feature", nullable=True),
        Column("high", "float64", "largest value in the training data", "of feature", nullable=True),
        Column("median", "float64", "median in the training data", "of feature", nullable=True),
        Column("missing_share", "float64", "share of the model's rows without a value", low=0, high=1),
    ),
    may_be_empty=True,
)

MODEL_COVERAGE = Table(
    "model_coverage",
    "Coverage of the 95 % prediction interval in countries held out of the model and of the interval's width; widths "
    "are proportional to a country's year-to-year spread",
    ("iso3",),
    (
        ISO3,
        Column(
            "spread_c", "float64", "standard deviation of year-to-year changes over the square root of 2", "°C", low=0
        ),
        Column("half_width_c", "float64", "half-width of the 95 % prediction interval", "°C", True, low=0),
        Column("coverage", "float64", "share of the country's rows within the interval", low=0, high=1),
        Column("n_rows", "int32", "rows predicted, one a year", "rows", low=1),
        Column(
            "chance_below",
            "float64",
            "probability of a coverage below 85 % if rows were independent and each covered with 95 % (binomial)",
            low=0,
            high=1,
        ),
        Column("climate_group", "str", "countries.climate_group, else the letter of climate_zone; may be empty"),
    ),
    may_be_empty=True,
    is_new=True,
)

_PERIOD = (
    Column("series", "str", "indicators.id of the growth, or of the levels that it is computed from"),
    replace(YEAR, name="first_year", description="first year of the period"),
    replace(YEAR, name="last_year", description="last year with growth and temperature"),
)

GROWTH_RESPONSE = Table(
    "growth_response",
    "Growth of GDP per person on temperature and its square (Burke, Hsiang and Miguel 2015, doi:10.1038/nature15725). "
    "With effects of country and year and a quadratic trend of each country; errors clustered by country. An "
    "association with weather, not evidence of a cause of growth",
    ("series", "first_year", "last_year"),
    (
        *_PERIOD,
        Column("is_log_difference", "bool", "whether growth is 100 times a difference of logarithms"),
        Column("linear", "float64", "coefficient of temperature", "% points per °C"),
        Column("linear_se", "float64", "its standard error", "% points per °C", low=0),
        Column("square", "float64", "coefficient of the square of temperature", "% points per °C²"),
        Column("square_se", "float64", "its standard error", "% points per °C²", low=0),
        Column("covariance", "float64", "covariance of both coefficients", "% points² per °C³"),
        Column("optimum_c", "float64", "temperature of the highest growth; missing without a maximum", "°C", True),
        Column("optimum_se_c", "float64", "its standard error, by the delta method", "°C", True, low=0),
        Column("fewest_years", "int16", "fewest years of growth for a country to be included", "years", low=1),
        Column("n_countries", "int16", "countries used, the clusters of the errors", "economies", low=1, high=300),
        Column("n_rows", "int32", "rows used, one a country and year", "rows", low=1),
    ),
    may_be_empty=True,
    is_new=True,
)

GROWTH_CURVE = Table(
    "growth_curve",
    "Growth at a temperature minus growth at the optimum, from the coefficients of growth_response; 0 at the optimum",
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
"""Tables of the growth response, a regression of the model step without trees."""

MODEL_TABLES = (
    MODEL_SKILL,
    MODEL_IMPORTANCE,
    MODEL_EFFECTS,
    MODEL_CLEANUP,
    MODEL_FEATURES,
    MODEL_COVERAGE,
    *GROWTH_TABLES,
)

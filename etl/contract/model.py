"""Model tables of the contract: skill, feature importance, effects, clean-up, and the range of each feature.

All of them are empty if no model has been fitted. They show associations, not causes.
"""

from __future__ import annotations

from etl.contract.schema import Column, Table

SPLITS = {
    "last_year": "the last year held out",
    "countries": "countries held out, each once, a tenth of them at a time",
    "future_years": "each of the last 10 years held out in turn, with all years before it to learn from",
}
"""The validation splits, in the order of the tables."""

BASELINES = {
    "zero": "no change at all",
    "year": "the mean of the year over the countries",
    "region_year": "the mean of the year over the countries of the same World Bank region",
    "country_year": "the mean of the year, and each country's mean departure from it",
    "country_region_year": "the mean of the year over the region, and each country's mean departure from it",
}

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
_SPLIT = Column("split", "str", "; ".join(f"{name}: {words}" for name, words in SPLITS.items()))

MODEL_SKILL = Table(
    "model_skill",
    "How well the model predicts rows held out of its making, beside baselines; intervals are over countries, and "
    "cannot see what all countries share, such as the weather of one year",
    ("split", "baseline"),
    (
        Column("target", "str", "what is predicted"),
        _SPLIT,
        Column("baseline", "str", "; ".join(f"{name}: {words}" for name, words in BASELINES.items())),
        Column("knows", "str", "what the baseline knows under this split"),
        Column("rmse_model", "float64", "root mean square error of the model", "°C", low=0, high=50),
        Column("rmse_baseline", "float64", "root mean square error of the baseline", "°C", low=0, high=50),
        Column("skill", "float64", "1 - rmse_model / rmse_baseline: 0 is no better than the baseline", high=1),
        _LOW95,
        _HIGH95,
        Column("n_countries", "int16", "countries predicted", "economies", low=1, high=300),
        Column("n_rows", "int32", "rows predicted, one a country and year", "rows", low=1),
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

MODEL_TABLES = (MODEL_SKILL, MODEL_IMPORTANCE, MODEL_EFFECTS, MODEL_CLEANUP, MODEL_FEATURES)

"""Gradient-boosted trees: fit, choose their number, save as text. The only module of the ETL that imports LightGBM.

LightGBM handles missing values, is one wheel of 3.5 MB (10 MB unpacked) that needs NumPy and SciPy only, and saves its
models in a text format of its own. XGBoost's standard wheel depends on NVIDIA's libraries; scikit-learn saves models
as pickles, which are not safe to open.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from etl.errors import ModelError
from measures.arrays import Floats

MOST_ROUNDS, PATIENCE = 400, 30
"""Largest number of trees, and number of trees without improvement after which fitting stops."""

_GROWTH: dict[str, Any] = {
    "objective": "regression",
    "learning_rate": 0.05,
    "num_leaves": 15,
    # A country has about 60 similar rows: a leaf needs the rows of two countries, or it memorises one of them.
    "min_data_in_leaf": 130,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "max_bin": 63,
    # Reproducible to the bit from the same seed: one thread a model, several models at a time.
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}


class Trees:
    """Fitted trees; without a tree they predict 0."""

    def __init__(self, text: str):
        """Read the trees from their text."""
        self.text = text
        self._booster = _lightgbm().Booster(model_str=text)

    @property
    def features(self) -> list[str]:
        """Names of the columns of x."""
        return list(self._booster.feature_name())

    @property
    def rounds(self) -> int:
        """Number of trees."""
        return int(self._booster.num_trees())

    def predict(self, x: Floats) -> Floats:
        """Return one prediction for each row, in the unit of the fitted y."""
        return np.asarray(self._booster.predict(x, num_threads=1), float)


@dataclass(frozen=True)
class Sample:
    """Rows for the trees: x is rows x features, NaN where missing; y the target; start the score to improve on."""

    x: Floats
    y: Floats
    start: Floats


def fit(sample: Sample, features: list[str], rounds: int, seed: int) -> Trees:
    """Fit trees that predict what a starting score leaves of y.

    Args:
        sample: the rows.
        features: names of the columns.
        rounds: number of trees; 0 is allowed.
        seed: of the sampling of rows and features.
    """
    booster = _lightgbm().Booster({**_GROWTH, "seed": seed}, _dataset(sample, features))
    for _ in range(rounds):
        booster.update()
    return Trees(booster.model_to_string())


def best_rounds(train: Sample, held_out: Sample, features: list[str], seed: int) -> int:
    """Return the number of trees, fitted to `train`, that predicts `held_out` best; 0 if none beats the start.

    Args:
        train: rows to fit to.
        held_out: rows to compare on.
        features: names of the columns.
        seed: as for `fit`.
    """
    data = _dataset(train, features)
    lightgbm = _lightgbm()
    booster = lightgbm.train(
        {**_GROWTH, "seed": seed, "metric": "l2"},
        data,
        MOST_ROUNDS,
        valid_sets=[_dataset(held_out, features, reference=data)],
        valid_names=["held_out"],
        callbacks=[lightgbm.early_stopping(PATIENCE, verbose=False)],
    )
    without = float(np.mean(np.square(held_out.y - held_out.start)))
    return booster.best_iteration if booster.best_score["held_out"]["l2"] < without else 0


def _dataset(sample: Sample, features: list[str], reference: Any = None) -> Any:
    return _lightgbm().Dataset(
        sample.x, sample.y, reference, init_score=sample.start, feature_name=features, params=_GROWTH
    )


def version() -> str:
    """Return LightGBM's version."""
    return str(_lightgbm().__version__)


@cache
def _lightgbm() -> Any:
    """Import LightGBM on first use.

    Raises:
        ModelError: the system lacks OpenMP, which the wheel does not contain.
    """
    try:
        import lightgbm
    except OSError as missing:
        raise ModelError(
            f"LightGBM cannot be loaded ({missing}); it needs OpenMP; on Debian: apt install libgomp1; "
            "on a Mac: brew install libomp"
        ) from missing
    return lightgbm

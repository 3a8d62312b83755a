"""Gradient-boosted trees, the only home of LightGBM here: how they are grown, how many, and their text.

LightGBM, as it takes missing values as they are, is one wheel of 3.5 MB (10 MB unpacked) that stands on NumPy and
SciPy, and writes its models in a plain text of its own. XGBoost's ordinary wheel brings NVIDIA's libraries along;
scikit-learn keeps its models in pickles, which nobody should have to open.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from etl.errors import ModelError
from measures.arrays import Floats

MOST_ROUNDS, PATIENCE = 400, 30
"""Trees at most, and trees without an improvement after which no more are tried."""

_GROWTH: dict[str, Any] = {
    "objective": "regression",
    "learning_rate": 0.05,
    "num_leaves": 15,
    # A country has some 60 rows, much alike: a leaf must hold at least two countries' worth, or it learns one by heart.
    "min_data_in_leaf": 130,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "max_bin": 63,
    # The same bits from the same seed: one thread a model, several models at a time.
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}


class Trees:
    """Grown trees. With none, they answer 0."""

    def __init__(self, text: str):
        """Read from their text."""
        self.text = text
        self._booster = _lightgbm().Booster(model_str=text)

    @property
    def features(self) -> list[str]:
        """Names of the columns they take."""
        return list(self._booster.feature_name())

    @property
    def rounds(self) -> int:
        """How many they are."""
        return int(self._booster.num_trees())

    def predict(self, x: Floats) -> Floats:
        """One answer a row, in the unit that they were fitted to."""
        return np.asarray(self._booster.predict(x, num_threads=1), float)


def fit(x: Floats, y: Floats, features: list[str], rounds: int, seed: int) -> Trees:
    """Trees that predict y.

    Args:
        x: rows x features, NaN where missing.
        y: one value a row.
        features: names of the columns.
        rounds: how many trees; 0 is allowed.
        seed: of the draws of rows and features.
    """
    booster = _lightgbm().Booster({**_GROWTH, "seed": seed}, _dataset(x, y, features))
    for _ in range(rounds):
        booster.update()
    return Trees(booster.model_to_string())


def best_rounds(train: tuple[Floats, Floats], held_out: tuple[Floats, Floats], features: list[str], seed: int) -> int:
    """How many trees, grown on `train`, predict `held_out` best; 0 where none do better than the answer 0.

    Args:
        train: x and y.
        held_out: x and y.
        features: names of the columns.
        seed: as for `fit`.
    """
    data = _dataset(*train, features)
    lightgbm = _lightgbm()
    booster = lightgbm.train(
        {**_GROWTH, "seed": seed, "metric": "l2"},
        data,
        MOST_ROUNDS,
        valid_sets=[lightgbm.Dataset(*held_out, reference=data, params=_GROWTH)],
        valid_names=["held_out"],
        callbacks=[lightgbm.early_stopping(PATIENCE, verbose=False)],
    )
    without = float(np.mean(np.square(held_out[1])))
    return booster.best_iteration if booster.best_score["held_out"]["l2"] < without else 0


def _dataset(x: Floats, y: Floats, features: list[str]) -> Any:
    return _lightgbm().Dataset(x, y, feature_name=features, params=_GROWTH)


def version() -> str:
    """LightGBM's."""
    return str(_lightgbm().__version__)


@cache
def _lightgbm() -> Any:
    """The library, when it is first needed.

    Raises:
        ModelError: the system lacks what its wheel does not bring.
    """
    try:
        import lightgbm
    except OSError as missing:
        raise ModelError(
            f"LightGBM cannot be loaded ({missing}); it needs OpenMP: on Debian apt install libgomp1, "
            "on a Mac brew install libomp"
        ) from missing
    return lightgbm

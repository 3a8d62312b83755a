"""How much better than a baseline predictions are, with an interval over the groups that the errors come from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats
from measures.confidence import CONFIDENCE

DRAWS = 2000
"""Bootstrap draws; the ends of a 95 % interval then move by less than a fiftieth of its width from seed to seed."""


@dataclass(frozen=True)
class Skill:
    """`value` is 1 - rmse_model / rmse_baseline: 1 is perfect, 0 no better than the baseline, below 0 worse.

    The root mean square errors are in the unit of the values.
    """

    value: float
    low95: float
    high95: float
    rmse_model: float
    rmse_baseline: float
    n_groups: int
    n_rows: int


def rmse(errors: ArrayLike) -> float:
    """Root mean square of errors, in their unit."""
    return float(np.sqrt(np.mean(np.square(np.asarray(errors, float)))))


def skill(truth: ArrayLike, model: ArrayLike, baseline: ArrayLike, groups: ArrayLike, *, seed: int) -> Skill:
    """Skill of a model's predictions beside a baseline's, of the same rows.

    The interval is a percentile bootstrap over whole groups (Davison and Hinkley 1997, section 3.8), because the rows
    of one country resemble one another: drawing rows would promise far more certainty than there is. What all groups
    share, such as the weather of one year, it cannot see. Two baselines without an error give a skill of 0.

    Args:
        truth: what was to be predicted, one value a row.
        model: the model's predictions.
        baseline: the baseline's.
        groups: the group of each row, of any type that sorts.
        seed: of the draws.

    Raises:
        ValueError: there is no row.
    """
    y = np.asarray(truth, float)
    if not y.size:
        raise ValueError("a skill needs at least one row that was predicted")
    _, group = np.unique(np.asarray(groups), return_inverse=True)
    squares = [np.bincount(group, weights=(np.asarray(predicted, float) - y) ** 2) for predicted in (model, baseline)]
    n = len(squares[0])
    drawn = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(float)
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(_skill(drawn @ squares[0], drawn @ squares[1]), [tail, 100 - tail])
    value = float(_skill(squares[0].sum(), squares[1].sum()))
    # A percentile interval can miss its own estimate where few groups carry most of the error.
    errors = [float(np.sqrt(total.sum() / y.size)) for total in squares]
    return Skill(value, min(float(low), value), max(float(high), value), errors[0], errors[1], n, y.size)


def _skill(model: Floats, baseline: Floats) -> Floats:
    """1 - sqrt(model / baseline) of sums of squares; a baseline without an error cannot be beaten, only met."""
    model, baseline = np.asarray(model, float), np.asarray(baseline, float)
    ratio = np.divide(model, baseline, out=np.ones_like(model), where=baseline > 0)
    return 1 - np.sqrt(ratio)

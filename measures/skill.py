"""Skill score: how much better predictions are than a baseline, with a bootstrap interval over groups."""

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
    """Skill score with its 95 % interval, and the root mean square errors it is made of.

    `value` is 1 - rmse_model / rmse_baseline: 1 is perfect, 0 no better than the baseline, below 0 worse. The root mean
    square errors are in the unit of the values.
    """

    value: float
    low95: float
    high95: float
    rmse_model: float
    rmse_baseline: float
    n_groups: int
    n_rows: int


def rmse(errors: ArrayLike) -> float:
    """Return the root mean square of errors, in their unit."""
    return float(np.sqrt(np.mean(np.square(np.asarray(errors, float)))))


def skill(truth: ArrayLike, model: ArrayLike, baseline: ArrayLike, groups: ArrayLike, *, seed: int) -> Skill:
    """Return the skill of a model's predictions relative to a baseline's, for the same rows.

    The interval is a percentile bootstrap over whole groups (Davison and Hinkley 1997, section 3.8), because the rows
    of one country resemble one another: resampling rows would make the interval far too narrow. It does not cover
    errors that all groups share, such as the weather of one year. Two models without an error have a skill of 0.

    Args:
        truth: observed values, shape (rows,).
        model: the model's predictions, shape (rows,).
        baseline: the baseline's predictions, shape (rows,).
        groups: the group of each row, shape (rows,), of any type that sorts.
        seed: of the bootstrap.

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
    """Return 1 - sqrt(model / baseline) of sums of squares; 0 where the baseline has no error, as none can beat it."""
    model, baseline = np.asarray(model, float), np.asarray(baseline, float)
    ratio = np.divide(model, baseline, out=np.ones_like(model), where=baseline > 0)
    return 1 - np.sqrt(ratio)

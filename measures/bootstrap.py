"""Bootstrap resamples and the BCa interval, drawing countries, spatial blocks of them, and years.

Neighbouring countries share their history and their weather, so intervals that draw them one by one are too narrow:
for the figures of this project by a factor of 1.5 to 2.6 (measured 2026-11). Drawing whole blocks of the map keeps
neighbours together.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from measures.arrays import Floats, Ints
from measures.confidence import CONFIDENCE

RESAMPLES = 2_000
"""Enough for the limits of a 95 % interval to be steady in the second decimal (Efron and Tibshirani 1993, ch. 14)."""

SEED = 1961
"""Fixed, so that the same figures give every reader the same interval."""

BLOCK_LATITUDE_DEG, BLOCK_LONGITUDE_DEG = 20.0, 30.0
"""Size of a spatial block: large enough for most neighbours to share one, small enough to leave some thirty of them."""


def spatial_blocks(latitude_deg: ArrayLike, longitude_deg: ArrayLike) -> Ints:
    """Return the number of each country's block of 20 by 30 degrees; one without a position is a block of its own.

    Args:
        latitude_deg: degrees north, NaN where unknown; shape (countries,).
        longitude_deg: degrees east, likewise.
    """
    latitude, longitude = np.asarray(latitude_deg, float), np.asarray(longitude_deg, float)
    is_known = np.isfinite(latitude) & np.isfinite(longitude)
    columns = int(360 / BLOCK_LONGITUDE_DEG)
    row = np.floor((np.where(is_known, latitude, 0.0).clip(-90, 89.999) + 90) / BLOCK_LATITUDE_DEG)
    column = np.floor(((np.where(is_known, longitude, 0.0) + 180) % 360) / BLOCK_LONGITUDE_DEG)
    own_block = -1 - np.arange(latitude.size)
    return np.where(is_known, row * columns + column, own_block).astype(int)


@lru_cache(maxsize=16)
def draws(n: int, seed: int = SEED) -> NDArray[np.int16]:
    """Return how often each of `n` units is in each resample, shape (RESAMPLES, n); computed once for each `n`."""
    picked = np.random.default_rng(seed).integers(n, size=(RESAMPLES, n))
    picked += np.arange(RESAMPLES)[:, None] * n
    return np.bincount(picked.ravel(), minlength=RESAMPLES * n).reshape(RESAMPLES, n).astype("int16")


def bca_interval(value: float, resampled: Floats, leave_one_out: Floats) -> tuple[float, float]:
    """Return the bias-corrected and accelerated 95 % interval of a statistic.

    Source: Efron 1987, J. Am. Stat. Assoc. 82, 171-185.

    Args:
        value: the statistic of the sample.
        resampled: the statistic of each resample, NaN where it could not be computed.
        leave_one_out: the statistic without each unit in turn.
    """
    known = resampled[np.isfinite(resampled)]
    if np.ptp(known) == 0:
        return float(known.min()), float(known.max())
    tails = np.array([(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    below = ((known < value).mean() + (known <= value).mean()) / 2
    bias = ndtri(np.clip(below, 1 / known.size, 1 - 1 / known.size))
    influence = np.nanmean(leave_one_out) - leave_one_out
    squares = np.nansum(influence**2)
    acceleration = np.nansum(influence**3) / (6 * squares**1.5) if squares > 0 else 0.0
    shifted = bias + ndtri(tails)
    low, high = np.quantile(known, ndtr(bias + shifted / (1 - acceleration * shifted)))
    return float(low), float(high)

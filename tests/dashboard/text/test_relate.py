"""Relate in words: what the intervals are of."""

from __future__ import annotations

from dashboard.analysis.relate import CorrelationPair
from dashboard.text import relate
from dashboard.text.methods import METHODS

NONE = CorrelationPair(None, None)


def test_the_interval_is_named_with_resamples_and_size_of_blocks():
    wording = relate.notes(NONE, NONE, NONE, stands_in=False, logs=())
    bootstrap = "95 % CI from a spatial block bootstrap (2,000 resamples; blocks of 20 by 30 degrees)"
    assert bootstrap in wording
    assert "year means removed; blocks and years resampled" in wording
    assert "independent" not in wording
    found = next(method for method in METHODS if method.title == "Correlation of two variables")
    assert "spatial block bootstrap (2,000 resamples; blocks of 20 by 30 degrees)" in found.words
    assert "year means removed; blocks and years resampled" in found.words

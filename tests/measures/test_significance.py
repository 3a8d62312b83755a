"""Benjamini-Hochberg: hand calculations, and the verdicts of SciPy."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import false_discovery_control

from measures.significance import benjamini_hochberg


def test_a_smaller_p_value_can_carry_a_larger_one():
    # 5 % of 4: limits 0.0125, 0.025, 0.0375, 0.05. The third passes, and with it the second.
    assert benjamini_hochberg([0.001, 0.03, 0.036, 0.9, np.nan]).tolist() == [True, True, True, False, False]


@given(arrays(float, st.integers(1, 30), elements=st.floats(0, 1)))
def test_verdicts_equal_those_of_scipy(p):
    adjusted = false_discovery_control(p, method="bh")
    certain = np.abs(adjusted - 0.05) > 1e-12
    assert (benjamini_hochberg(p) == (adjusted <= 0.05))[certain].all()


def test_a_p_value_at_its_limit_is_significant():
    assert benjamini_hochberg([0.05]).tolist() == [True]
    assert benjamini_hochberg([0.25, 0.5, 0.9], rate=0.75).tolist() == [True, True, False]


def test_missing_p_values_are_not_significant():
    assert benjamini_hochberg([np.nan]).tolist() == [False]

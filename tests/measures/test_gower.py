"""Gower's similarity, against hand calculations."""

from __future__ import annotations

import numpy as np
import pytest

from measures.gower import gower_similarity

NAN = np.nan


def test_similarity_is_1_minus_the_mean_difference_of_shared_features():
    own = np.array([0.9, 0.5, NAN])
    found = gower_similarity(own, np.array([[0.9, 0.5, 0.1], [0.5, 0.3, 0.1], [NAN, 0.5, 0.1], [NAN, NAN, 0.1]]))
    assert found.score[:3] == pytest.approx([1, 0.7, 1])
    assert np.isnan(found.score[3])
    # Agreement on 0.9, which is rare, contributes more than agreement on 0.5.
    assert found.contributions[0, :2] == pytest.approx([0.41, 0.25])
    assert found.contributions[1, :2] == pytest.approx([0.01, 0.05])


def test_fewer_than_half_of_the_features_in_common_give_no_score():
    own = np.array([0.5, 0.5, 0.5, 0.5])
    others = np.array([[0.7, NAN, NAN, NAN], [0.7, 0.5, NAN, NAN]])
    assert gower_similarity(own, others).score == pytest.approx([NAN, 0.9], nan_ok=True)
    assert gower_similarity(own[:2], np.array([[0.7, NAN]])).score == pytest.approx([0.8])
    assert np.isnan(gower_similarity(np.full(2, NAN), others[:, :2]).score).all()

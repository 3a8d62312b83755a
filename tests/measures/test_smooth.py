"""LOESS smoothing: lines stay lines, outliers do not bend them, gaps and incomplete windows are marked."""

from __future__ import annotations

import numpy as np
import pytest

from measures.smooth import loess
from measures.trend import TooFewYearsError

YEARS = np.arange(1901, 2025)


@pytest.mark.parametrize("robust_rounds", [0, 2])
def test_a_straight_line_is_its_own_curve(robust_rounds: int):
    line = 20 + 0.01 * (YEARS - 1901)
    assert loess(YEARS, line, 31, robust_rounds).values == pytest.approx(line)


def test_the_weights_are_those_of_cleveland():
    # At the middle of five years the reach is 2: weights (1 - (1/2)^3)^3 = 0.669921875 for its neighbours,
    # 1 for itself, 0 for the ends. By symmetry the line's height is the weighted mean: 1 / (1 + 2 * 0.669921875).
    curve = loess(np.arange(5), np.array([0.0, 0, 1, 0, 0]), span_years=5, robust_rounds=0)
    assert curve.values[2] == pytest.approx(1 / 2.33984375)


def by_loops(years, values, span, rounds):
    """Return Cleveland's curve (1979), computed year by year, in gaps too."""
    known = [(float(x), float(y)) for x, y in zip(years, values, strict=True) if np.isfinite(y)]
    trust = [1.0] * len(known)

    def height(at):
        reach = sorted(abs(x - at) for x, _ in known)[span - 1]
        weights = [t * (1 - min(abs(x - at) / reach, 1) ** 3) ** 3 for t, (x, _) in zip(trust, known, strict=True)]
        if not any(weights):  # all near years are outliers: then all years count equally
            weights = [1.0] * len(known)
        if sum(weight > 0 for weight in weights) == 1:
            return sum(y for weight, (_, y) in zip(weights, known, strict=True) if weight > 0)
        x, y = np.array(known).T
        return np.polyfit(x - at, y, 1, w=np.sqrt(weights))[1]

    for _ in range(rounds):
        far = [abs(y - height(x)) for x, y in known]
        limit = 6 * sorted(far)[len(far) // 2]  # the middle one of an odd number
        trust = [(1 - min(each / limit, 1) ** 2) ** 2 for each in far]
    return [height(float(at)) for at in years]


@pytest.mark.parametrize(("span", "rounds"), [(3, 0), (5, 2), (7, 0), (7, 1), (7, 2), (8, 2), (15, 3)])
def test_the_curve_equals_a_plain_loop_implementation(span: int, rounds: int):
    years = np.arange(1990, 2020)
    values = np.sin(years / 3) + 0.3 * np.random.default_rng(5).normal(size=30)
    values[8] += 3
    values[[15, 16, 17]] = np.nan
    values[-4:-1] += [40, -40, 40]
    expected = by_loops(years, values, span, rounds)
    assert loess(years, values, span, rounds, through_gaps=True).values == pytest.approx(expected)


def test_robust_rounds_keep_an_outlier_from_bending_the_curve():
    line = 0.01 * (YEARS - 1901) + 0.1 * np.sin(YEARS)
    odd = line + 5.0 * (YEARS == 1960)
    at = YEARS == 1960
    assert abs(loess(YEARS, odd, robust_rounds=0).values[at] - line[at])[0] > 0.3
    assert abs(loess(YEARS, odd).values[at] - loess(YEARS, line).values[at])[0] < 0.02


def test_years_without_a_value_have_no_smoothed_value():
    values = np.where((YEARS > 1940) & (YEARS < 1950), np.nan, 1.0)
    curve = loess(YEARS, values).values
    assert np.isnan(curve[(YEARS > 1940) & (YEARS < 1950)]).all()
    assert curve[np.isfinite(values)] == pytest.approx(1.0)


def test_through_gaps_every_year_has_a_smoothed_value():
    values = np.where((YEARS > 1940) & (YEARS < 1950), np.nan, 0.5 * YEARS)
    curve = loess(YEARS, values, through_gaps=True)
    assert curve.values == pytest.approx(0.5 * YEARS)
    is_valid = np.isfinite(values)
    assert np.array_equal(curve.values[is_valid], loess(YEARS, values).values[is_valid])


def test_the_first_and_last_15_years_have_an_incomplete_window():
    is_incomplete = loess(YEARS, np.sin(YEARS)).is_incomplete
    assert list(YEARS[is_incomplete]) == [*range(1901, 1916), *range(2010, 2025)]


def test_half_of_an_even_span_is_not_rounded():
    assert (
        loess(np.arange(8), np.arange(8.0), span_years=4).is_incomplete.tolist()
        == [True] * 2 + [False] * 4 + [True] * 2
    )


def test_the_curve_ends_at_the_first_and_last_value():
    values = np.where((YEARS < 1920) | (YEARS > 1990), np.nan, 1.0)
    curve = loess(YEARS, values)
    assert np.isfinite(curve.values).sum() == np.isfinite(values).sum()
    assert curve.is_incomplete[YEARS == 1934][0]
    assert not curve.is_incomplete[YEARS == 1935][0]


def test_fewer_years_than_the_span_are_refused():
    with pytest.raises(TooFewYearsError, match="needs as many with values, there are 30"):
        loess(np.arange(30), np.ones(30))

"""Amplification: the warming of a country per degree of warming of the global land."""

from __future__ import annotations

from numpy.typing import ArrayLike

from measures.change import Change
from measures.confidence import half_width, p_value
from measures.regression import regress


def amplification(local: ArrayLike, world: ArrayLike) -> Change:
    """Return the least-squares slope of a country's annual temperatures on those of the global land, degC per degC.

    Interval and p value as for `trend`: SSE / (n_eff - 2) and Student's t with n_eff - 2 degrees of freedom (Santer et
    al. 2000); p for a slope of zero. Above 1 the country warms faster than the global land, of which it is a part. The
    global mean is not smoothed, so its own noise biases the slope slightly towards zero.

    Args:
        local: one value a year in degC over consecutive years, NaN where missing; shape (years,).
        world: the global land mean in the same years; shape (years,).

    Raises:
        TooFewYearsError: fewer than 15 years in which both have a value.
    """
    line = regress(world, local)
    half = half_width(line.standard_error, line.degrees_of_freedom)
    p = p_value(line.slope, line.standard_error, line.degrees_of_freedom)
    return Change(line.slope, line.slope - half, line.slope + half, p, line.n_years, line.n_effective)

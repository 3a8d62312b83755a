"""How many degrees a country warms for each degree that the world's land warms."""

from __future__ import annotations

from numpy.typing import ArrayLike

from measures.change import Change
from measures.confidence import half_width, p_value
from measures.regression import regress


def amplification(local: ArrayLike, world: ArrayLike) -> Change:
    """Least-squares slope of a country's annual temperatures on the world's in the same years, degC per degC.

    Interval and p as for `trend`: SSE / (n_eff - 2) and Student's t with n_eff - 2 degrees of freedom (Santer et al.
    2000), p for a slope of zero. Above 1 the country warms faster than the world's land, of which it is a part. The
    world's mean stands year by year, unsmoothed, so that what noise it has of its own pulls the slope a little
    towards zero.

    Args:
        local: one value a year in degC over consecutive years, NaN where missing.
        world: the world's land in the same years.

    Raises:
        TooFewYearsError: fewer than 15 years in which both have a value.
    """
    line = regress(world, local)
    half = half_width(line.standard_error, line.degrees_of_freedom)
    p = p_value(line.slope, line.standard_error, line.degrees_of_freedom)
    return Change(line.slope, line.slope - half, line.slope + half, p, line.n_years, line.n_effective)

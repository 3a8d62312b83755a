"""Param parameter types: a year or the latest, a trend period, a few countries, changed values."""

from __future__ import annotations

from collections.abc import Container
from math import isfinite
from typing import Any

import param

LATEST = "latest"
FEWEST_TREND_YEARS = 15
"""Fewest years of a trend: year-to-year variation dominates a shorter one."""
FEWEST_STEPS = 5
"""Fewest years between the ends of a time axis: fewer points are no course."""
MOST_COMPARED = 12
"""Most countries compared: more lines in one chart cannot be distinguished."""


class CheckedParameter(param.Parameter):
    """A parameter that a subclass checks before it is set.

    By Python's descriptor protocol, not by Param's private `_validate`.
    """

    def _check(self, val: Any) -> None:
        """Raise ValueError unless `val` is allowed."""
        raise NotImplementedError

    def __set__(self, obj: Any, val: Any) -> None:
        own = self if obj is None else obj.param[self.name]  # an object has a parameter with limits of its own
        own._check(val)
        super().__set__(obj, val)


class Year(CheckedParameter):
    """A whole year within `bounds`, or the one other value of `allow`.

    "latest" becomes a later year with newer figures; None means no year, as for values without a base year.
    """

    __slots__ = ("allow", "bounds")

    def __init__(
        self,
        default: int | str | None,
        *,
        allow: str | None,
        bounds: tuple[int, int] = (1901, 2024),
        **params: Any,
    ):
        """Take years from the first to the last of `bounds`, and `allow`."""
        self.allow, self.bounds = allow, bounds
        super().__init__(default=default, **params)

    def _check(self, val: Any) -> None:
        if val != self.allow and not _is_year(val, self.bounds):
            raise ValueError(
                f"{self.name} is {val!r}; give {self.allow!r} or a year from {self.bounds[0]} to {self.bounds[1]}"
            )


class TrendPeriod(CheckedParameter):
    """First and last year of a trend, both within `bounds`, at least 15 years."""

    __slots__ = ("bounds",)

    def __init__(self, default: tuple[int, int], *, bounds: tuple[int, int] = (1901, 2024), **params: Any):
        """Take years from the first to the last of `bounds`."""
        self.bounds = bounds
        super().__init__(default=default, **params)

    def _check(self, val: Any) -> None:
        is_pair = isinstance(val, tuple) and len(val) == 2 and all(_is_year(year, self.bounds) for year in val)
        if not is_pair or val[1] - val[0] + 1 < FEWEST_TREND_YEARS:
            raise ValueError(
                f"{self.name} is {val!r}; give a first and a last year from {self.bounds[0]} to {self.bounds[1]}, "
                f"{FEWEST_TREND_YEARS} years or more"
            )


class YearSpan(CheckedParameter):
    """First and last year of a time axis, both within `bounds`; None for all years."""

    __slots__ = ("bounds",)

    def __init__(
        self, default: tuple[int, int] | None = None, *, bounds: tuple[int, int] = (1901, 2024), **params: Any
    ):
        """Take years from the first to the last of `bounds`."""
        self.bounds = bounds
        super().__init__(default=default, **params)

    def _check(self, val: Any) -> None:
        if val is None:
            return
        is_pair = isinstance(val, tuple) and len(val) == 2 and all(_is_year(year, self.bounds) for year in val)
        if not is_pair or val[1] - val[0] < FEWEST_STEPS:
            raise ValueError(
                f"{self.name} is {val!r}; give None, or a first and a last year from {self.bounds[0]} to "
                f"{self.bounds[1]}, {FEWEST_STEPS} years apart or more"
            )


class Countries(CheckedParameter):
    """A tuple of different codes out of `objects`, at most twelve."""

    __slots__ = ("objects",)

    def __init__(self, default: tuple[str, ...] = (), *, objects: Container[str] = (), **params: Any):
        """Take codes in `objects`."""
        self.objects = objects
        super().__init__(default=default, **params)

    def _check(self, val: Any) -> None:
        if not isinstance(val, tuple) or len(val) > MOST_COMPARED or len(set(val)) < len(val):
            raise ValueError(f"{self.name} is {val!r}; give a tuple of at most {MOST_COMPARED} different codes")
        unknown = [code for code in val if code not in self.objects]
        if unknown:
            raise ValueError(f"{self.name} has {unknown[0]!r}, which cannot be selected")


class Changes(CheckedParameter):
    """Pairs of a code out of `objects` and the number that a reader sets in place of its value; each code once."""

    __slots__ = ("objects",)

    def __init__(self, default: tuple[tuple[str, float], ...] = (), *, objects: Container[str] = (), **params: Any):
        """Take codes in `objects`."""
        self.objects = objects
        super().__init__(default=default, **params)

    def _check(self, val: Any) -> None:
        if not isinstance(val, tuple) or any(not isinstance(pair, tuple) or len(pair) != 2 for pair in val):
            raise ValueError(f"{self.name} is {val!r}; give a tuple of pairs of a code and a number")
        codes = [code for code, _ in val]
        wrong = [code for code, number in val if code not in self.objects or not _is_finite(number)]
        if wrong or len(set(codes)) < len(codes):
            raise ValueError(f"{self.name} has {(wrong or codes)[0]!r}, which cannot be changed so, or twice")


def _is_finite(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def _is_year(value: Any, bounds: tuple[int, int]) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and bounds[0] <= value <= bounds[1]

"""Numbers and their texts, the same in Python (dashboard/text/numbers.py) and in the browser (js/page/numbers.js)."""

from __future__ import annotations

AMOUNTS = [
    (0, "0"),
    (3.168, "3.17"),
    (0.00421, "0.00421"),
    (0.000_000_4, "0.000000"),
    (9.996, "10.00"),
    (3, "3"),
    (10, "10"),
    (100, "100"),
    (1_000, "1,000"),
    (1_234.5, "1,234"),  # halves go to the even digit
    (1_235.5, "1,236"),
    (48_213, "48,213"),
    (48_234.7, "48,235"),
    (999_950, "999,950"),
    (999_999.7, "1,000,000"),
    (1_000_000, "1.00 million"),
    (-2_500_000, "−2.50 million"),
    (1_417_000_000, "1.42 billion"),
    (435.56e9, "436 billion"),
    (93e12, "93.0 trillion"),
    (1e15, "1,000 trillion"),
    (-0.25, "−0.250"),
]
"""Any size, in three significant digits or all digits before the point."""

OF_SERIES = [
    (99.84, 1, "99.8"),
    (0.6204, 1, "0.62"),  # two digits at least
    (0.0312, 1, "0.031"),
    (5, 1, "5.0"),
    (100, 1, "100"),
    (0, 1, "0"),
    (64, 0, "64"),
    (5, 0, "5"),
    (5.31, 0, "5.3"),
    (0.7841, 2, "0.78"),
    (12.345, 2, "12.3"),  # three digits at most
    (-3.168, 1, "−3.2"),
    (48_213.4, 1, "48,213"),
    (2_500_000, 1, "2.50 million"),
    (3.168, 3, "3.17"),
    (3.168, None, "3.17"),
    (64, None, "64"),
]
"""Amounts of a series with a number of decimals."""

NUMBERS = [
    (1234.5, 1, "1,234.5"),
    (-0.26, 1, "−0.3"),
    (-0.04, 1, "0.0"),
    (0.0, 2, "0.00"),
    (0.125, 2, "0.12"),
    (-1e6, 0, "−1,000,000"),
]
"""With a number of decimals: a true minus sign, and never minus zero."""

SIGNED = [(0.5, 2, "+0.50"), (-0.5, 2, "−0.50"), (0.001, 2, "0.00"), (-0.001, 2, "0.00"), (1234.0, 0, "+1,234")]
"""As NUMBERS, with a plus sign for a gain."""

ENDS = [(0.5, 2, "+0.50"), (0.004, 2, "+0.004"), (-0.0004, 2, "−0.0004"), (0.00001, 2, "0.0000"), (0.0, 2, "0.00")]
"""Ends of intervals: a side of zero is shown by further decimals, four at most."""

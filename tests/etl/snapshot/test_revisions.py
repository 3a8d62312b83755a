"""Table of revisions: added, revised and withdrawn values, and the size of a change."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pandas as pd
import pytest

from etl.contract import tables, validate
from etl.snapshot import revisions

OLD = [("BRA", 2000, 10.0), ("BRA", 2001, 20.0), ("NAM", 2000, 0.0), ("NAM", 2001, -4.0)]


def values(rows: list[tuple[str, int, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["iso3", "year", "value"]).astype({"year": "int16", "value": "float64"})
    return frame.assign(series="X.Y")[["series", "iso3", "year", "value"]]


def change(new: list[tuple[str, int, float]]) -> revisions.Change:
    return revisions.change(values(OLD), values(new))


def revised(found: revisions.Change) -> list[list[object]]:
    return found.revised.astype(object).fillna("withdrawn").values.tolist()


def test_order_and_last_digits_make_no_revision():
    found = change([(iso3, year, value * (1 + 5e-10)) for iso3, year, value in reversed(OLD)])
    assert (found.added, revised(found), found.is_empty, found.largest) == (0, [], True, 1.0)


def test_a_difference_above_the_tolerance_is_a_revision():
    found = change([("BRA", 2000, 10.0 * (1 + 2e-9)), *OLD[1:]])
    assert len(found.revised) == 1
    assert not found.is_empty


def test_added_values_are_counted_but_are_no_revisions():
    found = change([*OLD, ("XKX", 2001, 1.0), ("BRA", 2002, 30.0)])
    assert (found.added, revised(found), found.is_empty) == (2, [], False)


def test_revisions_have_both_values_and_withdrawals_only_the_old_one():
    found = change([("BRA", 2000, 25.0), ("NAM", 2000, 0.0), ("NAM", 2001, -4.0)])
    assert revised(found) == [["BRA", 2000, 10.0, 25.0], ["BRA", 2001, 20.0, "withdrawn"]]
    assert found.largest == 2.5


def test_the_factor_ignores_the_sign_and_is_infinite_from_zero():
    assert change([*OLD[:3], ("NAM", 2001, 2.0)]).largest == 2.0
    assert math.isinf(change([*OLD[:2], ("NAM", 2000, 0.1), OLD[3]]).largest)


@pytest.mark.parametrize(("old", "new", "factor"), [(2, 8, 4), (8, 2, 4), (-2, 8, 4), (3, 3, 1), (0, 5, math.inf)])
def test_the_factor_is_the_larger_value_divided_by_the_smaller(old, new, factor):
    assert revisions.factor(old, new) == factor


def test_entries_follow_the_contract_and_are_appended():
    first = revisions.entries(
        "X.Y", change([("BRA", 2000, 25.0)]).revised, "2026-01-01", "2026-07-01", "2026-11-21T08:00:00"
    )
    second = revisions.entries("A.B", change([*OLD[:3], ("NAM", 2001, 2.0)]).revised, "v1", "v2", "2026-11-22T08:00:00")
    grown = revisions.appended(revisions.appended(revisions.empty(), [first]), [revisions.empty(), second])
    assert list(validate.table_problems(tables.REVISIONS, grown)) == []
    assert grown.astype(object).fillna("withdrawn").values.tolist() == [
        ["X.Y", "BRA", 2000, 10.0, 25.0, "2026-01-01", "2026-07-01", "2026-11-21T08:00:00"],
        ["X.Y", "BRA", 2001, 20.0, "withdrawn", "2026-01-01", "2026-07-01", "2026-11-21T08:00:00"],
        ["X.Y", "NAM", 2000, 0.0, "withdrawn", "2026-01-01", "2026-07-01", "2026-11-21T08:00:00"],
        ["X.Y", "NAM", 2001, -4.0, "withdrawn", "2026-01-01", "2026-07-01", "2026-11-21T08:00:00"],
        ["A.B", "NAM", 2001, -4.0, 2.0, "v1", "v2", "2026-11-22T08:00:00"],
    ]


def test_an_empty_revisions_table_follows_the_contract():
    assert list(validate.table_problems(tables.REVISIONS, revisions.empty())) == []
    assert revisions.appended(revisions.empty(), []).equals(revisions.empty())


def test_refreshes_have_distinct_revision_times():
    now = datetime(2026, 7, 14, 12, 0, 0, tzinfo=UTC)
    assert revisions.time_for(revisions.empty(), now) == now
    revised = pd.DataFrame({"iso3": ["NAM"], "year": [2003], "old_value": [1.0], "new_value": [2.0]})
    for last, expected in (("11:59:59", "12:00:00"), ("12:00:00", "12:00:01"), ("12:30:00", "12:00:00")):
        earlier = revisions.entries("X.Y", revised, "a", "b", f"2026-07-14T{last}+00:00")
        assert revisions.time_for(earlier, now).isoformat() == f"2026-07-14T{expected}+00:00"

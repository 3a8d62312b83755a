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


AT = "2026-11-21T08:00:00+00:00"


def revision(new: list[tuple[str, int, float]], series: str = "X.Y") -> revisions.Revised:
    return revisions.Revised(series, change(new), "2026-01-01", "2026-07-01")


def follows_the_contract(ledger: revisions.Ledger) -> bool:
    found = [
        *validate.table_problems(tables.REVISIONS, ledger.entries),
        *validate.table_problems(tables.REVISION_COUNTS, ledger.counts),
    ]
    return found == []


def counts(ledger: revisions.Ledger) -> list[list[object]]:
    shown = ledger.counts[["series", "kind", "changed", "withdrawn", "added", "old_last_year", "new_last_year"]]
    return shown.astype(object).where(shown.notna(), None).values.tolist()


def test_entries_and_counts_follow_the_contract_and_are_appended():
    first = revisions.empty().with_changes([revision([("BRA", 2000, 25.0)])], AT)
    later = "2026-11-22T08:00:00+00:00"
    grown = first.with_changes([revision([*OLD[:3], ("NAM", 2001, 2.0), ("BRA", 2002, 3.0)], "A.B")], later)
    assert follows_the_contract(grown)
    assert grown.entries.astype(object).fillna("withdrawn").values.tolist() == [
        ["X.Y", "BRA", 2000, 10.0, 25.0, "2026-01-01", "2026-07-01", AT],
        ["X.Y", "BRA", 2001, 20.0, "withdrawn", "2026-01-01", "2026-07-01", AT],
        ["X.Y", "NAM", 2000, 0.0, "withdrawn", "2026-01-01", "2026-07-01", AT],
        ["X.Y", "NAM", 2001, -4.0, "withdrawn", "2026-01-01", "2026-07-01", AT],
        ["A.B", "NAM", 2001, -4.0, 2.0, "2026-01-01", "2026-07-01", later],
    ]
    assert counts(grown) == [["X.Y", "revised", 1, 3, 0, 2001, 2000], ["A.B", "revised", 1, 0, 1, 2001, 2002]]


def test_the_kind_of_a_change_follows_from_its_values():
    extended = revision([*OLD, ("BRA", 2002, 1.0)])
    new = revisions.Revised("N", revisions.change(values([]), values(OLD)), "", "2026-07-01")
    lost = revisions.Revised("L", revisions.change(values(OLD), values([])), "2026-01-01", "")
    found = revisions.empty().with_changes([extended, revision(OLD, "SAME"), new, lost], AT)
    assert follows_the_contract(found)
    assert counts(found) == [
        ["X.Y", "extended", 0, 0, 1, 2001, 2002],
        ["N", "new", 0, 0, 4, None, 2001],
        ["L", "lost", 0, 4, 0, 2001, None],
    ]
    assert found.entries.empty


def many(series: str, at: str, first_year: int = 1901) -> pd.DataFrame:
    """Return entries of 30 years: each value 100, larger by 1, 2 ... 30."""
    years = range(first_year, first_year + 30)
    old, new = values([("BRA", y, 100.0) for y in years]), values([("BRA", y, 101.0 + n) for n, y in enumerate(years)])
    one = revisions.Revised(series, revisions.change(old, new), "a", "b")
    return one.change.revised.assign(series=series, old_vintage="a", new_vintage="b", revised_at=at)[
        tables.REVISIONS.names
    ]


def test_the_largest_changes_of_a_series_are_listed_and_all_are_counted():
    published = revisions.Ledger(
        pd.concat([many("X.Y", AT), many("A.B", AT)], ignore_index=True), revisions.empty().counts
    )
    found = published.with_changes([], "2026-11-22T08:00:00+00:00")
    assert follows_the_contract(found)
    assert found.entries.groupby("series").size().to_dict() == {"A.B": 20, "X.Y": 20}
    assert found.entries.year.min() == 1911  # the ten smallest are the first ten years
    assert counts(found) == [["X.Y", "revised", 30, 0, None, None, None], ["A.B", "revised", 30, 0, None, None, None]]
    again = found.with_changes([], "2026-11-23T08:00:00+00:00")
    assert again.entries.equals(found.entries)
    assert again.counts.equals(found.counts)


def test_the_latest_three_refreshes_of_a_series_are_listed():
    ledger = revisions.empty()
    for day in range(1, 15):
        ledger = ledger.with_changes([revision([("BRA", 2000, 25.0)])], f"2026-11-{day:02}T08:00:00+00:00")
    assert sorted(ledger.entries.revised_at.str[8:10].unique()) == ["12", "13", "14"]
    assert len(ledger.counts) == 12


def test_the_size_of_a_change_depends_on_the_kind_of_quantity():
    rows = [
        # A thousandth of Brazil's million is smaller than half of Nauru's ten.
        ("POP", "BRA", 2000, 1e6, 1.001e6),
        ("POP", "NRU", 2000, 10.0, 15.0),
        # Growth from -0.1 to 0.1 is smaller than from 5 to 9, and so is a temperature near 0 degC.
        ("GROWTH", "BRA", 2000, -0.1, 0.1),
        ("GROWTH", "NRU", 2000, 5.0, 9.0),
        ("temperature_c", "NOR", 2000, 0.1, 0.2),
        ("temperature_c", "MLI", 2000, 28.0, 29.0),
        ("POP", "NAM", 2000, 7.0, None),
    ]
    frame = pd.DataFrame(rows, columns=["series", "iso3", "year", "old_value", "new_value"])
    size = revisions.sizes(frame)
    # The quartiles of 7, 10 and 1,000,000 are 8.5 and 500,005: a hundredth of their distance is 4,999.965.
    pop = [1e3 / (2.001e6 + 4_999.965), 5 / (25 + 4_999.965)]
    assert size.to_list() == pytest.approx([*pop, 0.2, 4.0, 0.1, 1.0, -1.0])
    assert pop[0] < pop[1]


def test_a_change_from_nearly_zero_does_not_come_before_a_large_one():
    rows = [
        ("SHARE", "MLT", 2023, 0.004, 0.044),
        ("SHARE", "TCD", 2023, 20.0, 40.0),
        ("SHARE", "KEN", 2023, 40.0, 41.0),
    ]
    frame = pd.DataFrame(rows, columns=["series", "iso3", "year", "old_value", "new_value"])
    size = revisions.sizes(frame)
    # The quartiles of 0.004, 20 and 40 are 10.002 and 30: 0.04 / (0.048 + 0.19998), 20 / (60 + 0.19998).
    assert size.to_list() == pytest.approx([0.161303, 0.332226, 1 / 81.19998], rel=1e-4)


def test_an_empty_ledger_follows_the_contract():
    assert follows_the_contract(revisions.empty())
    assert revisions.empty().with_changes([], AT).entries.equals(revisions.empty().entries)


def test_refreshes_have_distinct_revision_times():
    now = datetime(2026, 7, 14, 12, 0, 0, tzinfo=UTC)
    assert revisions.empty().time_for(now) == now
    for last, expected in (("11:59:59", "12:00:00"), ("12:00:00", "12:00:01"), ("12:30:00", "12:00:00")):
        earlier = revisions.empty().with_changes([revision([*OLD, ("BRA", 2002, 1.0)])], f"2026-07-14T{last}+00:00")
        assert earlier.time_for(now).isoformat() == f"2026-07-14T{expected}+00:00"

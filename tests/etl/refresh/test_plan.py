"""Plan of a refresh: which series it looks up, carries over and leaves out."""

from __future__ import annotations

import pandas as pd

from etl.indicators.configured import Configured
from etl.refresh import plan

A, B, C = (Configured(code, "People", code) for code in ("A", "B", "C"))
X = Configured("X", "Land", "X", is_configured=False)


def published(**is_configured: bool) -> pd.DataFrame:
    rows = [
        {
            "id": code,
            "topic": "Old topic",
            "title": f"Old {code}",
            "name": f"Name of {code} (constant 2015 US$)",
            "unit": "%",
            "source_id": "40",
            "licence": "CC BY 4.0",
            "is_configured": configured,
        }
        for code, configured in is_configured.items()
    ]
    return pd.DataFrame(rows)


def steps_of(steps: list[plan.PlannedSeries]) -> list[tuple[str, bool]]:
    return [(step.entry.code, step.is_asked) for step in steps]


def test_a_first_refresh_looks_up_all_requested_series_in_menu_order():
    assert steps_of(plan.planned_series([C, A], [A, B, C], None)) == [("A", True), ("C", True)]


def test_published_series_that_were_not_requested_are_carried_over():
    steps = plan.planned_series([B], [A, B, C], published(A=True, B=True))
    assert steps_of(steps) == [("A", False), ("B", True)]
    assert plan.removed(steps, published(A=True, B=True)) == []


def test_series_removed_from_the_list_are_left_out():
    old = published(A=True, B=True)
    steps = plan.planned_series([A], [A], old)
    assert steps_of(steps) == [("A", True)]
    assert plan.removed(steps, old) == ["B"]


def test_series_outside_the_list_come_last_unchanged_until_pruned():
    old = published(X=False, A=True)
    steps = plan.planned_series([A], [A], old)
    assert steps_of(steps) == [("A", True), ("X", False)]
    carried = steps[1].entry
    assert (carried.title, carried.topic, carried.unit, carried.is_configured) == ("Old X", "Old topic", "%", False)
    assert carried.source_id == "40"
    pruned = plan.planned_series([A], [A], old, prune=True)
    assert steps_of(pruned) == [("A", True)]
    assert plan.removed(pruned, old) == ["X"]


def test_the_unit_of_a_name_is_read_again_as_its_base_year_changes():
    old = published(X=False, A=True).assign(unit="constant 2015 US$", source_id="2")
    carried = plan.planned_series([A], [A], old)[1].entry
    assert carried.unit is None
    assert carried.source_id == ""  # the World Development Indicators need no number


def test_pruning_keeps_requested_series():
    assert steps_of(plan.planned_series([X], [A], published(A=True, X=False), prune=True)) == [
        ("A", False),
        ("X", True),
    ]


def test_a_series_that_joins_the_list_takes_its_order():
    joined = Configured("X", "Land", "X")
    steps = plan.planned_series([joined, B], [joined, B], published(B=True, X=False))
    assert steps_of(steps) == [("X", True), ("B", True)]
    assert all(step.entry.is_configured for step in steps)

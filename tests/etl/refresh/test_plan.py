"""Which series a refresh looks up, carries over and leaves out."""

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
            "unit": "%",
            "licence": "CC BY 4.0",
            "is_configured": ours,
        }
        for code, ours in is_configured.items()
    ]
    return pd.DataFrame(rows)


def told(steps: list[plan.PlannedSeries]) -> list[tuple[str, bool]]:
    return [(step.entry.code, step.is_asked) for step in steps]


def test_at_first_all_that_is_asked_for_is_looked_up_in_menu_order():
    assert told(plan.planned_series([C, A], [A, B, C], None)) == [("A", True), ("C", True)]


def test_what_is_published_and_not_asked_for_is_carried_over():
    steps = plan.planned_series([B], [A, B, C], published(A=True, B=True))
    assert told(steps) == [("A", False), ("B", True)]
    assert plan.removed(steps, published(A=True, B=True)) == []


def test_what_was_taken_off_the_list_is_left_out():
    held = published(A=True, B=True)
    steps = plan.planned_series([A], [A], held)
    assert told(steps) == [("A", True)]
    assert plan.removed(steps, held) == ["B"]


def test_series_once_asked_for_besides_come_last_as_they_were_until_pruned():
    held = published(X=False, A=True)
    steps = plan.planned_series([A], [A], held)
    assert told(steps) == [("A", True), ("X", False)]
    carried = steps[1].entry
    assert (carried.title, carried.topic, carried.unit, carried.is_configured) == ("Old X", "Old topic", "%", False)
    pruned = plan.planned_series([A], [A], held, prune=True)
    assert told(pruned) == [("A", True)]
    assert plan.removed(pruned, held) == ["X"]


def test_pruning_does_not_cost_what_is_asked_for_now():
    assert told(plan.planned_series([X], [A], published(A=True, X=False), prune=True)) == [("A", False), ("X", True)]


def test_a_series_asked_for_besides_that_joins_the_list_stands_in_its_order():
    ours = Configured("X", "Land", "X")
    steps = plan.planned_series([ours, B], [ours, B], published(B=True, X=False))
    assert told(steps) == [("X", True), ("B", True)]
    assert all(step.entry.is_configured for step in steps)

"""Data doubts of a place: the published reason, with its years."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.snapshot import value_doubts
from dashboard.snapshot.store import Snapshot


class Doubted(Snapshot):
    """A snapshot whose only table has one doubt."""

    def __init__(self, reason: str) -> None:
        object.__setattr__(self, "catalog", {"tables": {value_doubts.DOUBTS: {}}})
        row = {"series": "A.B", "iso3": "ECA", "first_year": 2024, "last_year": 2024, "reason": reason}
        object.__setattr__(self, "rows", pd.DataFrame([row]))

    def table(self, name: str) -> pd.DataFrame:
        assert name == value_doubts.DOUBTS
        return self.rows


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("1 of its 18 economies have a value in 2024", "1 of its 18 economies has a value in 2024"),
        ("11 of its 18 economies have a value in 2024", "11 of its 18 economies have a value in 2024"),
    ],
)
def test_one_economy_has_a_verb_in_the_singular(published: str, shown: str):
    assert value_doubts.of_place(Doubted(published), "A.B", "ECA") == [f"2024: {shown}"]

"""Entries of the search index for series: featured ones, state, titles and units."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboard.snapshot import provenance, series_index, store
from dashboard.snapshot.store import Snapshot
from tests.helpers.many_series import copy_with


def test_the_featured_series_are_those_of_the_column_in_its_order(shipped: Snapshot):
    order = pd.Series(0, index=shipped.indicators.index)
    order[[3, 1]] = [1, 2]
    ranked = replace(shipped, indicators=shipped.indicators.assign(featured=order))
    assert series_index.featured(ranked) == tuple(shipped.indicators.id[[3, 1]])


def test_without_the_column_the_configured_series_are_featured(shipped: Snapshot):
    bare = shipped.indicators.assign(featured=0)
    chosen = bare.assign(is_configured=[row < 2 for row in range(len(bare))])
    assert series_index.featured(replace(shipped, indicators=chosen)) == tuple(bare.id[:2])
    none = bare.assign(is_configured=False)
    assert series_index.featured(replace(shipped, indicators=none)) == tuple(bare.id[: series_index.MOST_FEATURED])


def test_the_state_marks_what_is_old_or_was_not_refreshed():
    assert series_index.state(provenance.FRESH, "2026-07-01", 2024) == ""
    assert series_index.state(provenance.FRESH, "2024-12-31", 2024) == "older release (2024)"
    assert series_index.state(provenance.KEPT, "2026-07-01", 2024) == "not refreshed lately"
    assert series_index.state(provenance.FRESH, "", 2024) == ""
    assert series_index.state(provenance.FRESH, "2024-12-31", 2024, "forecasts to 2030") == (
        "older release (2024), forecasts to 2030"
    )


@given(st.integers(1900, 2100), st.integers(0, 100))
def test_years_are_a_span_or_one_year(first: int, more: int):
    text = series_index.years(first, first + more)
    assert text == (f"{first}–{first + more}" if more else str(first))


def test_title_and_unit_distinguish_any_two_of_a_thousand_series(tmp_path: Path):
    many = store.open_snapshot(copy_with(tmp_path, series=1_000))
    entries = series_index.series(many, {})
    assert len(entries) == len(many.indicators) > 1_000
    assert len({(entry[1], entry[2]) for entry in entries}) == len(entries)
    assert max(entry[7] for entry in entries) <= series_index.MOST_FEATURED

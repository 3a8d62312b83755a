"""Borders: places with figures but no shape are named, so that nobody takes the shape's owner's figure for theirs."""

from __future__ import annotations

from dataclasses import replace

from dashboard.snapshot.store import Snapshot
from dashboard.text.methods import BORDERS, borders


def test_places_with_temperatures_but_no_shape_are_named(shipped: Snapshot):
    said = borders(shipped)
    assert said.startswith(BORDERS)
    assert "French Guiana; Guadeloupe" in said
    assert "Gibraltar" not in said  # an economy, which has a dot


def test_where_all_have_a_shape_nothing_is_added(shipped: Snapshot):
    held = shipped.countries[shipped.countries.geometry.notna()]
    assert borders(replace(shipped, countries=held)) == BORDERS

"""Borders: places with figures but no shape are named, as they have figures of their own."""

from __future__ import annotations

from dataclasses import replace

from dashboard.snapshot.store import Snapshot
from dashboard.text.methods import BORDERS, borders, methods
from tests.helpers.newer import before_groups, by_land
from tests.helpers.projections import with_projections, without_projections


def test_places_with_temperatures_but_no_shape_are_named(shipped: Snapshot):
    wording = borders(shipped)
    assert wording.startswith(BORDERS)
    assert "French Guiana; Guadeloupe" in wording
    assert "Gibraltar" not in wording  # an economy, which has a dot


def test_the_note_on_borders_names_no_place_if_all_have_a_shape(shipped: Snapshot):
    held = shipped.countries[shipped.countries.geometry.notna()]
    assert borders(replace(shipped, countries=held)) == BORDERS


def test_the_climate_group_is_explained_with_its_source_where_the_snapshot_has_it(shipped: Snapshot):
    assert "Largest climate group" not in [method.title for method in methods(before_groups(shipped))]
    found = next(method for method in methods(by_land(shipped)) if method.title == "Largest climate group")
    assert "Beck et al. 2018, Scientific Data 5, 180214" in found.source


def test_projections_are_explained_where_the_snapshot_has_them(shipped: Snapshot):
    title = "Projected temperature change"
    assert title not in [method.title for method in methods(without_projections(shipped))]
    found = next(method for method in methods(with_projections(shipped)) if method.title == title)
    assert "which approximates the spread of change" in found.assumes
    empty = shipped.catalog["tables"] | {"projections": {"rows": 0}}
    none = replace(shipped, catalog={**shipped.catalog, "tables": empty})
    assert title not in [method.title for method in methods(none)]

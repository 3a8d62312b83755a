"""The one list of warming measures: it covers the snapshot, and other parts of the page agree with it."""

from __future__ import annotations

import pytest

from dashboard.snapshot import warming_measures
from dashboard.snapshot.codes import ANOMALY, PROJECTED
from dashboard.snapshot.store import Snapshot
from dashboard.text.methods import METHODS
from dashboard.text.methods_of_projections import PROJECTED_CHANGE


def test_every_published_measure_has_its_titles(shipped: Snapshot):
    published = set(shipped.warming.measure)
    later = {"change_common", "change_common_era5"} - published  # of a snapshot published since
    assert published == set(warming_measures.BY_NAME) - {ANOMALY} - later
    for name in published:
        measure = warming_measures.of(name)
        assert measure.short_title
        assert measure.column


def test_a_measure_of_a_newer_snapshot_is_named_by_its_id():
    measure = warming_measures.of("hot_days")
    assert (measure.title, measure.short_title, measure.column) == ("Hot days", "hot days", "hot_days")


@pytest.mark.parametrize(
    "measure", [*warming_measures.MEASURES, warming_measures.PROJECTED_CHANGE], ids=lambda measure: measure.name
)
def test_every_measure_is_explained_by_its_method(measure: warming_measures.Measure):
    (method,) = (method for method in (*METHODS, PROJECTED_CHANGE) if method.title == measure.method)
    assert measure.name in method.measures or measure.name in (ANOMALY, PROJECTED)

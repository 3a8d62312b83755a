"""The catalog's entry of a series: its corrections are published field by field, and kept while the service is down."""

from __future__ import annotations

from etl.errors import SourceError
from etl.indicators.configured import Configured
from etl.refresh.series import Series, catalog_entry
from etl.transform.corrections import Note

POPULATION = Configured("SP.POP.TOTL", "People", "Population", "people", 0, 1e12)
RECORD = {"iso3": "NAM", "first_year": 2001, "last_year": 2001, "action": "drop", "values": 1}
APPLIED, EXPIRED = Note("correction of SP.POP.TOTL NAM 2001: 1 value left out. Why.", RECORD), Note("expired")
NOW = "2026-11-29T00:00:00+00:00"


def test_only_applied_corrections_are_published():
    described = {"last_updated": "2026-10-01", "fetched_at": NOW}
    fresh = Series(POPULATION, "fresh", description=described, notes=[APPLIED, EXPIRED])
    entry = catalog_entry(fresh, {}, NOW)
    assert (entry["notes"], entry["corrections"]) == ([APPLIED.text], [RECORD])
    assert "left_out" not in entry


def test_a_series_kept_from_before_keeps_its_corrections():
    before = {"checked_at": NOW, "notes": [APPLIED.text], "corrections": [RECORD], "left_out": ["1 value: ANT"]}
    entry = catalog_entry(Series(POPULATION, "kept", failure=SourceError("down")), before, NOW)
    assert {name: entry[name] for name in ("notes", "corrections", "left_out")} == {
        name: before[name] for name in ("notes", "corrections", "left_out")
    }

"""Forecasts and data doubts on the page: dashed, named, and part of no latest year; no sentence without any."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from dashboard.analysis.map_values import MapKey
from dashboard.analysis.world_map import map_values
from dashboard.snapshot import provenance, series_index
from dashboard.snapshot.codes import INDICATOR
from dashboard.snapshot.observations import Observations
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.tables.compare import compare_table
from dashboard.tables.country import indicator_table
from dashboard.tables.world_map import map_table
from dashboard.text import compare as compare_text
from dashboard.text.markup import series_facts
from dashboard.views.data import markup as data_markup
from tests.helpers.pages import page_of

POPULATION = "SP.POP.TOTL"
REASON = "-3.5 % in 2022, while population itself changes by -0.7 %: possibly of another vintage"


@pytest.fixture(scope="module")
def marked(shipped: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The shipped snapshot with 2023 and later of the population as forecasts, and one data doubt."""
    folder = tmp_path_factory.mktemp("marked")
    source = pq.ParquetFile(shipped.file("observations"))
    older = pa.schema([field for field in source.schema_arrow if field.name != "status"])
    schema = older.append(pa.field("status", pa.string()))
    with pq.ParquetWriter(folder / "observations.parquet", schema) as out:
        for number in range(source.num_row_groups):
            rows = source.read_row_group(number, columns=older.names)
            is_ahead = pc.and_(pc.equal(rows.column("series"), POPULATION), pc.greater(rows.column("year"), 2022))
            status = pc.if_else(is_ahead, "F", "")
            out.write_table(rows.append_column("status", status), row_group_size=len(rows))
    doubt = (POPULATION, "NOR", 2022, 2023, "growth", REASON)
    columns = ["series", "iso3", "first_year", "last_year", "kind", "reason"]
    pd.DataFrame([doubt], columns=columns).to_parquet(folder / "doubts.parquet")
    tables = shipped.catalog["tables"] | {"doubts": shipped.catalog["tables"]["observations"]}
    series = shipped.catalog["series"] | {
        POPULATION: shipped.catalog["series"][POPULATION] | {"left_out": ["1 value left out: ANT"]}
    }

    class Marked(Snapshot):
        def table(self, name: str) -> pd.DataFrame:
            return pd.read_parquet(folder / "doubts.parquet") if name == "doubts" else super().table(name)

    catalog = shipped.catalog | {"tables": tables, "series": series}
    return Marked(**fields_of(shipped, catalog, folder / "observations.parquet"))


def fields_of(snapshot: Snapshot, catalog: Mapping[str, Any], observations: Path) -> dict[str, Any]:
    """Return the fields of a snapshot with another catalog and other observations."""
    fields = {one.name: getattr(snapshot, one.name) for one in dataclasses.fields(snapshot)}
    by_series = Observations(pq.ParquetFile(observations), snapshot.observations.series)
    return fields | {"catalog": catalog, "observations": by_series}


@pytest.fixture(scope="module")
def older(shipped: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The shipped snapshot as before 2026-12: no `status`, no doubts, a gap of the mirror named as the service's."""
    file = tmp_path_factory.mktemp("older") / "observations.parquet"
    source = pq.ParquetFile(shipped.file("observations"))
    schema = pa.schema([field for field in source.schema_arrow if field.name != "status"])
    with pq.ParquetWriter(file, schema) as out:
        for number in range(source.num_row_groups):
            rows = source.read_row_group(number, columns=schema.names)
            out.write_table(rows, row_group_size=len(rows))
    tables = {name: entry for name, entry in shipped.catalog["tables"].items() if name != "doubts"}
    series = {
        code: entry | ({"reason": provenance.NO_VALUES} if entry["state"] == provenance.ABSENT else {})
        for code, entry in shipped.catalog["series"].items()
    }
    return Snapshot(**fields_of(shipped, shipped.catalog | {"tables": tables, "series": series}, file))


def test_forecasts_are_kept_apart_from_values(marked: Snapshot, shipped: Snapshot, older: Snapshot):
    assert marked.values(POPULATION).year.max() == 2022
    ahead = marked.forecasts(POPULATION)
    assert set(ahead.year) == {year for year in shipped.values(POPULATION).year if year > 2022}
    assert len(ahead) + len(marked.values(POPULATION)) == len(shipped.values(POPULATION))
    assert older.forecasts(POPULATION).empty  # published before there was a column for it
    assert len(older.values(POPULATION)) == len(shipped.values(POPULATION))


def test_the_search_list_says_until_when_a_series_has_forecasts(marked: Snapshot, shipped: Snapshot, older: Snapshot):
    last = int(marked.forecasts(POPULATION).year.max())
    states = {entry[0]: entry[6] for entry in series_index.series(marked, {})}
    assert states.pop(POPULATION).endswith(f"forecasts to {last}")
    assert not any("forecasts" in state for state in states.values())
    for without in (shipped, older):
        assert not any("forecasts" in entry[6] for entry in series_index.series(without, {}))


def test_the_map_opens_at_no_forecast(marked: Snapshot):
    shown = map_values(marked, MapKey(INDICATOR, POPULATION))
    assert (shown.latest_year, shown.years[-1]) == (2022, 2022)


def test_the_chart_dashes_forecasts_and_the_words_name_them_and_the_doubt(marked: Snapshot):
    visit = page_of(marked)
    visit.selection.param.update(country="NOR", indicator=POPULATION)
    shown = visit.opened["explore"].country.indicator
    text = shown.sentence.object
    last = int(marked.forecasts(POPULATION).year.max())
    assert " in 2022, up from" in text
    assert f"Dashed: 2023–{last} are forecasts" in text
    assert "Data doubt: 2022–2023: −3.5 % in 2022, while population itself changes by −0.7 %" in text
    dashed = [r for r in shown._chart.figure.renderers if getattr(r.glyph, "line_dash", None) not in (None, [])]
    years = [list(r.data_source.data["year"]) for r in dashed if len(r.data_source.data.get("year", ()))]
    assert [2022, *range(2023, last + 1)] in years
    visit.selection.country = "SWE"
    assert "Data doubt" not in shown.sentence.object


def test_views_without_forecasts_name_the_years_left_out(marked: Snapshot):
    last = int(marked.forecasts(POPULATION).year.max())
    words = f"The source’s forecasts for 2023–{last} are not shown."
    selection = new_selection(marked)
    selection.param.update(countries=("NOR", "SWE"), compare_quantity=POPULATION, measure=INDICATOR)
    selection.indicator = POPULATION
    assert words in compare_table(marked, selection).notes
    assert words in map_table(marked, selection).notes
    assert compare_text.source(marked, POPULATION).endswith(words)
    observed = compare_table(marked, selection).frame.Year.max()
    assert observed == 2022
    assert "forecasts" not in compare_text.source(marked, "NY.GDP.PCAP.KD")


def test_the_table_and_its_notes_name_forecasts_doubts_and_what_was_left_out(marked: Snapshot):
    selection = new_selection(marked)
    selection.param.update(country="NOR", indicator=POPULATION)
    table = indicator_table(marked, selection)
    last = int(marked.forecasts(POPULATION).year.max())
    by_year = table.frame.set_index("Year").Status
    assert by_year[2022] == ""
    assert set(by_year.loc[2023:last]) == {"forecast"}
    assert np.isfinite(table.frame.iloc[-1, 1])
    assert "Left out: 1 value left out: ANT." in table.notes
    assert any(note.startswith("Data doubt: 2022–2023: -3.5 %") for note in table.notes)
    assert "Data doubt: 2022–2023: −3.5 %" in data_markup.table(table, "indicator", "")


def test_the_facts_of_a_series_list_doubts_with_the_places_name(marked: Snapshot, older: Snapshot):
    facts = series_facts.about(provenance.source_of(marked, POPULATION))
    assert "<dt>Data doubts</dt>" in facts
    assert "Norway, 2022–2023: −3.5 %" in facts
    assert "<dt>Excluded values</dt>" in facts
    before = series_facts.about(provenance.source_of(older, POPULATION))
    assert "Data doubts" not in before
    assert "Excluded values" not in before


def test_a_gap_of_the_mirror_is_reported_as_the_mirrors(shipped: Snapshot, older: Snapshot):
    for snapshot in (shipped, older):
        reasons = {source.reason for source in provenance.every_series(snapshot) if source.state == provenance.ABSENT}
        assert reasons == {provenance.MIRROR_LACKS}
    official = replace(older, catalog=older.catalog | {"origin": older.catalog["origin"] | {"is_official": True}})
    reasons = {source.reason for source in provenance.every_series(official) if source.state == provenance.ABSENT}
    assert reasons == {provenance.NO_VALUES}

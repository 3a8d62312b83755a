"""Files to take along: safe in a spreadsheet, whole when read again, with their papers; citations; provenance."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.snapshot import provenance
from dashboard.snapshot.provenance import Source
from dashboard.snapshot.store import Snapshot
from dashboard.state import url
from dashboard.state.options import new_selection
from dashboard.tables import formats, metadata
from dashboard.tables.columns import Column, measured, years
from dashboard.tables.registry import TABLES
from dashboard.tables.table import Table
from dashboard.text import citation, methods
from tests.helpers.growth_figures import with_growth
from tests.helpers.projected import projected

LINK = "https://maps.example/?country=NOR"


def table(frame: pd.DataFrame, **units: str) -> Table:
    """Return a table of columns named as in the frame; `units` are by the first letter of a name."""
    columns = tuple(Column(name, name.title(), frame[name], units.get(name[0])) for name in map(str, frame))
    return Table("a-table", "A table", columns, ("temperature",), baseline="1961–1990", notes=("One\nnote.",))


def rows(body: bytes) -> list[list[str]]:
    """Return header and rows of a CSV file."""
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_no_text_is_taken_for_a_formula(shipped: Snapshot, texts: list[str]):
    body = formats.as_csv(table(pd.DataFrame({"name": texts})), shipped, LINK)
    cells = [row[0] if row else "" for row in rows(body)]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in cells)


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=5))
def test_numbers_are_written_with_twelve_digits_and_without_exponents(shipped: Snapshot, numbers: list[float]):
    frame = pd.DataFrame({"x_m": [*numbers, np.nan], "year": 2000})
    written = [row[1] for row in rows(formats.as_csv(table(frame), shipped, LINK))[1:]]
    assert written[-1] == ""
    assert not any("e" in one.lower() for one in written)
    assert [float(one) for one in written[:-1]] == pytest.approx(numbers, rel=1e-11)


def test_computed_numbers_have_two_decimals_more_than_the_page_and_published_ones_all(shipped: Snapshot):
    made = Table(
        "t", "t", (measured("a", "a", "m", [0.1 + 0.2, 1.234567], 2), measured("b", "b", "m", [0.1 + 0.2] * 2)), ()
    )
    assert rows(formats.as_csv(made, shipped, LINK)) == [["a", "b"], ["0.3", "0.3"], ["1.2346", "0.3"]]
    parquet = pq.read_table(io.BytesIO(formats.as_parquet(made, shipped, LINK))).to_pandas()
    assert parquet["a"].tolist() == [0.3, 1.2346]


def test_csv_is_header_and_rows_and_has_its_metadata_inside_on_request(shipped: Snapshot):
    frame = pd.DataFrame({"x_c": [0.23, np.nan], "year": [2024, 2023], "name": ["Cote d'Ivoire", "=1+1"]})
    body = formats.as_csv(table(frame), shipped, LINK)
    assert rows(body) == [["name", "year", "x_c"], ["Cote d'Ivoire", "2024", "0.23"], ["'=1+1", "2023", ""]]
    text = formats.as_csv(table(frame), shipped, LINK, notes=True).decode("utf-8-sig")
    assert text.endswith(body.decode("utf-8-sig"))
    assert "# title: A table\n# baseline: 1961–1990\n# notes: One note.\n" in text
    assert f"# link: {LINK}\n" in text
    assert f"# snapshot: {shipped.catalog['snapshot']}\n" in text
    found = pd.read_csv(io.StringIO(text), comment="#")
    assert found.name.tolist() == ["Cote d'Ivoire", "'=1+1"]
    assert found.x_c.tolist()[0] == 0.23


def test_parquet_has_the_dtypes_of_the_table(shipped: Snapshot):
    frame = pd.DataFrame({"name": ["a"], "rank": pd.array([None], "Int64"), "x_m": np.array([0.1], "float32")})
    found = pq.read_table(io.BytesIO(formats.as_parquet(table(frame), shipped, LINK))).to_pandas()
    pd.testing.assert_frame_equal(found.astype({"name": "str"}), frame.astype({"name": "str"}))


def strictly(body: bytes) -> dict:
    """Return parsed JSON; NaN and infinity, which other readers refuse, are refused here."""

    def no(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    return json.loads(body, parse_constant=no)


def test_json_has_each_column_s_unit_and_each_row_s_values_and_null_for_missing(shipped: Snapshot):
    frame = pd.DataFrame(
        {
            "name": ["=1+1", None],
            "rank": pd.array([1, None], "Int64"),
            "x_m": np.array([0.1, np.inf], "float32"),
            "people": [0.1 + 0.2, np.nan],
        }
    )
    found = strictly(formats.as_json(table(frame, p="people", x="m (long)"), shipped, LINK))
    assert list(found) == ["about", "columns", "rows"]
    assert found["columns"] == [
        {"name": "name", "title": "Name", "unit": None, "type": "text"},
        {"name": "rank", "title": "Rank", "unit": None, "type": "integer"},
        {"name": "x_m", "title": "X_M", "unit": "m (long)", "type": "number"},
        {"name": "people", "title": "People", "unit": "people", "type": "number"},
    ]
    assert found["rows"] == [["=1+1", 1, 0.1, 0.3], [None, None, None, None]]
    about = found["about"]
    assert (about["title"], about["baseline"], about["link"]) == ("A table", "1961–1990", LINK)
    assert "CRU TS" in about["sources"][0]


@pytest.mark.parametrize("name", TABLES)
def test_csv_and_json_have_the_same_figures_and_every_measured_one_has_a_unit(shipped: Snapshot, name: str):
    choices = new_selection(shipped)
    choices.param.update(country="NOR", countries=("NOR", "BRA"), compare_quantity="SP.POP.TOTL", x="SI.POV.GINI")
    made = TABLES[name].make(projected(with_growth(shipped)), choices)
    held = strictly(formats.as_json(made, shipped, LINK))
    head, *lines = rows(formats.as_csv(made, shipped, LINK))
    assert [column["name"] for column in held["columns"]] == head
    assert len(held["rows"]) == len(lines) > 2
    for own, line in zip(held["rows"], lines, strict=True):
        for value, text in zip(own, line, strict=True):
            assert value == (None if text == "" and value is None else type(value)(text))
    assert [column["name"] for column in held["columns"] if column["type"] == "number" and not column["unit"]] == []


def test_units_are_those_of_the_series_not_the_words_in_parentheses_of_a_name(shipped: Snapshot):
    choices = new_selection(shipped)
    choices.param.update(country="NOR", countries=("NOR",), compare_quantity="SP.POP.TOTL", x="SI.POV.GINI")

    def units(name: str) -> list[str]:
        made = TABLES[name].make(shipped, choices)
        return [column.unit for column in made.on_page if column.unit]

    assert units("compare") == ["year", "people"]
    assert units("relate") == ["on a scale from 0 (equal) to 100", "year", "°C"]
    assert units("rank") == ["°C", "°C", "°C"]


def test_a_file_is_named_after_its_content_and_the_snapshot_s_day(shipped: Snapshot):
    dated = replace(shipped, catalog={**shipped.catalog, "published_at": "2026-11-21T08:20:01+00:00"})
    assert formats.file_name(table(pd.DataFrame()), dated, "csv") == "a-table-2026-11-21.csv"


def test_every_table_on_offer_becomes_every_file(shipped: Snapshot):
    choices = new_selection(shipped)
    choices.country, snapshot = "NOR", projected(with_growth(shipped))
    for table in TABLES.values():
        shown = table.make(snapshot, choices)
        for suffix in formats.MIME:
            assert len(formats.in_format(suffix, shown, shipped, LINK)) > 300


SOURCE = Source(
    "A.B_C", "People", "World Bank", "WDI: People & 100 %", "people", "CC BY 4.0", "2025-07-01", "https://x.example"
)


def test_a_citation_names_all_that_is_needed_to_find_the_figure_again():
    own = Source("OWN.A", "A", "Own figures", "A table", "", "CC0", "2025", "")
    lines = citation.sentences([SOURCE, own], "snapshot-1", LINK, date(2026, 11, 5))
    assert lines == [
        "World Bank. WDI: People & 100 % [A.B_C]. Vintage 2025-07-01. CC BY 4.0. https://x.example "
        "(accessed 5 November 2026).",
        "Own figures. A table [OWN.A]. Vintage 2025. CC0. Accessed 5 November 2026.",
        f"World climate and development, snapshot-1. {LINK} (accessed 5 November 2026).",
    ]


def test_an_address_in_a_citation_has_no_empty_settings_and_no_full_stop_after_it():
    link = "https://x.example/?view=data&region=&countries=NOR~BRA&vintage="
    cited = citation.sentences([], "snapshot-1", link, date(2026, 11, 5))
    shown = "https://x.example/?view=data&countries=NOR~BRA"
    assert cited == [f"World climate and development, snapshot-1. {shown} (accessed 5 November 2026)."]
    assert f"\\url{{{shown}}}" in citation.bibtex([], "snapshot-1", link, date(2026, 11, 5))
    bare = citation.sentences([], "snapshot-1", "https://x.example/?region=", date(2026, 11, 5))
    assert " https://x.example/ (accessed" in bare[0]


def test_every_setting_that_a_citation_leaves_out_is_empty_by_default(shipped: Snapshot):
    choices = new_selection(shipped)
    assert not choices.defaults["vintage"]
    empty = {
        name for name, (short, kind) in url.NAMES.items() if url.written(choices.defaults, choices).get(short) == ""
    }
    assert "vintage" in empty
    assert all(not choices.defaults[name] for name in empty)


def test_bibtex_is_escaped_and_has_the_vintage_s_year():
    entry = citation.bibtex([SOURCE], "snapshot-2026-11-21", LINK, date(2026, 11, 5))
    assert "@misc{worldbank_a_b_c," in entry
    assert r"title = {{WDI: People \& 100 \% [A.B\_C]}}" in entry
    assert "year = {2025}" in entry
    assert "urldate = {2026-11-05}" in entry
    assert entry.count("{") - entry.count(r"\{") == entry.count("}") - entry.count(r"\}")


def test_a_series_that_is_not_fresh_has_the_date_and_the_reason(shipped: Snapshot):
    states = {
        "SP.POP.TOTL": {"state": "kept", "stale_since": "2026-10-01T00:00:00+00:00", "reason": "the service was down"},
        "X.Y": {"state": "absent", "title": "Gone", "reason": "no values"},
    }
    later = replace(shipped, catalog={**shipped.catalog, "series": states})
    kept = provenance.source_of(later, "SP.POP.TOTL")
    assert (kept.state, kept.stale_since, kept.reason) == ("kept", "2026-10-01", "the service was down")
    assert provenance.every_series(later)[-1].reason == "no values"
    assert len(provenance.every_series(later)) == len(shipped.indicators) + 1
    shown = Table("t", "t", (years([2000]),), ("SP.POP.TOTL",))
    assert b"stale since 2026-10-01 (the service was down)" in formats.as_csv(shown, later, LINK, notes=True)


def with_notes(snapshot: Snapshot, notes: dict[str, list[str]]) -> Snapshot:
    """Return the snapshot with these notes on corrections and no others, as those before 2026-12 had them."""
    states = {
        code: {key: value for key, value in state.items() if key != "corrections"} | {"notes": notes.get(code, [])}
        for code, state in snapshot.catalog["series"].items()
    }
    return replace(snapshot, catalog={**snapshot.catalog, "series": states})


CO2, PRICES = "EN.GHG.CO2.PC.CE.AR5", "FP.CPI.TOTL.ZG"
NOTES = {
    CO2: [
        f"correction of {CO2} GRL 1970–2003: 34 values left out. 0.025 t per person in 2003 and 10.8 t in 2004.",
        f"correction of {CO2} FRO 1970–2100: 54 values left out. At most 0.04 t per person.",
    ],
    PRICES: [f"correction of {PRICES} MNG 1995: 1 value replaced by 66.2; 1 not from 0 to 1 left unchanged. Why."],
}


def test_corrections_are_counted_and_written_with_the_place_s_name_and_open_years(shipped: Snapshot):
    noted = with_notes(shipped, NOTES)
    assert provenance.corrected(noted) == (34 + 54 + 1, 2)
    assert provenance.source_of(noted, CO2).corrections == (
        "Greenland, 1970–2003: 34 values left out. 0.025 t per person in 2003 and 10.8 t in 2004.",
        "Faroe Islands, from 1970 on: 54 values left out. At most 0.04 t per person.",
    )
    assert provenance.source_of(noted, PRICES).corrections == (
        "Mongolia, 1995: 1 value replaced by 66.2; 1 not from 0 to 1 left unchanged. Why.",
    )
    assert provenance.source_of(noted, "SP.POP.TOTL").corrections == ()


def test_every_correction_of_the_shipped_figures_is_counted(shipped: Snapshot):
    states = shipped.catalog["series"].values()
    values, series = provenance.corrected(shipped)
    assert series == sum(bool(state.get("notes")) for state in states) > 0
    assert values >= sum(len(state.get("notes", ())) for state in states)


def test_corrections_published_field_by_field_read_like_those_of_older_notes(shipped: Snapshot):
    code = "FP.CPI.TOTL.ZG"
    record = {"iso3": "MNG", "first_year": 1995, "last_year": 1996, "action": "drop", "values": 2}
    record |= {"change": "2 values left out", "reason": "Why: see 0.04 %."}
    state = shipped.catalog["series"][code] | {"corrections": [record, record | {"iso3": "*", "last_year": 2100}]}
    later = replace(shipped, catalog={**shipped.catalog, "series": {code: state}})
    assert provenance.source_of(later, code).corrections == (
        "Mongolia, 1995–1996: 2 values left out. Why: see 0.04 %.",
        "Everywhere, from 1995 on: 2 values left out. Why: see 0.04 %.",
    )
    assert provenance.corrected(later) == (4, 1)


def test_the_method_of_the_indicators_has_the_number_of_corrected_values(shipped: Snapshot):
    assert (
        "unchanged, except 89 implausible values of 2 indicators"
        in methods.methods(with_notes(shipped, NOTES))[-1].words
    )
    without = with_notes(shipped, {})
    assert methods.methods(without)[-1].words.startswith("World Bank values, unchanged. Missing years")


def test_a_text_that_was_cut_ends_in_an_ellipsis(shipped: Snapshot):
    particles = provenance.source_of(shipped, "EN.ATM.PM25.MC.M3")
    assert particles.definition.endswith("by pop …")
    assert provenance.source_of(shipped, "EG.ELC.ACCS.ZS").definition.endswith("international sources.")


def test_an_indicator_s_file_has_definition_producer_and_corrections(shipped: Snapshot):
    choices = new_selection(shipped)
    choices.param.update(indicator="FP.CPI.TOTL.ZG", country="NOR")
    shown = TABLES["indicator"].make(shipped, choices)
    text = formats.as_csv(shown, shipped, LINK, notes=True).decode("utf-8-sig")
    assert "# definitions: FP.CPI.TOTL.ZG: Inflation as measured by the consumer price index" in text
    assert "# coverage: FP.CPI.TOTL.ZG: 1960–" in text
    assert "# corrections: FP.CPI.TOTL.ZG: Mongolia, 1995: 1 value left out." in text
    held = pq.read_schema(io.BytesIO(formats.as_parquet(shown, shipped, LINK))).metadata[formats.METADATA_KEY]
    assert "International Monetary Fund" in json.loads(held)["made_first_by"][0]
    many = formats.as_csv(TABLES["model-skill"].make(shipped, choices), shipped, LINK, notes=True).decode("utf-8-sig")
    assert f"# definitions: {metadata.ELSEWHERE}" in many
    assert many.count("# definitions") == 1
    temperature = formats.as_csv(TABLES["temperature"].make(shipped, choices), shipped, LINK, notes=True)
    assert b"# definitions" not in temperature


def test_long_lists_of_the_metadata_are_cut_and_counted(shipped: Snapshot):
    doubted = [replace(SOURCE, code=f"A.{at}", doubts=("Norway, 2000: odd",)) for at in range(100)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(metadata, "sources_of", lambda _snapshot, _codes: doubted)
        about = metadata.metadata(Table("t", "t", (years([2000]),), ("A.1",)), shipped, LINK)
    assert (len(about["sources"]), about["sources"][-1]) == (81, "20 more in the published table indicators")
    assert (len(about["doubts"]), about["doubts"][-1]) == (51, "50 more in the published table doubts")
    assert about["doubts"][0] == "A.0: Norway, 2000: odd"


def test_every_measure_of_the_snapshot_is_explained_and_no_other(shipped: Snapshot):
    explained = {name for method in methods.methods(shipped) for name in method.measures}
    held = set(shipped.warming.measure)
    assert held <= explained
    for method in methods.methods(shipped):
        assert not method.measures or held & set(method.measures)


def test_the_whole_link_has_every_choice_but_a_default_theme_and_the_frame(shipped: Snapshot):
    choices = new_selection(shipped)
    assert url.decode(url.encode_all(choices), new_selection(shipped)) == (choices.choices(), [])
    held = [name for name, value in choices.choices().items() if value is not None and name not in ("theme", "embed")]
    assert url.encode_all(choices).count("=") == len(held)
    choices.param.update(country="NOR", countries=("NOR", "BRA"), theme="dark", embed=True)
    assert url.decode(url.encode_all(choices), new_selection(shipped)) == (choices.choices() | {"embed": False}, [])
    assert "embed=1" in url.encode(choices)  # the frame's own address keeps it, whatever is chosen

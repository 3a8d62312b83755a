"""Files of every table: names of columns, stacking, and reading by pandas, by Python's csv and by R's rules."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pandas as pd
import pytest

from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.tables import formats, query
from dashboard.tables.columns import YEAR, Column, text
from dashboard.tables.registry import TABLES
from dashboard.tables.snippets import SNIPPETS
from dashboard.tables.table import MIRROR, Table, why_no_rows, without_rows
from tests.helpers.growth_figures import with_growth
from tests.helpers.projected import projected

CHOSEN = (
    {"country": "NAM", "countries": ("NAM", "CIV"), "measure": "trend"},
    {"country": "NAM", "countries": ("NAM", "CIV"), "measure": "indicator", "compare_quantity": "SP.POP.TOTL"},
    {"country": "NAM", "measure": "indicator", "map_base_year": 2000, "x": "trend", "rank_by": "SP.POP.TOTL"},
    {"country": "NAM", "measure": "anomaly", "rank_by": "emergence_year", "y": "SI.POV.GINI"},
    {"country": "NAM", "measure": "projected", "rank_by": "projected"},
)
SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

R_NAME = re.compile(r"([A-Za-z]|\.[._A-Za-z])[._A-Za-z0-9]*")
"""What R's make.names leaves unchanged, but for R's reserved words."""
R_WORDS = {"if", "else", "repeat", "while", "function", "for", "next", "break", "in", "TRUE", "FALSE", "NULL", "NA"}
R_NUMBER = re.compile(r"-?\d+(\.\d+)?")
"""What R's type.convert reads as a number whatever the locale."""


@pytest.fixture(scope="module")
def made(shipped: Snapshot) -> list[tuple[str, Table]]:
    """Every table of several selections."""
    found, snapshot = [], projected(with_growth(shipped), "NAM")
    for chosen in CHOSEN:
        selection = new_selection(snapshot)
        selection.param.update(**chosen)
        found += [(name, table.make(snapshot, selection)) for name, table in TABLES.items()]
    return [(name, table) for name, table in found if table.columns]


def bodies(made: list[tuple[str, Table]], shipped: Snapshot) -> Iterator[tuple[Table, bytes]]:
    for _, table in made:
        yield table, formats.as_csv(table, shipped, "https://maps.example/")


def test_every_table_is_made(made):
    assert {name for name, _ in made} == set(TABLES)


def test_names_are_snake_case_unique_and_begin_with_place_and_year(made):
    for name, table in made:
        names = [column.name for column in table.in_files]
        assert [one for one in names if not SNAKE_CASE.fullmatch(one)] == [], name
        assert len(set(names)) == len(names), name
        keys = [key for key in ("iso3", "name", "year") if key in names]
        assert names[: len(keys)] == keys, name


def test_a_table_of_one_country_names_it_in_every_row(made):
    for name, table in made:
        if "country" in TABLES[name].follows and name not in ("compare", "alike", "rank"):
            assert set(table.file_frame.iso3) == {"NAM"}, name
            assert set(table.file_frame.name) == {"Namibia"}, name


UNITS = {"_c": "°C", "_mm": "mm", "_percent": "%", "_c_per_decade": "°C per decade", "_points": "% points a year"}
IN_THE_ROW = {"value", "new_value", "change", "index", "low95", "high95", "x", "x_value", "y_value"}
"""Columns whose unit is in another column of the row, as it depends on the series."""


def test_the_same_name_has_the_same_unit_in_every_table_or_the_unit_in_its_row(made):
    units: dict[str, set[str | None]] = {}
    for name, table in made:
        names = {column.name for column in table.columns}
        for column in table.in_files:
            if column.name in IN_THE_ROW:
                own = f"{column.name[0]}_unit" if column.name[0] in "xy" else "unit"
                assert own in names or (name == "model-skill" and column.unit == "1"), (name, column.name)
            elif column.is_number:
                units.setdefault(column.name, set()).add(column.unit)
    assert {name: found for name, found in units.items() if len(found) > 1} == {}
    for name, (unit,) in units.items():
        suffix = next((one for one in sorted(UNITS, key=len, reverse=True) if name.endswith(one)), "")
        assert not suffix or name.endswith("_per_c") or unit == UNITS[suffix], name
    assert len(units) > 20


def test_files_of_two_series_and_two_countries_can_be_stacked(shipped: Snapshot):
    frames = []
    for code, country in (("SP.POP.TOTL", "NAM"), ("EG.ELC.ACCS.ZS", "CIV")):
        selection = new_selection(shipped)
        selection.param.update(indicator=code, country=country)
        frames.append(TABLES["indicator"].make(shipped, selection).file_frame)
    assert list(frames[0]) == list(frames[1]) == ["iso3", "name", "year", "series", "value", "unit", "status"]
    stacked = pd.concat(frames)
    assert not stacked.duplicated(["iso3", "series", "year"]).any()
    assert stacked.groupby("series").unit.unique().map(list).to_dict() == {
        "SP.POP.TOTL": ["people"],
        "EG.ELC.ACCS.ZS": ["% of population"],
    }


def test_compare_is_wide_on_the_page_and_long_in_files(shipped: Snapshot):
    selection = new_selection(shipped)
    selection.param.update(countries=("NOR", "BRA"), compare_quantity="SP.POP.TOTL")
    table = TABLES["compare"].make(shipped, selection)
    assert list(table.frame) == ["Year", "Norway (NOR)", "Brazil (BRA)"]
    long = table.file_frame
    assert list(long) == ["iso3", "name", "year", "series", "value", "unit"]
    wide = long.pivot(index="year", columns="iso3", values="value")
    np.testing.assert_array_equal(wide.BRA.to_numpy(), table.frame["Brazil (BRA)"].to_numpy())


def test_pandas_reads_every_file_as_it_is(made, shipped: Snapshot):
    for table, body in bodies(made, shipped):
        found = pd.read_csv(io.BytesIO(body))
        assert found.shape == table.file_frame.shape
        for column in table.in_files:
            assert pd.api.types.is_numeric_dtype(found[column.name]) or not (column.is_number and len(found))
            assert (
                found[column.name].notna().sum() == (column.rounded.notna() & (column.rounded.astype(str) != "")).sum()
            )


def test_python_s_csv_reads_equal_rows_without_line_breaks_and_comments(made, shipped: Snapshot):
    for table, body in bodies(made, shipped):
        text = body.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert {len(line) for line in lines} == {len(table.columns)}
        assert len(lines) == text.count("\n") == 1 + len(table.file_frame)
        assert not text.startswith("#")


def test_r_s_read_csv_reads_every_file(made, shipped: Snapshot):
    """The rules of read.csv: header valid, equal fields in each line, only empty cells missing, numbers as written."""
    for table, body in bodies(made, shipped):
        header, *lines = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
        assert [name for name in header if not R_NAME.fullmatch(name) or name in R_WORDS] == []
        assert {len(line) for line in lines} <= {len(header)}  # one field more, and R takes the first for row names
        assert not any(cell == "NA" or cell != cell.strip() for line in lines for cell in line)
        for column, cells in zip(table.in_files, zip(*lines, strict=True), strict=False):
            if column.is_number:
                assert [cell for cell in cells if cell and not R_NUMBER.fullmatch(cell)] == []


def test_the_text_na_is_no_missing_value_to_the_code_to_copy(shipped: Snapshot):
    codes = Column("iso2", "Code", pd.Series(["NA", None, "NO"]))
    numbers = Column("value", "Value", pd.Series([1.0, np.nan, 3.0]), "people")
    body = formats.as_csv(Table("t", "t", (codes, numbers), ("temperature",)), shipped, "")
    assert 'keep_default_na=False, na_values=[""]' in SNIPPETS["Python"]
    found = pd.read_csv(io.BytesIO(body), keep_default_na=False, na_values=[""])
    assert found.iso2[[0, 2]].tolist() == ["NA", "NO"]
    assert found.iso2.isna().tolist() == found.value.isna().tolist() == [False, True, False]
    assert 'na.strings = ""' in SNIPPETS["R"]


def test_every_number_has_a_unit_or_is_a_count(made):
    for name, table in made:
        bare = [one.name for one in table.in_files if one.is_number and not one.unit]
        assert set(bare) <= {"rank", "rank_low95", "rank_high95", "month", "n_countries", "n_rows"}, name
        years = [one for one in table.in_files if one.unit == YEAR]
        assert all(pd.api.types.is_integer_dtype(one.values) for one in years), name


def test_the_metadata_of_a_csv_describes_its_columns(made, shipped: Snapshot):
    for name, table in made:
        about = formats.csvw(table, shipped, "https://maps.example/", f"https://maps.example/download/{name}.csv")
        columns = about["tableSchema"]["columns"]
        body = formats.as_csv(table, shipped, "")
        assert [column["titles"] for column in columns] == next(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
        assert about["@context"][0] == "http://www.w3.org/ns/csvw"
        assert about["dc:license"]
        if any(column["name"].startswith("low95") for column in columns):
            assert "95 % " in next(note["intervals"] for note in about["notes"] if "intervals" in note)
        for column, own in zip(columns, table.in_files, strict=True):
            assert column.get("schema:unitText") == own.unit
            assert column["datatype"] in ("string", "integer", "double")


def test_a_table_without_rows_is_a_header(shipped: Snapshot):
    selection = new_selection(shipped)
    selection.param.update(countries=("XSG",))
    table = TABLES["compare"].make(shipped, selection)
    text = formats.as_csv(table, shipped, "").decode("utf-8-sig")
    assert text == "iso3,name,year,series,anomaly_c,unit\n"
    assert replace(table, notes=()).frame.empty


@pytest.mark.parametrize("is_official", [False, True])
def test_the_sentence_on_missing_rows_does_not_take_a_gap_of_a_mirror_for_the_publisher_s(is_official: bool):
    snapshot = cast("Snapshot", SimpleNamespace(catalog={"origin": {"is_official": is_official}}))
    header = Table("x", "Values, Fiji", (text("iso3", "Code", []),), ())
    assert not header.has_rows
    sentence = "The table indicator has no rows for this choice (Values, Fiji)."
    assert why_no_rows(snapshot, "indicator", header) == (sentence if is_official else f"{sentence} {MIRROR}")
    reasons = without_rows("x", "Months, Fiji", ["Why.", "Because."])
    expected = "The table months has no rows for this choice (Months, Fiji). Why. Because."
    assert why_no_rows(snapshot, "months", reasons) == expected


def test_a_table_that_is_missing_has_its_reason_for_any_years(shipped: Snapshot, monkeypatch: pytest.MonkeyPatch):
    why = without_rows("curve", "Curves", ["Not computed."])
    spec = replace(TABLES["temperature"], make=lambda *_: why)
    assert query.requested(query.Query("country=NOR", years=(1990, 2000)), spec, shipped)[0] is why

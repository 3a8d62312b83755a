"""Observations of one year, read in one pass, are those of the series read one by one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.snapshot import model_inputs, quantities
from dashboard.snapshot.economies import economies
from dashboard.snapshot.errors import SnapshotError, faults
from dashboard.snapshot.model import YEAR
from dashboard.snapshot.observations import Observations

STATUS = ["", "F", "", "F", "F"]


@pytest.fixture
def small(tmp_path):
    """Two series: A has a forecast for 2001, B has nothing but forecasts."""
    rows = pa.table(
        {
            "series": pa.array(["A", "A", "A", "B", "B"]).dictionary_encode(),
            "iso3": ["KEN", "KEN", "NOR", "KEN", "NOR"],
            "year": pa.array([2000, 2001, 2001, 2001, 2002], pa.int16()),
            "value": [1.0, 2.0, 3.0, 4.0, 5.0],
            "status": STATUS,
        }
    )
    with pq.ParquetWriter(tmp_path / "observations.parquet", rows.schema) as file:
        for first, length in ((0, 3), (3, 2)):
            file.write_table(rows.slice(first, length))
    return Observations(pq.ParquetFile(tmp_path / "observations.parquet"), ("A", "B"))


def test_forecasts_are_left_out_unless_a_series_has_nothing_else(small):
    assert list(small.in_year(["A", "B"], 2001)) == [("A", "NOR", 3.0), ("B", "KEN", 4.0)]
    assert list(small.in_year(["B", "A"], 2000)) == [("A", "KEN", 1.0)]
    assert list(small.in_year(["A"], 1999)) == []


def test_series_with_forecasts_are_found_by_their_status_codes(small, tmp_path):
    assert small.with_forecasts() == ["A", "B"]
    rows = small.file.read().drop_columns("status")
    pq.write_table(rows, tmp_path / "older.parquet")
    assert Observations(pq.ParquetFile(tmp_path / "older.parquet"), ("A", "B")).with_forecasts() == []


def test_a_damaged_series_hides_no_other_s_forecasts(small, tmp_path):
    path = tmp_path / "observations.parquet"
    content = bytearray(path.read_bytes())
    status = pq.ParquetFile(path).metadata.row_group(0).column(4)
    start = status.dictionary_page_offset or status.data_page_offset
    content[start : start + status.total_compressed_size] = b"\xff" * status.total_compressed_size
    path.write_bytes(content)
    before = faults()
    assert Observations(pq.ParquetFile(path), ("A", "B")).with_forecasts() == ["B"]
    assert faults() > before  # so that the list made of it is not cached


def test_a_year_is_the_same_as_that_of_every_series(shipped):
    features, year = (*shipped.indicators.id[:80], YEAR), 2015
    found = model_inputs.inputs(shipped, features, year)
    assert found.shape == (len(economies(shipped).iso3), 81)
    assert (found[:, -1] == year).all()
    for at, code in enumerate(features[:-1]):
        np.testing.assert_array_equal(found[:, at], quantities.grid(shipped, code).in_years([year])[0], err_msg=code)


def test_a_damaged_file_is_reported_in_a_sentence(tmp_path, small):
    path = tmp_path / "observations.parquet"
    content = bytearray(path.read_bytes())
    content[4:200] = b"\xff" * 196
    path.write_bytes(content)
    damaged = Observations(pq.ParquetFile(path), ("A", "B"))
    with pytest.raises(SnapshotError, match="The values of A to B are damaged"):
        list(damaged.in_year(["A", "B"], 2001))

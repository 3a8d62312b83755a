"""The model's panel for notebooks: read from a folder, joined with a user's own tables, shown as a frame."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from etl.errors import ModelError, PublishError
from etl.model.panel import Target, read_panel
from tests.helpers import tiny_model


def table(**columns: list) -> pd.DataFrame:
    return pd.DataFrame(columns)


@pytest.mark.parametrize("is_default", [False, True])
def test_the_panel_has_the_rows_published_in_the_folder(tmp_path: Path, monkeypatch, is_default: bool):
    rows = tiny_model.panel(driven=0.5)
    tiny_model.publish(tmp_path / "data", rows)
    monkeypatch.setenv("DASHBOARD_DATA_DIR", str(tmp_path / ("data" if is_default else "elsewhere")))
    found = read_panel(None if is_default else tmp_path / "data", Target("index", base_year=1960))
    assert np.array_equal(found.x, rows.x)
    assert found.codes == rows.codes


def test_an_empty_folder_names_the_command_that_fetches_figures(tmp_path: Path):
    with pytest.raises(PublishError, match="python -m etl refresh"):
        read_panel(tmp_path)


def test_own_tables_join_by_country_and_year_and_leave_gaps():
    rows = tiny_model.panel()
    added = rows.with_tables({"MY.OWN": table(iso3=["AAB", "ZZZ"], year=[1961, 1961], value=[7.5, 1.0])})
    assert added.features == [*rows.features, "MY.OWN"]
    own = added.frame()[["iso3", "year", "MY.OWN"]].dropna()
    assert own.values.tolist() == [["AAB", 1961, 7.5]]
    assert np.array_equal(added.x[:, :-1], rows.x)


def test_two_values_for_one_country_and_year_are_refused():
    with pytest.raises(ModelError, match=r"MY\.OWN has more than one value for AAB in 1961"):
        tiny_model.panel().with_tables({"MY.OWN": table(iso3=["AAB"] * 2, year=[1961] * 2, value=[1.0, 2.0])})


def test_the_frame_has_a_row_a_country_and_year():
    rows = tiny_model.panel()
    frame = rows.frame()
    assert list(frame) == ["iso3", "year", "y", *rows.features]
    assert (frame.iso3.iloc[0], frame.iso3.iloc[-1]) == ("AAA", rows.codes[-1])
    assert frame.y.to_list() == rows.y.tolist()

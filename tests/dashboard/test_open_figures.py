"""The public way to the figures, `from dashboard import open_figures`: cheap to import, and as its docstring says."""

from __future__ import annotations

import doctest
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import dashboard
from dashboard import open_figures
from dashboard.snapshot.store import SnapshotError


def test_the_example_in_the_docstring_runs():
    finder, runner = doctest.DocTestFinder(recurse=False), doctest.DocTestRunner()
    (example,) = finder.find(open_figures, "open_figures", module=dashboard)
    assert runner.run(example).attempted == 4
    assert runner.failures == 0


def test_importing_the_package_loads_no_library(root: Path):
    code = (
        "import sys, dashboard; print([name for name in ('pandas', 'numpy', 'panel', 'bokeh') if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"


def test_every_published_table_can_be_read(shipped):
    for name, entry in shipped.catalog["tables"].items():
        assert len(shipped.table(name)) == entry["rows"], name


def test_a_table_that_the_page_needs_is_not_read_twice(shipped):
    assert shipped.table("temperature") is shipped.temperature


def test_an_unknown_table_is_a_key_error(shipped):
    with pytest.raises(KeyError, match="no_such_table"):
        shipped.table("no_such_table")


def test_a_folder_of_choice_is_opened(root: Path, tmp_path: Path):
    copied = shutil.copytree(root / "data", tmp_path / "data")
    figures = open_figures(copied)
    assert isinstance(figures.values("SP.POP.TOTL"), pd.DataFrame)
    (copied / figures.catalog["tables"]["revisions"]["file"]).write_bytes(b"damaged")
    with pytest.raises(SnapshotError, match="revisions cannot be read"):
        figures.table("revisions")
    shutil.rmtree(copied)
    with pytest.raises(SnapshotError, match="newer snapshot"):
        figures.table("precipitation")


def test_an_empty_folder_names_the_command_that_fetches_figures(tmp_path: Path):
    with pytest.raises(SnapshotError, match="python -m etl refresh"):
        open_figures(tmp_path)

"""Every notebook begins with a question, runs on the shipped snapshot, and is committed without output."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent.parent / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_without_output(path: Path):
    for cell in nbformat.read(path, 4).cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_begins_with_a_question_and_opens_the_figures_in_one_line(path: Path):
    title, first, *others = nbformat.read(path, 4).cells
    assert title.cell_type == "markdown"
    assert title.source.splitlines()[0].endswith("?")
    code = "\n".join(cell.source for cell in (first, *others) if cell.cell_type == "code")
    assert "from dashboard import open_figures" in code
    assert not re.search("open_folder|open_snapshot|open_published|read_parquet", code)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning:jupyter_client")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_every_cell_shows_something(path: Path, root: Path):
    notebook = nbformat.read(path, 4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(root)}}).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert any("data" in output for output in cell.outputs), cell.source


@pytest.mark.slow
def test_the_dashboard_draws_itself_in_a_cell(root: Path):
    """`build()` as the last line of a cell draws the map, not a text."""
    cell = nbformat.v4.new_code_cell("from dashboard.app import build\nbuild()")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(root)}}).execute()
    outputs = [
        output.data for output in notebook.cells[0].outputs if output.output_type in ("display_data", "execute_result")
    ]
    assert any("Patches" in data.get("text/html", "") for data in outputs)

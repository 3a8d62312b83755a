"""Every notebook runs on the shipped snapshot, and is committed without output."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent.parent / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_committed_without_output(path: Path):
    for cell in nbformat.read(path, 4).cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.filterwarnings("ignore::DeprecationWarning:jupyter_client")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_every_cell_shows_something(path: Path, root: Path):
    notebook = nbformat.read(path, 4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(root)}}).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert any("data" in output for output in cell.outputs), cell.source


def test_the_dashboard_shows_itself_in_a_cell(root: Path):
    """`build()` as the last line of a cell draws the map, not a text."""
    cell = nbformat.v4.new_code_cell("from dashboard.app import build\nbuild()")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(root)}}).execute()
    shown = [
        output.data for output in notebook.cells[0].outputs if output.output_type in ("display_data", "execute_result")
    ]
    assert any("Patches" in data.get("text/html", "") for data in shown)

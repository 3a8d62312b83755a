"""The layout: short modules that say what they are, in folders small enough to read. The layers: `make lint`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGES = ("etl", "measures", "storage", "tabular", "dashboard")

MOST_LINES = 250
"""Lines of a module, a script or a style sheet, so that it can be read in one sitting."""

MOST_ENTRIES = 13
"""Modules and folders in dashboard/ and etl/, besides __init__.py: few enough to read at a glance."""


def files(root: Path, place: str) -> list[Path]:
    return sorted((root / place).rglob("*.py"))


def test_every_module_has_a_docstring(root: Path):
    without = [
        str(path.relative_to(root))
        for place in (*PACKAGES, "tests")
        for path in files(root, place)
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert without == []


def test_no_module_script_or_style_sheet_is_too_long(root: Path):
    assets = [path for kind in ("js", "css") for path in (root / "dashboard/assets" / kind).rglob(f"*.{kind}")]
    assert len(assets) > 50
    modules = [path for place in (*PACKAGES, "benchmarks") for path in files(root, place)]
    long = {
        str(path.relative_to(root)): lines
        for path in modules + assets
        if (lines := path.read_text("utf-8").count("\n")) > MOST_LINES
    }
    assert long == {}


@pytest.mark.parametrize("package", ["dashboard", "etl"])
def test_a_folder_has_few_entries(root: Path, package: str):
    entries = [
        path.name
        for path in (root / package).iterdir()
        if (path.suffix == ".py" or (path.is_dir() and (path / "__init__.py").exists())) and path.name != "__init__.py"
    ]
    assert len(entries) <= MOST_ENTRIES, sorted(entries)


def test_no_line_of_a_script_is_longer_than_one_of_python(root: Path):
    scripts = (root / "dashboard/assets/js").rglob("*.js")
    lines = [(path.name, line) for path in scripts for line in path.read_text("utf-8").splitlines()]
    assert [line for line in lines if len(line[1]) > 120] == []

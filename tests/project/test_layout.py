"""The layout: short modules that say what they are, in folders small enough to read. The layers: `make lint`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGES = ("etl", "measures", "storage", "dashboard")

MOST_LINES = 250
"""A module is read in one sitting."""

MOST_ENTRIES = 13
"""Modules and folders in dashboard/, beside __init__.py: a stranger reads the list at a glance."""


def files(root: Path, place: str) -> list[Path]:
    return sorted((root / place).rglob("*.py"))


def test_every_module_says_in_its_first_line_what_it_is(root: Path):
    silent = [
        str(path.relative_to(root))
        for place in (*PACKAGES, "tests")
        for path in files(root, place)
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_no_module_is_longer_than_one_sitting(root: Path):
    long = {
        str(path.relative_to(root)): lines
        for place in PACKAGES
        for path in files(root, place)
        if (lines := path.read_text("utf-8").count("\n")) > MOST_LINES
    }
    assert long == {}


@pytest.mark.parametrize("package", ["dashboard", "etl"])
def test_the_folder_is_read_at_a_glance(root: Path, package: str):
    entries = [
        path.name
        for path in (root / package).iterdir()
        if (path.suffix == ".py" or (path.is_dir() and (path / "__init__.py").exists())) and path.name != "__init__.py"
    ]
    assert len(entries) <= MOST_ENTRIES, sorted(entries)

"""The walls of the house: who may import whom, read from the source."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

DRAWING = {"panel", "holoviews", "hvplot", "geoviews", "bokeh", "cartopy"}

FORBIDDEN = {
    "etl": {"dashboard", "notebooks", "tests", *DRAWING},
    "dashboard": {"etl", "notebooks", "tests", "requests", "urllib3"},
    "measures": {"etl", "dashboard", "pandas", "geopandas", "pyarrow", "requests", *DRAWING},
    "etl/errors.py": {"etl"},
    "etl/services.py": {"etl"},
    "etl/contract.py": {"etl", "requests", "pandas"},
    "etl/clean.py": {"requests", "pyarrow", "etl.sources.http", "etl.snapshot", "etl.derive"},
    "etl/derive.py": {"requests", "pyarrow", "etl.sources", "etl.snapshot", "etl.contract"},
    "etl/validate.py": {"requests", "pyarrow", "etl.sources", "etl.snapshot"},
    "etl/snapshot.py": {"requests", "etl.sources", "etl.clean", "etl.derive"},
    "etl/sources/http.py": {"pandas", "geopandas"},
    "etl/sources/worldbank.py": {"etl.clean", "etl.derive", "etl.sources.cckp", "etl.sources.naturalearth"},
    "etl/sources/cckp.py": {"etl.clean", "etl.derive", "etl.sources.worldbank", "etl.sources.naturalearth"},
    "etl/sources/naturalearth.py": {"etl.clean", "etl.derive", "etl.sources.worldbank", "etl.sources.cckp"},
    "dashboard/config.py": {"dashboard", "pandas", *DRAWING},
    "dashboard/state.py": {"dashboard", "pandas", *DRAWING},
    "dashboard/url.py": {"pandas", "dashboard.store", *DRAWING},
    "dashboard/store.py": {"dashboard", *DRAWING},
    "dashboard/queries.py": {"dashboard", "pathlib", *DRAWING},
    "dashboard/words.py": {"dashboard.store", "dashboard.views", *DRAWING},
    "dashboard/charts": {"panel", "dashboard.store", "dashboard.state", "dashboard.views"},
    "dashboard/views": {"dashboard.app"},
}


def files(root: Path, place: str) -> list[Path]:
    path = root / place
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Every module that a file imports, with its parents: a.b.c gives a, a.b and a.b.c."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {".".join(name.split(".")[: n + 1]) for name in names for n in range(name.count(".") + 1)}


@pytest.mark.parametrize("place", FORBIDDEN)
def test_nobody_imports_what_lies_beyond_the_wall(root: Path, place: str):
    found = files(root, place)
    assert found, f"{place} is gone: mend this table"
    # A package always names itself; what is forbidden to a file is meant for the file.
    breaches = {
        str(path.relative_to(root)): sorted(imported(path) & FORBIDDEN[place])
        for path in found
        if imported(path) & FORBIDDEN[place]
    }
    assert breaches == {}


def test_every_module_says_in_its_first_line_what_it_owns(root: Path):
    silent = [
        str(path.relative_to(root))
        for place in ("etl", "measures", "dashboard", "tests")
        for path in files(root, place)
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_no_module_has_grown_beyond_one_reading(root: Path):
    long = {
        str(path.relative_to(root)): lines
        for place in ("etl", "measures", "dashboard")
        for path in files(root, place)
        if (lines := path.read_text("utf-8").count("\n")) > 250
    }
    assert long == {}

"""The walls of the house: who may import whom, read from the source."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

DRAWING = {"panel", "holoviews", "hvplot", "geoviews", "bokeh", "cartopy"}

FORBIDDEN = {
    "etl": {"dashboard", "notebooks", "tests", *DRAWING},
    "dashboard": {"etl", "notebooks", "tests", "requests", "urllib3"},
    "measures": {"lightgbm", "etl", "dashboard", "storage", "pandas", "geopandas", "pyarrow", "requests", *DRAWING},
    "storage": {"etl", "dashboard", "measures", "pandas", "geopandas", "pyarrow", "requests", *DRAWING},
    "storage/folder.py": {"storage", "fsspec", "obstore"},
    "storage/local.py": {"fsspec", "obstore", "storage.objects", "storage.lease", "storage.connection"},
    "storage/objects.py": {"storage.local", "storage.opening"},
    "etl/errors.py": {"etl"},
    "etl/services.py": {"etl"},
    "etl/names.py": {"etl"},
    "etl/indicators.py": {"requests", "pandas", "etl.sources", "etl.commands"},
    "etl/scope.py": {"requests", "pandas", "etl.commands"},
    "etl/search.py": {"requests", "etl.commands", "etl.sources.http"},
    "etl/listing.py": {"requests", "pandas", "etl.commands", "etl.sources.http"},
    "etl/corrections.py": {"requests", "etl.commands", "etl.sources"},
    "etl/commands": {"requests", "numpy", "geopandas"},
    "etl/commands/options.py": {"pandas", "etl.sources", "etl.snapshot", "etl.pipeline"},
    "etl/schema.py": {"etl", "requests", "pandas"},
    "etl/climate_contract.py": {"etl.contract", "etl.sources", "measures", "requests", "pandas"},
    "etl/contract.py": {"etl.sources", "measures", "requests", "pandas"},
    "etl/clean.py": {"requests", "pyarrow", "etl.sources.http", "etl.snapshot", "etl.derive"},
    "etl/climate_products.py": {"requests", "pyarrow", "etl.snapshot", "etl.climate", "etl.warming"},
    "etl/climate.py": {"requests", "pyarrow", "etl.sources", "etl.snapshot", "etl.warming"},
    "etl/warming.py": {"requests", "pyarrow", "etl.sources", "etl.snapshot", "etl.clean", "etl.climate"},
    "etl/derive.py": {"requests", "pyarrow", "etl.sources", "etl.snapshot", "etl.contract"},
    "etl/validate.py": {"requests", "pyarrow", "etl.sources", "etl.snapshot"},
    "etl/model_contract.py": {"etl.contract", "etl.sources", "measures", "requests", "pandas"},
    "etl/model": {"requests", "etl.sources", "etl.commands", "etl.pipeline"},
    "etl/model/cleanup.py": {"lightgbm", "pandas", "etl.snapshot"},
    "etl/model/splits.py": {"lightgbm", "pandas", "etl.snapshot"},
    "etl/model/baselines.py": {"lightgbm", "pandas", "etl.snapshot"},
    "etl/model/findings.py": {"lightgbm", "etl.snapshot", "etl.contract"},
    "etl/model/seen.py": {"lightgbm", "etl.snapshot", "etl.contract"},
    "etl/model/words.py": {"etl", "pandas", "numpy", "lightgbm"},
    "etl/model/standing.py": {"etl", "pandas", "numpy", "lightgbm"},
    "etl/draft.py": {"lightgbm", "requests", "etl.model.step", "etl.sources", "etl.clean", "etl.pipeline"},
    "etl/snapshot.py": {"lightgbm", "requests", "etl.sources", "etl.clean", "etl.derive"},
    "etl/rawcache.py": {"pandas", "requests", "etl.sources", "etl.snapshot"},
    "etl/workers.py": {"pandas", "requests", "etl.sources", "etl.snapshot"},
    "etl/plan.py": {"requests", "pyarrow", "etl.sources", "etl.snapshot"},
    "etl/status.py": {"pandas", "requests", "pyarrow", "etl.sources", "etl.snapshot"},
    "etl/ledger.py": {"requests", "pyarrow", "etl.sources", "etl.snapshot", "etl.clean"},
    "etl/series.py": {"requests", "pyarrow", "etl.sources.cckp", "etl.world", "etl.pipeline"},
    "etl/world.py": {"requests", "pyarrow", "etl.series", "etl.pipeline"},
    "etl/pipeline.py": {"requests", "pyarrow", "typer", "rich", "etl.commands"},
    "etl/sources/http.py": {"pandas", "geopandas"},
    "etl/sources/worldbank.py": {"etl.clean", "etl.derive", "etl.sources.cckp", "etl.sources.naturalearth"},
    "etl/sources/answers.py": {"pandas", "etl.sources.worldbank", "etl.sources.catalogue"},
    "etl/sources/catalogue.py": {"pandas", "etl.sources.worldbank", "etl.sources.cckp", "etl.sources.naturalearth"},
    "etl/sources/cckp.py": {"etl.clean", "etl.derive", "etl.sources.worldbank", "etl.sources.naturalearth"},
    "etl/sources/naturalearth.py": {"etl.clean", "etl.derive", "etl.sources.worldbank", "etl.sources.cckp"},
    "dashboard/config.py": {"dashboard", "pandas", *DRAWING},
    "dashboard/choice.py": {"dashboard", "pandas", *DRAWING},
    "dashboard/state.py": {
        "dashboard.store",
        "dashboard.queries",
        "dashboard.url",
        "dashboard.charts",
        "dashboard.views",
        "pandas",
        *DRAWING,
    },
    "dashboard/theme.py": {"dashboard", "pandas", *DRAWING},
    "dashboard/statics.py": {"dashboard.store", "dashboard.views", "dashboard.charts", "pandas", *DRAWING},
    "dashboard/url.py": {"pandas", "dashboard.store", *DRAWING},
    "dashboard/headers.py": {"dashboard.store", "dashboard.views", "dashboard.app", "pandas", *DRAWING},
    "dashboard/handlers.py": {
        "dashboard.app",
        "dashboard.views",
        "dashboard.charts",
        "pandas",
        "holoviews",
        "geoviews",
    },
    "dashboard/store.py": {"dashboard", *DRAWING},
    "dashboard/tables.py": {"dashboard.views", "dashboard.charts", *DRAWING},
    "dashboard/twins.py": {"dashboard.views", "dashboard.charts", "tornado", *DRAWING},
    "dashboard/provenance.py": {"dashboard.views", "pandas", *DRAWING},
    "dashboard/citation.py": {"dashboard.store", "dashboard.views", "pandas", *DRAWING},
    "dashboard/methods.py": {"dashboard.views", "pandas", *DRAWING},
    "dashboard/search.py": {"dashboard.views", "pandas", *DRAWING},
    "dashboard/snippets.py": {"dashboard", "pandas", *DRAWING},
    "dashboard/addresses.py": {"dashboard.views", "dashboard.charts", "pandas", "tornado", *DRAWING},
    "dashboard/downloads.py": {"dashboard.views", "dashboard.charts", "tornado", *DRAWING},
    "dashboard/export.py": {"dashboard.app", *DRAWING},
    "dashboard/queries.py": {"dashboard", "pathlib", *DRAWING},
    "dashboard/words.py": {"dashboard.store", "dashboard.views", *DRAWING},
    "dashboard/quantities.py": {"dashboard.charts", "dashboard.views", "dashboard.state", *DRAWING},
    "dashboard/relating.py": {"dashboard.charts", "dashboard.views", "dashboard.state", "pandas", *DRAWING},
    "dashboard/ranking.py": {"dashboard.charts", "dashboard.views", "dashboard.state", "pandas", *DRAWING},
    "dashboard/striped.py": {"dashboard.charts", "dashboard.views", "dashboard.state", "pandas", *DRAWING},
    "dashboard/words_relate.py": {"dashboard.store", "dashboard.views", *DRAWING},
    "dashboard/words_rank.py": {"dashboard.store", "dashboard.views", *DRAWING},
    "dashboard/words_map.py": {"dashboard.store", "dashboard.views", *DRAWING},
    "dashboard/modelled.py": {"dashboard.charts", "dashboard.views", "dashboard.booster", *DRAWING},
    "dashboard/booster.py": {"dashboard.charts", "dashboard.views", "pandas", *DRAWING},
    "dashboard/what_if.py": {"dashboard.charts", "dashboard.views", "dashboard.state", "pandas", *DRAWING},
    "dashboard/similar.py": {"dashboard.charts", "dashboard.views", "dashboard.state", *DRAWING},
    "dashboard/words_drivers.py": {"dashboard.store", "dashboard.views", "dashboard.charts", *DRAWING},
    "dashboard/twins_drivers.py": {"dashboard.views", "dashboard.charts", "dashboard.twins", "tornado", *DRAWING},
    "dashboard/tolerance.py": {"dashboard", *DRAWING},
    "dashboard/packed.py": {"dashboard", "pandas", *DRAWING},
    "dashboard/made.py": {"dashboard", "pandas", *DRAWING},
    "dashboard/kept.py": {"dashboard", "pandas", *DRAWING},
    "dashboard/ahead.py": {"dashboard.app", "dashboard.handlers", "pandas", *DRAWING},
    "dashboard/warming.py": {"dashboard.store", "dashboard.views", "pandas", *DRAWING},
    "dashboard/months.py": {"dashboard.charts", "dashboard.views", "dashboard.state", *DRAWING},
    "dashboard/twins_climate.py": {"dashboard.views", "dashboard.charts", "dashboard.twins", "tornado", *DRAWING},
    "dashboard/emerging.py": {"dashboard.charts", "dashboard.views", "dashboard.state", "pandas", *DRAWING},
    "dashboard/scales.py": {"dashboard.store", "dashboard.state", "dashboard.views", "pandas", "panel", "holoviews"},
    "dashboard/places.py": {"dashboard.state", "dashboard.views", *DRAWING},
    "dashboard/shown.py": {"dashboard.store", "dashboard.views", "pandas", *DRAWING},
    "dashboard/figures.py": {"dashboard.views", *DRAWING},
    "dashboard/names.py": {"dashboard.store", "dashboard.views", "pandas", *DRAWING},
    "dashboard/series.py": {"dashboard.charts", "dashboard.views", *DRAWING},
    "dashboard/groups.py": {"dashboard.charts", "dashboard.views", *DRAWING},
    "dashboard/comparing.py": {"dashboard.charts", "dashboard.views", "pandas", *DRAWING},
    "dashboard/words_country.py": {"dashboard.store", "dashboard.views", *DRAWING},
    "dashboard/words_compare.py": {"dashboard.store", "dashboard.views", "dashboard.charts", "pandas", *DRAWING},
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


def test_lightgbm_has_one_home_in_each_half(root: Path):
    homes = [
        str(path.relative_to(root))
        for place in ("etl", "measures", "storage", "dashboard")
        for path in files(root, place)
        if "lightgbm" in imported(path)
    ]
    assert homes == ["etl/model/trees.py", "dashboard/booster.py"]


def test_every_module_says_in_its_first_line_what_it_owns(root: Path):
    silent = [
        str(path.relative_to(root))
        for place in ("etl", "measures", "storage", "dashboard", "tests")
        for path in files(root, place)
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_no_module_has_grown_beyond_one_reading(root: Path):
    long = {
        str(path.relative_to(root)): lines
        for place in ("etl", "measures", "storage", "dashboard")
        for path in files(root, place)
        if (lines := path.read_text("utf-8").count("\n")) > 250
    }
    assert long == {}

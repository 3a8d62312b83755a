"""environment.yml and pyproject.toml say the same, and the code uses what they name."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

# conda-forge's lighter variants of PyPI's packages.
CONDA_VARIANT = {
    "pyarrow-core": "pyarrow",
    "geopandas-base": "geopandas",
    "geoviews-core": "geoviews",
}


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


def runtime(project: dict) -> list[str]:
    """What the container needs: the core, and the way to an object store."""
    return project["dependencies"] + project["optional-dependencies"]["object-store"]


@pytest.fixture(scope="module")
def conda(root: Path) -> dict:
    return yaml.safe_load((root / "environment.yml").read_text("utf-8"))


def test_both_name_the_same_packages_with_the_same_bounds(project: dict, conda: dict):
    wanted = {(r := Requirement(text)).name: r.specifier for text in runtime(project)}
    given = {}
    for text in conda["dependencies"]:
        name, _, bounds = text.partition(" ")
        given[CONDA_VARIANT.get(name, name)] = SpecifierSet(bounds)
    python = given.pop("python")
    assert given == wanted
    assert all(version in python for version in ("3.11.0", "3.13.0"))
    assert "3.10.9" not in python
    assert SpecifierSet(project["requires-python"]).contains("3.11")


def test_conda_takes_nothing_from_the_default_channel(conda: dict):
    assert conda["channels"] == ["conda-forge", "nodefaults"]


def test_every_runtime_package_is_used_and_every_import_is_declared(root: Path, project: dict):
    declared = {Requirement(text).name for text in runtime(project)}
    ours = {"etl", "measures", "storage", "dashboard"}
    imported = set()
    for place in ours:
        for path in (root / place).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    imported.add(node.module.partition(".")[0])
    foreign = imported - ours - set(sys.stdlib_module_names)
    # jinja2 and tornado come with bokeh, urllib3 with requests; distributed is an extra, for whoever has a cluster.
    # pyshp is imported as shapefile, obstore speaks fsspec; hvplot is the notebooks' way of drawing.
    assert foreign - declared - {"jinja2", "tornado", "urllib3", "distributed"} == {"shapefile"}
    assert declared - foreign == {"pyshp", "fsspec", "hvplot"}

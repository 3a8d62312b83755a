"""environment.yml and pyproject.toml agree, and declare exactly the packages that the code imports."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

# Smaller variants on conda-forge of packages on PyPI.
CONDA_VARIANT = {
    "pyarrow-core": "pyarrow",
    "geopandas-base": "geopandas",
    "geoviews-core": "geoviews",
}


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


def runtime(project: dict) -> list[str]:
    """The packages of the container: the core, and those for an object store."""
    return project["dependencies"] + project["optional-dependencies"]["object-store"]


@pytest.fixture(scope="module")
def conda(root: Path) -> dict:
    return yaml.safe_load((root / "environment.yml").read_text("utf-8"))


def test_both_have_the_same_packages_with_the_same_bounds(project: dict, conda: dict):
    in_project = {(r := Requirement(text)).name: r.specifier for text in runtime(project)}
    in_conda = {}
    *listed, by_pip = (text for text in conda["dependencies"] if text != "pip")
    for text in (*listed, *by_pip["pip"]):
        name, _, bounds = text.partition(" ")
        in_conda[CONDA_VARIANT.get(name, name)] = SpecifierSet(bounds)
    python = in_conda.pop("python")
    assert in_conda == in_project
    assert all(version in python for version in ("3.11.0", "3.13.0"))
    assert "3.10.9" not in python
    assert SpecifierSet(project["requires-python"]).contains("3.11")


def test_conda_uses_conda_forge_only(conda: dict):
    assert conda["channels"] == ["conda-forge", "nodefaults"]


def test_every_runtime_package_is_used_and_every_import_is_declared(root: Path, project: dict):
    declared = {Requirement(text).name for text in runtime(project)}
    own = {"etl", "measures", "storage", "tabular", "dashboard"}
    imported = set()
    for place in own:
        for path in (root / place).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    imported.add(node.module.partition(".")[0])
    external = {name.replace("python_", "python-") for name in imported - own - set(sys.stdlib_module_names)}
    # jinja2 and tornado come with bokeh, typing_extensions with panel, urllib3 with requests; distributed and mcp are
    # extras.
    # pyshp is imported as shapefile, obstore speaks fsspec; hvplot is the notebooks' way of drawing.
    assert external - declared - {"jinja2", "tornado", "typing_extensions", "urllib3", "distributed", "mcp"} == {
        "shapefile"
    }
    assert declared - external == {"pyshp", "fsspec", "hvplot"}

"""Other packages' private names are used in `_internals.py` and in bokeh_patches.js only, and each use says why."""

from __future__ import annotations

import ast
import importlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from dashboard.assets import versions

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("dashboard", "etl", "measures", "storage", "tabular")
PYTHON = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
INTERNALS = [path for path in PYTHON if path.name == "_internals.py"]
SCRIPTS = ROOT / "dashboard/assets/js"

ALLOWED = {"_exit"}
"""os._exit is public and documented."""


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in ALLOWED


def names_defined_in(tree: ast.AST) -> Iterator[str]:
    """Functions, classes, arguments, variables, and attributes that are set on `self` or `cls`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and is_own(node):
            yield node.attr


def is_own(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")


def names_asked_for(node: ast.AST) -> Iterator[str]:
    """Names of other objects that an expression or an import uses, also as the text of getattr, setattr and hasattr."""
    if isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] not in PACKAGES:
        yield from (alias.name for alias in node.names)
        yield from (node.module or "").split(".")
    elif isinstance(node, ast.Import):
        yield from (part for alias in node.names for part in alias.name.split("."))
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("getattr", "setattr", "hasattr"):
        yield from (str(argument.value) for argument in node.args[1:2] if isinstance(argument, ast.Constant))


def foreign_names(tree: ast.AST, own: Iterable[str]) -> list[str]:
    """Private names that nothing in the project defines, so that they are another package's."""
    asked = ((name, node) for node in ast.walk(tree) for name in names_asked_for(node))
    return [f"{name} (line {node.lineno})" for name, node in asked if is_private(name) and name not in own]


def overridden_names(path: Path, tree: ast.Module) -> Iterator[str]:
    """Private names that a class of the module defines as one of its foreign bases does."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for node in tree.body:
        if not isinstance(node, ast.ClassDef) or not node.bases:
            continue
        bases = getattr(importlib.import_module(module), node.name).__mro__[1:]
        foreign = {name for base in bases if base.__module__.partition(".")[0] not in PACKAGES for name in vars(base)}
        defined = set(names_defined_in(ast.Module(node.body, [])))
        yield from (f"{node.name}.{name}" for name in sorted(foreign & defined) if is_private(name))


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in PYTHON}


def test_no_private_name_of_another_package_is_used_outside_internals(trees: dict[Path, ast.Module]):
    own = {name for tree in trees.values() for name in names_defined_in(tree)}
    found = {
        str(path.relative_to(ROOT)): names
        for path, tree in trees.items()
        if path not in INTERNALS and (names := foreign_names(tree, own))
    }
    assert found == {}, "use the public API, or move it to _internals.py with what it buys and a fallback"


def test_no_private_name_of_a_foreign_base_class_is_overridden_outside_internals(trees: dict[Path, ast.Module]):
    found = [name for path, tree in trees.items() if path not in INTERNALS for name in overridden_names(path, tree)]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "model._property_values",
        "self._documents",
        "from bokeh.core import _templates",
        "from panel._param import Margin",
        "import bokeh.util._callback",
        "getattr(model, '_unstable_default_values')",
    ],
)
def test_the_scan_finds_each_way_to_use_a_private_name(code: str):
    assert len(foreign_names(ast.parse(code), own=set())) == 1


@pytest.mark.parametrize("code", ["self._own = 1\nother._own", "model.__class__", "from __future__ import annotations"])
def test_the_scan_allows_the_projects_own_names_and_pythons(code: str):
    tree = ast.parse(code)
    assert foreign_names(tree, set(names_defined_in(tree))) == []


def test_the_scan_finds_an_overridden_name():
    path = ROOT / "dashboard/charts/map/_internals.py"
    found = list(overridden_names(path, ast.parse(path.read_text("utf-8"))))
    assert "ChoroplethPlot._init_glyph" in found


def test_no_module_replaces_another_package_outside_internals(trees: dict[Path, ast.Module]):
    replacing = re.compile(r"sys\.modules\[[^]]+\] *=[^=]|per_app_patterns")
    found = [path for path in trees if path not in INTERNALS and replacing.search(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("path", INTERNALS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_use_of_internals_states_its_gain_and_the_tested_versions(path: Path):
    tree = ast.parse(path.read_text("utf-8"))
    public = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    texts = {node.name: ast.get_docstring(node) or "" for node in public}
    whole = "\n".join([ast.get_docstring(tree) or "", *texts.values()])
    assert re.search(r"[Tt]ested with (Bokeh|Panel|HoloViews) \d", whole)
    assert [name for name, text in texts.items() if "Buys: " not in text] == []
    assert "is_tested(" in path.read_text("utf-8") or any(
        "is_tested(" in other.read_text("utf-8") for other in path.parent.glob("*.py")
    )


@pytest.mark.parametrize("package", versions.TESTED)
def test_the_installed_versions_are_the_tested_ones(package: str):
    assert versions.is_tested(package), f"run the whole suite with this {package}, then change versions.TESTED"


def test_another_minor_version_is_untested_and_logged(monkeypatch, caplog):
    monkeypatch.setattr(versions, "version", lambda package: "3.11.0")
    assert not versions.is_tested.__wrapped__("bokeh")
    assert "bokeh 3.11.0: its internals were tested with 3.9 and 3.10 only" in caplog.text


@pytest.mark.parametrize("version", ["3.9.99", "3.10.99"])
def test_another_patch_release_is_tested(monkeypatch, version: str):
    monkeypatch.setattr(versions, "version", lambda package: version)
    assert versions.is_tested.__wrapped__("bokeh")


JS_INTERNALS = re.compile(r"Bokeh\.require|\.prototype\b|\._[a-z]\w*")
"""Inner modules, patched classes, and members with an underscore."""


def test_bokehs_inner_modules_and_classes_are_used_in_bokeh_patches_only():
    found = {
        str(path.relative_to(SCRIPTS)): names
        for path in SCRIPTS.rglob("*.js")
        if path.name != "bokeh_patches.js" and (names := JS_INTERNALS.findall(without_comments(path)))
    }
    assert found == {}


def without_comments(path: Path) -> str:
    return re.sub(r"//.*", "", path.read_text("utf-8"))


def test_bokeh_patches_names_the_same_version_as_python():
    script = (SCRIPTS / "bokeh_patches.js").read_text("utf-8")
    assert tuple(json.loads(re.search(r"TESTED = (\[.*\]);", script)[1])) == versions.TESTED["bokeh"]


def test_each_patch_is_in_the_table_with_its_reason():
    script = (SCRIPTS / "bokeh_patches.js").read_text("utf-8")
    applied = re.search(r"\[([\w, ]+)\]\.forEach", script)[1].split(", ")
    rows = re.findall(r"^// \| (\w+) +\| \w", script, re.MULTILINE)
    assert set(applied) <= set(rows)

"""Tests of Explore run on both editions, or are listed with the reason why not."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def listed(root: Path) -> dict[str, dict[str, str]]:
    """Reasons by test, by file; `files` has those of whole files."""
    return tomllib.loads((root / "tests/ui/editions.toml").read_text("utf-8"))


def arguments_by_test(path: Path) -> dict[str, set[str]]:
    """Return the arguments of each test of a file."""
    tree = ast.parse(path.read_text("utf-8"))
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return {test.name: {argument.arg for argument in test.args.args} for test in found}


def test_a_test_of_explore_runs_on_both_editions_or_is_listed_with_its_reason(root: Path, listed):
    for file, reasons in listed.items():
        if file == "files":
            continue
        tests = arguments_by_test(root / "tests/ui" / file)
        on_one = {name for name, arguments in tests.items() if "edition" not in arguments}
        assert on_one == set(reasons), file
        assert on_one < set(tests), f"{file}: no test runs on both"
        assert all(reasons.values()), file


def test_every_file_of_browser_tests_is_listed_with_its_reason_or_test_by_test(root: Path, listed):
    files = {path.stem for path in (root / "tests/ui").glob("test_*.py")}
    by_test = {file.removesuffix(".py") for file in listed if file != "files"}
    assert files == by_test | set(listed["files"])
    assert not by_test & set(listed["files"])
    assert all(listed["files"].values())
    for name in listed["files"]:
        takes_both = [
            test
            for test, arguments in arguments_by_test(root / f"tests/ui/{name}.py").items()
            if "edition" in arguments
        ]
        assert takes_both == [], name

"""Tests of Explore run on both editions, or are listed with the reason why not."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path


def test_a_test_of_explore_runs_on_both_editions_or_is_listed_with_its_reason(root: Path):
    listed = tomllib.loads((root / "tests/ui/editions.toml").read_text("utf-8"))
    for file, reasons in listed.items():
        tree = ast.parse((root / "tests/ui" / file).read_text("utf-8"))
        tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        on_one = {test.name for test in tests if "edition" not in {argument.arg for argument in test.args.args}}
        assert on_one == set(reasons), file
        assert on_one < {test.name for test in tests}, f"{file}: no test runs on both"
        assert all(reasons.values()), file

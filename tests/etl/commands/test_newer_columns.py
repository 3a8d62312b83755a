"""What the contract has gained since a snapshot was published: `check` names it and accepts the absence."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

from typer.testing import CliRunner

from etl.cli import app
from etl.commands.inspect import newer_than
from tests.helpers.tiny_tables import publish, valid_tables

DATA_DIR = Path(__file__).parents[3] / "data"


def test_absent_columns_and_tables_are_named_and_others_are_not(tmp_path):
    catalog = publish(tmp_path, valid_tables())
    assert newer_than(catalog) == []
    before = deepcopy(catalog)
    countries = before["tables"]["countries"]
    countries["columns"] = [column for column in countries["columns"] if not column["name"].startswith("climate_group")]
    del before["tables"]["growth_curve"]
    assert newer_than(before) == [
        "countries.climate_group",
        "countries.climate_group_share",
        "countries.climate_group_name",
        "growth_curve",
    ]


def test_check_of_the_shipped_snapshot_names_newer_columns_in_one_line_and_in_json():
    catalog = json.loads((DATA_DIR / "catalog.json").read_text("utf-8"))
    result = CliRunner().invoke(app, ["check", "--data-dir", str(DATA_DIR)])
    lines = [line for line in result.stdout.splitlines() if line.startswith("Newer than this snapshot")]
    assert result.exit_code == 0
    assert len(lines) == bool(newer_than(catalog))
    document = json.loads(CliRunner().invoke(app, ["check", "--json", "--data-dir", str(DATA_DIR)]).stdout)
    assert document["newer"] == newer_than(catalog)

"""A client generated from `download/openapi.json` reads ten tables from the real server."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from dashboard.tables.registry import TABLES

pytestmark = [pytest.mark.ui, pytest.mark.slow]

pytest.importorskip(
    "openapi_python_client", reason='NO CLIENT GENERATOR: pip install ".[client]" in an environment of its own'
)


def test_a_generated_client_reads_ten_tables(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    described = tmp_path / "openapi.json"
    with urllib.request.urlopen(f"{server}download/openapi.json") as answer:
        described.write_bytes(answer.read())
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += ["--path", str(described), "--output-path", str(tmp_path / "made_client")]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    monkeypatch.syspath_prepend(str(tmp_path))
    read = []
    with importlib.import_module("made_client").Client(base_url=server.rstrip("/")) as client:
        for name, spec in TABLES.items():
            module = importlib.import_module(f"made_client.api.{spec.view}.get_{name.replace('-', '_')}_json")
            table = module.sync(client=client, **({"country": "KEN"} if "country" in spec.follows else {}))
            if not isinstance(table, str):  # a sentence: the snapshot has no such figures
                assert all(len(row) == len(table.columns) for row in json.loads(json.dumps(table.rows))), name
                read.append(name)
    assert len(read) >= 10, read

"""A client generated from `download/openapi.json` reads ten tables from the real server."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from dashboard.tables.registry import TABLES

pytestmark = [pytest.mark.ui, pytest.mark.slow]


@pytest.fixture
def generator(root: Path) -> Path:
    """The Python that has the generator: that of `.venv-client`, which `make test-all` makes, or this one."""
    apart = root / ".venv-client/bin/python"
    if (apart.parents[1] / ".client").is_file():
        return apart
    if importlib.util.find_spec("openapi_python_client") is None:
        pytest.skip("NO CLIENT GENERATOR: `make test-all` installs it in .venv-client, where a registry answers")
    return Path(sys.executable)


def test_a_generated_client_reads_ten_tables(server: str, tmp_path: Path, root: Path, generator: Path):
    described = tmp_path / "openapi.json"
    with urllib.request.urlopen(f"{server}download/openapi.json") as answer:
        described.write_bytes(answer.read())
    tables = {name: {"view": spec.view, "country": "country" in spec.follows} for name, spec in TABLES.items()}
    asked = {"description": str(described), "server": server, "folder": str(tmp_path), "tables": tables}
    command = [str(generator), str(root / "tests/helpers/generated_client.py")]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    read = {name: rows for name, rows in json.loads(done.stdout).items() if isinstance(rows, int)}
    assert len(read) >= 10, read
    assert read["temperature"] == 124  # years of Kenya

"""Generate a client from an OpenAPI description, and read tables with it; run by the Python that has the generator.

Reads {"description": path, "server": URL, "folder": path, "tables": {name: {"view": ..., "country": bool}}} as JSON
from standard input, and prints for each table its number of rows, or the sentence that the server answers with.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from typing import Any


def main() -> None:
    """Answer the question on standard input."""
    asked: dict[str, Any] = json.load(sys.stdin)
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += ["--path", asked["description"], "--output-path", f"{asked['folder']}/made_client"]
    made = subprocess.run(command, cwd=asked["folder"], capture_output=True, text=True)
    if made.returncode:
        raise SystemExit(made.stdout + made.stderr)
    sys.path.insert(0, asked["folder"])
    read: dict[str, int | str] = {}
    with importlib.import_module("made_client").Client(base_url=asked["server"].rstrip("/")) as client:
        for name, spec in asked["tables"].items():
            module = importlib.import_module(f"made_client.api.{spec['view']}.get_{name.replace('-', '_')}_json")
            table = module.sync(client=client, **({"country": "KEN"} if spec["country"] else {}))
            if isinstance(table, str):
                read[name] = table
                continue
            if any(len(row) != len(table.columns) for row in table.rows):
                raise SystemExit(f"{name}: a row has not as many values as there are columns")
            read[name] = len(table.rows)
    json.dump(read, sys.stdout)


if __name__ == "__main__":
    main()

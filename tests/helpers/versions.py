"""`make test-oldest` and `make test-newest`: print the versions that the tests run on.

With `--newest`: fail if a package is not the newest that the bounds of pyproject.toml admit.
"""

from __future__ import annotations

import platform
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]

NEEDS_PYTHON = (3, 12)
"""Of the newest Bokeh: with an older Python, "the newest" would be an old one."""


def main(arguments: list[str]) -> int:
    """Print the versions; return 1 if the newest are wanted and are not there."""
    here = {name: version(name) for name in packages()}
    sys.stdout.write(f"Python {platform.python_version()}\n")
    sys.stdout.write("".join(f"{name} {number}\n" for name, number in here.items()))
    if "--newest" not in arguments:
        return 0
    if sys.version_info < NEEDS_PYTHON:
        return _fail(f"Python {platform.python_version()} is too old for the newest packages; take 3.12 or newer.")
    try:
        newest = newest_admitted()
    except subprocess.CalledProcessError as error:
        reason = (error.stderr.strip().splitlines() or ["it printed nothing"])[0]
        return _fail(f"Which versions are the newest could not be looked up ({reason}).")
    behind = [f"{name} {number}, newest {newest[name]}" for name, number in here.items() if number != newest[name]]
    return _fail(f"Not the newest that the bounds admit: {'; '.join(behind)}.") if behind else 0


def packages() -> list[str]:
    """Names of the packages that the dashboard and the ETL need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return sorted(Requirement(text).name for text in project["dependencies"])


def newest_admitted() -> dict[str, str]:
    """Return the newest version of each package that the bounds admit together, as a package index knows it now."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--upgrade"]
    command += ["--python", sys.executable, "--extra", "test", str(ROOT / "pyproject.toml")]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return dict(re.findall(r"^([\w.-]+)==(\S+)", found, re.MULTILINE))


def _fail(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

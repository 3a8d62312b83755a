"""The audit tells clean, vulnerable, unknown and unreachable apart; licences and versions are listed."""

from __future__ import annotations

import json
import sys
from importlib.metadata import Distribution, version
from pathlib import Path

import pytest

from tests.helpers import audit, licences, versions

CLEAN = {"name": "numpy", "version": "2.4", "vulns": []}
VULNERABLE = {"name": "tornado", "version": "6.0", "vulns": [{"id": "GHSA-1", "fix_versions": ["6.5"], "aliases": []}]}
UNKNOWN = {"name": "private", "skip_reason": "Dependency not found on PyPI and could not be audited"}
THIS = {"name": "worldbank-climate-dashboard", "skip_reason": "distribution marked as editable"}


@pytest.mark.parametrize(
    ("packages", "status", "message"),
    [
        ([CLEAN, THIS], audit.CLEAN, "none with a known vulnerability"),
        ([CLEAN, VULNERABLE], audit.VULNERABLE, "tornado 6.0: GHSA-1, fixed in 6.5"),
        ([VULNERABLE, UNKNOWN], audit.VULNERABLE, "1 of 1 packages have known vulnerabilities"),
        (
            [CLEAN, UNKNOWN],
            audit.NOT_AUDITED,
            "1 of 2 packages could not be looked up, so THEY WERE NOT AUDITED: private",
        ),
    ],
)
def test_each_result_has_its_status_and_sentence(capfd, packages: list[dict], status: int, message: str):
    answer = json.dumps({"dependencies": packages, "fixes": []})
    # The status of the fake is ignored, as pip-audit's is.
    assert audit.main([sys.executable, "-c", f"print({answer!r}); raise SystemExit({status != 1})"]) == status
    printed = capfd.readouterr()
    assert message in printed.out + printed.err


def test_an_outage_is_not_a_clean_result(capfd):
    fake = "import sys; sys.stderr.write('WARNING\\nConnection refused\\n'); raise SystemExit(1)"
    assert audit.main([sys.executable, "-c", fake]) == audit.NOT_AUDITED
    assert "NOTHING WAS AUDITED (Connection refused)" in capfd.readouterr().err


def package(name: str, **metadata: str) -> Distribution:
    class Installed(Distribution):
        def read_text(self, filename: str) -> str | None:
            lines = [f"Name: {name}", *(f"{key.replace('_', '-')}: {value}" for key, value in metadata.items())]
            return "\n".join(lines) if filename == "METADATA" else None

        def locate_file(self, path: object) -> Path:
            raise NotImplementedError

    return Installed()


def test_licences_to_look_at_come_first():
    installed = [
        package("a", License_Expression="MIT"),
        package("b", Classifier="License :: OSI Approved :: BSD License"),
        package("c"),
        package("d", License="GPL-2.0-or-later OR MIT"),
        package("e", License_Expression="MIT"),
    ]
    assert licences.report(installed).splitlines() == [
        "Licences of 5 packages; 2 to look at come first (unknown, or GPL):",
        "GPL-2.0-or-later OR MIT: d",
        "unknown: c",
        "MIT: a, e",
        "BSD License: b",
    ]


def test_a_package_behind_the_newest_fails_and_is_named(monkeypatch, capsys):
    monkeypatch.setattr(versions, "NEEDS_PYTHON", (3, 11))
    here = {name: version(name) for name in versions.packages()}
    monkeypatch.setattr(versions, "newest_admitted", lambda: here)
    assert versions.main(["--newest"]) == 0
    assert f"panel {here['panel']}\n" in capsys.readouterr().out
    monkeypatch.setattr(versions, "newest_admitted", lambda: here | {"panel": "1.99.0"})
    assert versions.main(["--newest"]) == 1
    assert f"Not the newest that the bounds admit: panel {here['panel']}, newest 1.99.0." in capsys.readouterr().err
    monkeypatch.setattr(versions, "NEEDS_PYTHON", (9, 0))
    assert versions.main(["--newest"]) == 1
    assert "is too old for the newest packages" in capsys.readouterr().err

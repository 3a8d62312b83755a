"""The audit tells clean, vulnerable, unknown and unreachable apart."""

from __future__ import annotations

import json
import sys

import pytest

from tests.helpers import audit

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

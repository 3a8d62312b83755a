"""The audit of packages: clean, faulty, unknown and unreachable are four things."""

from __future__ import annotations

import json
import sys

import pytest

from tests.helpers import audit

CLEAN = {"name": "numpy", "version": "2.4", "vulns": []}
FAULTY = {"name": "tornado", "version": "6.0", "vulns": [{"id": "GHSA-1", "fix_versions": ["6.5"], "aliases": []}]}
UNKNOWN = {"name": "private", "skip_reason": "Dependency not found on PyPI and could not be audited"}
OURS = {"name": "worldbank-climate-dashboard", "skip_reason": "distribution marked as editable"}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([CLEAN, OURS], audit.CLEAN, "none with a known fault"),
        ([CLEAN, FAULTY], audit.FAULTS, "tornado 6.0: GHSA-1, mended in 6.5"),
        ([FAULTY, UNKNOWN], audit.FAULTS, "1 of 1 packages have known faults"),
        (
            [CLEAN, UNKNOWN],
            audit.NOT_ASKED,
            "1 of 2 packages could not be looked up, so THEY WERE NOT AUDITED: private",
        ),
    ],
)
def test_each_answer_has_its_status_and_sentence(capfd, packages: list[dict], status: int, said: str):
    answer = json.dumps({"dependencies": packages, "fixes": []})
    # The fake's own status is of no account, as pip-audit's is not.
    assert audit.main([sys.executable, "-c", f"print({answer!r}); raise SystemExit({status != 1})"]) == status
    printed = capfd.readouterr()
    assert said in printed.out + printed.err


def test_an_outage_is_not_a_clean_answer(capfd):
    fake = "import sys; sys.stderr.write('WARNING\\nConnection refused\\n'); raise SystemExit(1)"
    assert audit.main([sys.executable, "-c", fake]) == audit.NOT_ASKED
    assert "NOTHING WAS AUDITED (Connection refused)" in capfd.readouterr().err

"""`make audit`: look up known vulnerabilities of the installed packages, and tell an outage from a clean result."""

from __future__ import annotations

import json
import subprocess
import sys

CLEAN, VULNERABLE, NOT_AUDITED = 0, 1, 2
COMMAND = [sys.executable, "-m", "pip_audit", "--local", "--progress-spinner", "off", "--timeout", "20"]


def main(command: list[str] = COMMAND) -> int:
    """Run the audit.

    pip-audit 2.10 reports "No known vulnerabilities found", with status 0, for packages the service does not know at
    all, and ends with status 1 both for a vulnerability and for an outage. So read its result package by package.

    Returns:
        0 if each package was looked up and none is vulnerable, 1 if some are, 2 if one could not be looked up.
    """
    done = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        why = (done.stderr.strip().splitlines() or ["it printed nothing"])[-1]
        return _report(f"The vulnerability service could not be reached, so NOTHING WAS AUDITED ({why}).", NOT_AUDITED)
    unknown = [package["name"] for package in packages if "skip_reason" in package and not _is_this_project(package)]
    vulnerable = [package for package in packages if package.get("vulns")]
    for package in vulnerable:
        for found in package["vulns"]:
            fixed = ", ".join(found["fix_versions"]) or "no version yet"
            _report(f"{package['name']} {package['version']}: {found['id']}, fixed in {fixed}", VULNERABLE)
    audited = len(packages) - len(unknown)
    if vulnerable:
        return _report(f"{len(vulnerable)} of {audited} packages have known vulnerabilities.", VULNERABLE)
    if unknown:
        named = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        return _report(
            f"{len(unknown)} of {len(packages)} packages could not be looked up, so THEY WERE NOT AUDITED: {named}. "
            "Can this machine reach the vulnerability service?",
            NOT_AUDITED,
        )
    return _report(f"{audited} packages, none with a known vulnerability.", CLEAN)


def _is_this_project(package: dict[str, str]) -> bool:
    return package["name"] == "worldbank-climate-dashboard"


def _report(sentence: str, status: int) -> int:
    (sys.stderr if status else sys.stdout).write(f"{sentence}\n")
    return status


if __name__ == "__main__":
    raise SystemExit(main())

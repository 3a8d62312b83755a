"""`make audit`: asks for known faults in the packages of this environment, and tells an outage from a clean answer."""

from __future__ import annotations

import json
import subprocess
import sys

CLEAN, FAULTS, NOT_ASKED = 0, 1, 2
COMMAND = [sys.executable, "-m", "pip_audit", "--local", "--progress-spinner", "off", "--timeout", "20"]


def main(command: list[str] = COMMAND) -> int:
    """Runs the audit.

    pip-audit says "No known vulnerabilities found", with status 0, of packages that the service does not know at all,
    and gives status 1 for a fault found and for an outage alike (2.10). So its answer is read package by package.

    Returns:
        0 where each package was looked up and none has a known fault, 1 with some, 2 where one could not be looked up.
    """
    done = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        why = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return _say(f"The service of known faults could not be asked, so NOTHING WAS AUDITED ({why}).", NOT_ASKED)
    unknown = [package["name"] for package in packages if "skip_reason" in package and not _is_ours(package)]
    faulty = [package for package in packages if package.get("vulns")]
    for package in faulty:
        for fault in package["vulns"]:
            mended = ", ".join(fault["fix_versions"]) or "none yet"
            _say(f"{package['name']} {package['version']}: {fault['id']}, mended in {mended}", FAULTS)
    asked = len(packages) - len(unknown)
    if faulty:
        return _say(f"{len(faulty)} of {asked} packages have known faults.", FAULTS)
    if unknown:
        named = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        return _say(
            f"{len(unknown)} of {len(packages)} packages could not be looked up, so THEY WERE NOT AUDITED: {named}. "
            "Is there a way to pypi.org itself?",
            NOT_ASKED,
        )
    return _say(f"{asked} packages, none with a known fault.", CLEAN)


def _is_ours(package: dict[str, str]) -> bool:
    return package["name"] == "worldbank-climate-dashboard"


def _say(sentence: str, status: int) -> int:
    (sys.stderr if status else sys.stdout).write(f"{sentence}\n")
    return status


if __name__ == "__main__":
    raise SystemExit(main())

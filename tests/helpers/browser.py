"""Finds the browser of the browser tests, or brings one: playwright's own, else Debian's chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """Path of a browser that is there, or None."""
    return _playwrights_own() or next((p for p in map(shutil.which, ("chromium", "chromium-browser")) if p), None)


def bring() -> str | None:
    """Path of a browser, installed now if need be; None where none can be had."""
    found = find()
    if found:
        return found
    _run(sys.executable, "-m", "playwright", "install", "chromium")
    if not _playwrights_own() and os.geteuid() == 0 and shutil.which("apt-get"):
        _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation")
    return find()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


def _run(*command: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=900, check=False)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        print(f"  {' '.join(command[:4])} ... did not succeed: {' '.join(last)[:200]}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    path = bring()
    said = f"browser: {path}" if path else "NO BROWSER CAN BE HAD HERE: the browser tests will be skipped"
    print(said, file=sys.stderr)  # noqa: T201

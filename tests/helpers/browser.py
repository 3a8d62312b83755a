"""Find the browser of the browser tests, or install one.

The tests take Chromium's headless shell where there is one: without windows, toolbars and extensions it opens the page
for a little more than half the CPU time of the full browser (1.4 s against 2.5 s, Chromium 156). Pages look the same.
"""

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
    """Path of an installed full browser, or None: Playwright's own, else Debian's."""
    return _full(_playwright_chromium())


def find_for_tests(own: Path | None = None) -> str | None:
    """Path of an installed headless shell, else of a full browser, or None.

    Args:
        own: where Playwright would have its own Chromium; asked of Playwright if not given, which it answers only while
            no other Playwright runs in the process.
    """
    own = own or _playwright_chromium()
    return _headless_shell(own) or _full(own)


def install() -> str | None:
    """Return the path of the browser for the tests, installed now if needed; None if that fails."""
    own = _playwright_chromium()
    if _headless_shell(own):
        return _headless_shell(own)
    if not find_for_tests(own):
        _run(sys.executable, "-m", "playwright", "install", "chromium")  # brings its headless shell, too
    if not _headless_shell(own) and os.geteuid() == 0 and shutil.which("apt-get"):
        _apt_install("chromium-headless-shell") or find_for_tests(own) or _apt_install("chromium")
    return find_for_tests(own)


def _playwright_chromium() -> Path:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _headless_shell(own: Path) -> str | None:
    # Beside .../chromium-1255/chrome-linux64/chrome: .../chromium_headless_shell-1255/chrome-headless-shell-linux64/...
    home = own.parents[1]
    beside = home.with_name(home.name.replace("chromium-", "chromium_headless_shell-"))
    shell = next((path for path in beside.glob("*/*headless*shell*") if os.access(path, os.X_OK)), None)
    return str(shell) if shell else _first_on_path("chromium-headless-shell")


def _full(own: Path) -> str | None:
    return str(own) if own.exists() else _first_on_path("chromium", "chromium-browser")


def _first_on_path(*names: str) -> str | None:
    return next((path for path in map(shutil.which, names) if path), None)


def _apt_install(package: str) -> bool:
    install = ("apt-get", "install", "-y", "-qq", "--no-remove", "--no-install-recommends", package, "fonts-liberation")
    return _run(*install) or (_run("apt-get", "update", "-qq") and _run(*install))


def _run(*command: str) -> bool:
    """Run a command that may fail, and return whether it did not; the reason goes to stderr."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=900, check=False)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        print(f"  {' '.join(command[:4])} ... failed: {' '.join(last)[:200]}", file=sys.stderr)  # noqa: T201
    return done.returncode == 0


if __name__ == "__main__":
    path = install()
    message = f"browser: {path}" if path else "NO BROWSER COULD BE INSTALLED: the browser tests will be skipped"
    print(message, file=sys.stderr)  # noqa: T201

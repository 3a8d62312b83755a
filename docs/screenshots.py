"""Takes the pictures of the README from the running page: `make screenshots`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import browser  # noqa: E402 (beside the tests, which find their browser the same way)

PORT = 5099
PICTURES = {
    "norway.png": ("?country=NOR&indicator=NY.GDP.PCAP.PP.KD", 1400, 1040),
    "maldives_phone.png": ("?country=MDV&indicator=SP.POP.TOTL", 390, 1480),
}
IDLE = "() => window.Bokeh?.documents?.length > 0 && Bokeh.documents[0].is_idle"


def main() -> None:
    """Starts the dashboard, takes each picture, and stops it."""
    server = subprocess.Popen([sys.executable, "-m", "dashboard"], cwd=ROOT, env={**os.environ, "PORT": str(PORT)})
    try:
        wait_until_served()
        take_pictures()
    finally:
        server.terminate()
        server.wait(20)


def wait_until_served() -> None:
    """Returns when the page answers."""
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://localhost:{PORT}/", timeout=10).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the dashboard did not start")


def take_pictures() -> None:
    """Each picture at twice the size, for screens of today."""
    path = browser.find()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=browser.FLAGS)
        for name, (query, width, height) in PICTURES.items():
            page = chromium.new_page(viewport={"width": width, "height": height}, device_scale_factor=2)
            page.goto(f"http://localhost:{PORT}/{query}")
            page.wait_for_function(IDLE)
            page.screenshot(path=ROOT / "docs" / "img" / name)
        chromium.close()


if __name__ == "__main__":
    main()

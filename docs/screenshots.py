"""Takes the pictures of the README from the running page: `make screenshots`. Each view wide, on a phone, and dark."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks.answering import free_port, wait_until_served
from dashboard.views.registry import VIEWS
from tests.helpers import browser

ROOT = Path(__file__).resolve().parent.parent


PLACE = ROOT / "docs" / "img"
CHOICES = "country=NOR&indicator=NY.GDP.PCAP.PP.KD&countries=NOR~BRA~KEN~MDV"
KINDS = {"wide": (1400, 1000, "light"), "dark": (1400, 1000, "dark"), "phone": (390, 1200, "light")}
"""Width and height in CSS pixels, and colour scheme."""
SCALE = {"wide": 1, "dark": 1, "phone": 2}
COLOURS = 128
"""Of the palette that each picture is reduced to: a third of the size, and charts have few colours."""
MOST_BYTES = 3_000_000
READY = """(view) => window.address?.isHeard() && window.parts?.areDrawn()
  && document.getElementById(`view-${view}`).hasAttribute("data-filled")"""


def main() -> None:
    """Starts the dashboard, takes each picture, and stops it."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "dashboard"], cwd=ROOT, env={**os.environ, "PORT": str(port)})
    try:
        wait_until_served(f"http://localhost:{port}/", server)
        take_pictures(f"http://localhost:{port}/")
    finally:
        server.terminate()
        server.wait(20)
    size = sum(path.stat().st_size for path in PLACE.glob("*.png"))
    if size > MOST_BYTES:
        raise SystemExit(f"the pictures have {size:,} bytes together; {MOST_BYTES:,} are the most")


def take_pictures(url: str) -> None:
    """<view>-<kind>.png for every view and kind."""
    path = browser.find()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=browser.FLAGS)
        for kind, (width, height, scheme) in KINDS.items():
            page = chromium.new_page(
                viewport={"width": width, "height": height},
                device_scale_factor=SCALE[kind],
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            page.goto(url)  # from the second page on the browser says at once whether it is dark
            for view in VIEWS:
                page.goto(f"{url}?view={view.name}&{CHOICES}")
                page.wait_for_function(READY, arg=view.name)
                save(page, PLACE / f"{view.name}-{kind}.png")
            page.close()
        chromium.close()


def save(page: Page, path: Path) -> None:
    """What is seen now, in few colours."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()

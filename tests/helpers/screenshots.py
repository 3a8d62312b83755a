"""Take the README's pictures of the running page: `make screenshots`. Each view wide, on a phone, and dark."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from dashboard.views.registry import VIEWS
from tests.helpers import browser
from tests.helpers.serving import ROOT, serve

PICTURES = ROOT / "docs" / "img"
CHOICES = "country=NOR&indicator=NY.GDP.PCAP.PP.KD&countries=NOR~BRA~KEN~MDV"
KINDS = {"wide": (1366, 768, "light"), "dark": (1366, 768, "dark"), "phone": (390, 844, "light")}
"""Width and height in CSS pixels, and colour scheme."""
SCALE = {"wide": 1, "dark": 1, "phone": 2}
COLOURS = 128
"""Of the palette that each picture is reduced to: a third of the size, and charts have few colours."""
MOST_BYTES = 3_000_000
READY = """(view) => window.app?.address?.isHeard() && window.app?.parts?.areDrawn()
  && document.getElementById(`view-${view}`).hasAttribute("data-filled")"""


def main() -> None:
    """Start the dashboard, take each picture, and stop it."""
    with tempfile.TemporaryDirectory() as log_dir, serve(Path(log_dir)) as url:
        take_pictures(url)
    size = sum(path.stat().st_size for path in PICTURES.glob("*.png"))
    if size > MOST_BYTES:
        raise SystemExit(f"the pictures have {size:,} bytes together; {MOST_BYTES:,} are the most")


def take_pictures(url: str) -> None:
    """Take <view>-<kind>.png for every view and kind."""
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
            page.goto(url)  # from the second page on, the browser's request says whether it is dark
            for view in VIEWS:
                page.goto(f"{url}?view={view.name}&{CHOICES}")
                page.wait_for_function(READY, arg=view.name)
                save(page, PICTURES / f"{view.name}-{kind}.png")
            page.close()
        chromium.close()


def save(page: Page, path: Path) -> None:
    """Save what is seen now, in few colours."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()

"""A copy of the shipped snapshot with an earlier one beside it, as a refresh leaves it.

The earlier one is 10 degC warmer, and has no temperatures of Kenya.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
EARLIER, PUBLISHED_AT = "snapshot-2026-10-01-0123abcd", "2026-10-01T08:00:00+00:00"
WARMER_C = 10.0


def copy_with_earlier(folder: Path) -> Path:
    """Write both snapshots into `folder`, and return it."""
    shutil.copytree(ROOT / "data", folder, dirs_exist_ok=True)
    catalog = json.loads((folder / "catalog.json").read_text("utf-8"))
    latest = catalog["snapshot"]
    shutil.copytree(folder / latest, folder / EARLIER)
    before = json.loads((folder / "catalog.json").read_text("utf-8").replace(latest, EARLIER))
    before |= {"published_at": PUBLISHED_AT, "checked_at": PUBLISHED_AT}
    table = before["tables"]["temperature"]
    rows = pd.read_parquet(folder / table["file"])
    rows = rows[rows.iso3 != "KEN"].reset_index(drop=True)
    rows["temperature_c"] += WARMER_C
    rows.to_parquet(folder / table["file"], index=False)
    table["rows"] = len(rows)
    (folder / EARLIER / "catalog.json").write_text(json.dumps(before), "utf-8")
    catalog["vintages"] = [{"snapshot": EARLIER, "published_at": PUBLISHED_AT}]
    (folder / "catalog.json").write_text(json.dumps(catalog), "utf-8")
    return folder

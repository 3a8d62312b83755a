"""Read the model's tables and its text with a snapshot; damaged ones leave the rest of the snapshot usable."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.snapshot.contract import MODEL_FILE, MODEL_TABLES
from storage import Folder

DAMAGED = "the files of the model are damaged"


def read(folder: Folder, catalog: dict[str, Any]) -> tuple[dict[str, pd.DataFrame], str, dict[str, Any]]:
    """Return the model's tables by name, its text (0.6 MB) and its entry in the catalog. LightGBM is not loaded.

    Tables and text are empty without a model, and if they are damaged: the entry then has the reason.

    Raises:
        FileNotFoundError: a file is gone, as a newer snapshot is published.
    """
    entry = catalog.get("model", {})
    files = entry.get("files", {})
    if MODEL_FILE not in files or any(name not in catalog["tables"] for name in MODEL_TABLES):
        return {}, "", entry
    try:
        tables = {name: pd.read_parquet(folder.local(catalog["tables"][name]["file"])) for name in MODEL_TABLES}
        return tables, folder.local(files[MODEL_FILE]["file"]).read_text("utf-8"), entry
    except FileNotFoundError:
        raise
    except (OSError, ValueError):
        return {}, "", {**entry, "reason": DAMAGED}

"""What the surroundings decide, read from the environment once. Standard library only."""

from __future__ import annotations

import os
from pathlib import Path

DATA_DIR = Path(os.environ.get("DASHBOARD_DATA_DIR") or Path(__file__).resolve().parent.parent / "data")
"""Folder of the published snapshot."""

PORT = os.environ.get("PORT") or "5006"
"""Port of `python -m dashboard`, as it was given; Heroku and its kin set PORT."""

ORIGINS = tuple(origin for origin in os.environ.get("BOKEH_ALLOW_WS_ORIGIN", "").split(",") if origin)
"""Hosts whose pages may open a websocket; without any, only pages from the very host that the request names."""

TITLE = "World climate and development"

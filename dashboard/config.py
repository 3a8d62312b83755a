"""What the surroundings decide, read from the environment once. Standard library only."""

from __future__ import annotations

import os
from pathlib import Path

DATA_DIR = os.environ.get("DASHBOARD_DATA_DIR") or str(Path(__file__).resolve().parent.parent / "data")
"""Folder of the published snapshot: a path, or the address of a folder in an object store (s3://bucket/folder)."""

LOOK_EVERY_S = 30.0
"""Seconds between two looks for a newer snapshot in an object store; a folder of this machine is always looked at."""

PORT = os.environ.get("PORT") or "5006"
"""Port of `python -m dashboard`, as it was given; Heroku and its kin set PORT."""

ORIGINS = tuple(origin for origin in os.environ.get("BOKEH_ALLOW_WS_ORIGIN", "").split(",") if origin)
"""Hosts whose pages may open a websocket; without any, only pages from the very host that the request names."""

FRAME_ANCESTORS = os.environ.get("DASHBOARD_FRAME_ANCESTORS") or "'self'"
"""Hosts whose pages may show the dashboard in a frame, with spaces between, as a content-security policy names them."""

SECRET_KEY = os.environ.get("BOKEH_SECRET_KEY", "")
"""What sessions are signed with; empty: each process makes a key of its own at its start."""

TITLE = "World climate and development"

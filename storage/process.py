"""The current process, as the owner of a lock and of a folder for downloaded files."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from storage import locations
from storage.folder import LockOwner

CACHE_DIR = "DASHBOARD_CACHE_DIR"
"""Environment variable that names the folder for downloaded figures."""


def this_process() -> LockOwner:
    """Return this process as the owner of a lock."""
    return LockOwner(os.getpid(), socket.gethostname(), f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")


def download_folder(url: str) -> Path:
    """Return the folder for files downloaded from `url`; it may not exist yet."""
    named = os.environ.get(CACHE_DIR)
    root = Path(named) if named else locations.cache_folder()
    return root / sha256(url.encode()).hexdigest()[:16]

"""Default locations: the data folder that the ETL writes and the dashboard reads, and the user's cache folder."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import platformdirs

from storage.folder import CATALOG

NAME = "worldbank-climate-dashboard"
"""Name of the distribution, and of its folders in the user's data and cache folders."""

DATA_VARIABLE = "DASHBOARD_DATA_DIR"
"""Environment variable that names the data folder: a path, or the URL of a folder in an object store."""

PACKAGES = Path(__file__).resolve().parents[1]
"""The folder that contains the packages: a checkout, the container's /app, or site-packages."""


@cache
def is_installed() -> bool:
    """Return whether the packages were installed by pip: figures do not belong in that folder."""
    return any(PACKAGES.glob(f"{NAME.replace('-', '_')}-*.dist-info"))


def data_folder() -> str:
    """Return where the figures are: a path, or the URL of a folder in an object store.

    The first of: the value of DASHBOARD_DATA_DIR; `data` in the working directory, if it has a published snapshot;
    `data` beside the packages, in a checkout or a container; the user's data folder, if pip installed the packages
    (~/.local/share/worldbank-climate-dashboard on Linux).
    """
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return named
    here = Path.cwd() / "data"
    if (here / CATALOG).is_file():
        return str(here)
    if not is_installed():
        return str(PACKAGES / "data")
    return platformdirs.user_data_dir(NAME, appauthor=False)


def cache_folder() -> Path:
    """Return the user's cache folder, for what can be fetched again (~/.cache/worldbank-climate-dashboard on Linux)."""
    return Path(platformdirs.user_cache_dir(NAME, appauthor=False))


def etl_command(arguments: str) -> str:
    """Return a command line of the ETL: `climate-etl ...` where it is installed, `python -m etl ...` in a checkout."""
    return f"{'climate-etl' if is_installed() else 'python -m etl'} {arguments}"


def how_to_get_figures() -> str:
    """Return the advice for a missing snapshot, to follow "run:"."""
    return f"{etl_command('refresh')}, or set {DATA_VARIABLE} to a folder with figures"

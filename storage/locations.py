"""Default locations: the data folder that the ETL writes and the dashboard reads, and the user's cache folder."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import platformdirs

from storage.folder import CATALOG

NAME = "worldbank-climate-dashboard"
"""The distribution, and its folders among those of the user."""

DATA_VARIABLE = "DASHBOARD_DATA_DIR"
"""Environment variable that names the data folder: a path, or the address of a folder in an object store."""

PACKAGES = Path(__file__).resolve().parents[1]
"""The folder that our packages lie in: a checkout, the container's /app, or site-packages."""


@cache
def is_installed() -> bool:
    """Whether the packages were installed by pip, and so lie in a folder where no figures belong."""
    return any(PACKAGES.glob(f"{NAME.replace('-', '_')}-*.dist-info"))


def data_folder() -> str:
    """Return the place of the figures: a path, or the address of a folder in an object store.

    The first of: what DASHBOARD_DATA_DIR names; `data` in the working directory, if a snapshot is published in it;
    `data` beside the packages, in a checkout or a container; the user's folder for data, where pip has installed them
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


def etl_command(words: str) -> str:
    """Return a command of the ETL as it can be typed here: `climate-etl refresh`, or from a checkout the module's."""
    return f"{'climate-etl' if is_installed() else 'python -m etl'} {words}"


def how_to_get_figures() -> str:
    """Return what to do where no figures are published, as it follows "run:"."""
    return f"{etl_command('refresh')}, or set {DATA_VARIABLE} to a folder with figures"

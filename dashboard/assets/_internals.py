"""Panel's internals that the page's files use: all of them, and what each buys."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from dashboard.assets.versions import is_tested

MODULE = "dashboard_made"
"""Name of the folder of made files in their URLs, in place of the module of a component."""


def serve_with_panel(folder: Path, **stores: Any) -> None:
    """Let Panel serve the files in `folder` that each store lists as `__javascript__`.

    Buys: `panel serve dashboard/app.py` draws the map without `--plugins`. Panel's ComponentResourceHandler serves the
    files that a component lists, relative to the file of its module, and has no option for a folder outside a package;
    so a module without code represents the folder. Tested with Panel 1.9 and 1.10. With any other version only the
    routes of dashboard.server serve the files: `python -m dashboard`, or
    `panel serve --plugins dashboard.server.downloads`.
    """
    if not is_tested("panel"):
        return
    module = ModuleType(MODULE, "Where Panel finds the files made by this process.")
    module.__file__ = str(folder / "__init__.py")
    for name, store in stores.items():
        setattr(module, name, store)
        type(store).__module__ = MODULE  # Panel looks for an object's files beside the module of its class
    sys.modules[MODULE] = module

"""The library versions that the private names in each `_internals.py` and in js/bokeh_patches.js were tested with."""

from __future__ import annotations

import logging
from functools import cache
from importlib.metadata import version

from dashboard import config

log = logging.getLogger(__name__)

TESTED = {"bokeh": ("3.9", "3.10"), "panel": ("1.9", "1.10"), "holoviews": ("1.23",), "geoviews": ("1.15", "1.16")}
"""Minor versions: a patch release changes no internals by the libraries' own rules, so it must not slow the page."""


@cache
def is_tested(package: str) -> bool:
    """Return whether a library's installed version is the tested one; where not, callers use its public way.

    The first answer "no" for a library is logged, as that costs speed. DASHBOARD_PUBLIC_API_ONLY makes every answer
    "no".
    """
    installed = version(package)
    if config.PUBLIC_API_ONLY:
        log.warning("%s: only its public API is used, as DASHBOARD_PUBLIC_API_ONLY asks; the page is slower", package)
        return False
    if ".".join(installed.split(".")[:2]) in TESTED[package]:
        return True
    log.warning(
        "%s %s: its internals were tested with %s only, so its public API is used; the page is slower",
        package,
        installed,
        " and ".join(TESTED[package]),
    )
    return False

"""Pure functions from frames to HoloViews elements, and what it takes to keep a drawn one up to date."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import holoviews as hv


@contextmanager
def _as_if_absent(package: str) -> Iterator[None]:
    """Within the block, importing `package` fails as if it were not installed; not where it is loaded already."""
    if package in sys.modules:  # a notebook's
        yield
        return
    sys.modules[package] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[package]


# Loads the backend that draws; hv.extension would load its notebook scripts as well. HoloViews takes colour maps from
# matplotlib where there is one, and we use none of these: loaded, it would keep 10 MB of a server's 272 (2026-11).
with _as_if_absent("matplotlib"):
    hv.renderer("bokeh")

"""The first page is cached before the port is bound, and leaves no session behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

START = """
import gc
from bokeh.document import Document
from dashboard import app
from dashboard.server import handlers, run
from dashboard.server._internals import install
from dashboard.server.page_cache import pages

def documents():
    gc.collect()
    return sum(isinstance(thing, Document) for thing in gc.get_objects())

install(handlers.REPLACEMENTS)
app.build(every_view=True)  # as the server does; what it draws once is in a document of its own
before = documents()
run.cache_first_page()
print(len(pages._pages), documents() - before)
"""


def cached_and_left(root: Path, data_dir: Path) -> list[str]:
    """Return the number of pages cached after the start, and of additional documents."""
    environment = {**os.environ, "DASHBOARD_DATA_DIR": str(data_dir)}
    done = subprocess.run(
        [sys.executable, "-c", START], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_first_page_is_cached_and_its_session_is_discarded(root: Path):
    assert cached_and_left(root, root / "data") == ["1", "0"]


def test_without_figures_no_page_is_cached_and_the_server_starts(root: Path, tmp_path: Path):
    assert cached_and_left(root, tmp_path)[0] == "0"

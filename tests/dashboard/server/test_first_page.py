"""A page of each view is rendered before the port is bound, and leaves no session behind."""

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
from dashboard.server.shells import shells

def documents():
    gc.collect()
    return sum(isinstance(thing, Document) for thing in gc.get_objects())

install(handlers.REPLACEMENTS)
app.build(every_view=True)  # as the server does; what it draws once is in a document of its own
before = documents()
run.render_first_pages()
print(len(pages._pages), documents() - before, *(view for _, view in shells))
"""


def cached_and_left(root: Path, data_dir: Path) -> list[str]:
    """Return the number of pages cached after the start, of additional documents, and the views rendered."""
    environment = {**os.environ, "DASHBOARD_DATA_DIR": str(data_dir)}
    done = subprocess.run(
        [sys.executable, "-c", START], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_a_page_of_each_view_is_rendered_and_its_session_is_discarded(root: Path):
    cached, left, *views = cached_and_left(root, root / "data")
    assert (cached, left) == ("5", "0")
    assert views == ["explore", "compare", "relate", "rank", "data"]  # Model computes in a thread of its session


def test_without_figures_no_page_is_cached_and_the_server_starts(root: Path, tmp_path: Path):
    assert cached_and_left(root, tmp_path)[0] == "0"

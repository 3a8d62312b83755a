"""The first page is made before the port is bound, and its rehearsal leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REHEARSED = """
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
run.first_page()
print(len(pages._pages), documents() - before)
"""


def rehearsed(root: Path, data_dir: Path) -> list[str]:
    """How many pages are kept after the rehearsal, and how many documents more there are."""
    environment = {**os.environ, "DASHBOARD_DATA_DIR": str(data_dir)}
    told = subprocess.run(
        [sys.executable, "-c", REHEARSED], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    return told.stdout.split()


def test_the_first_page_is_kept_and_nothing_of_its_session(root: Path):
    assert rehearsed(root, root / "data") == ["1", "0"]


def test_without_figures_there_is_no_page_to_keep_and_the_server_starts_all_the_same(root: Path, tmp_path: Path):
    assert rehearsed(root, tmp_path)[0] == "0"

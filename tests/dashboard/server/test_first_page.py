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
import sys
from bokeh.document import Document
from dashboard import app
from dashboard.server import _internals, handlers, run
from dashboard.server._internals import install
from dashboard.server.page_cache import pages
from dashboard.server.shells import shells

def documents():
    gc.collect()
    return sum(isinstance(thing, Document) for thing in gc.get_objects())

_internals.PAUSE_S = float(sys.argv[1])
install(handlers.REPLACEMENTS)
app.build(every_view=True)  # as the server does; what it draws once is in a document of its own
before = documents()
run.render_first_pages()
print(len(pages._pages), documents() - before, *(view for _, view in shells))
"""


def cached_and_left(root: Path, data_dir: Path, pause_s: float = 0.005) -> list[str]:
    """Return the number of pages cached after the start, of additional documents, and the views rendered.

    Args:
        root: folder of the project.
        data_dir: folder of the figures.
        pause_s: time between the making of a session and of its page.
    """
    environment = {**os.environ, "DASHBOARD_DATA_DIR": str(data_dir)}
    done = subprocess.run(
        [sys.executable, "-c", START, str(pause_s)],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


@pytest.mark.parametrize("pause_s", [0.005, 0.3], ids=["quick machine", "slow machine"])
def test_a_page_of_each_view_is_rendered_and_its_session_is_discarded(root: Path, pause_s: float):
    """A slow machine takes longer for a page than its session lives, which then had no document (status 500)."""
    cached, left, *views = cached_and_left(root, root / "data", pause_s)
    assert (cached, left) == ("5", "0")
    assert views == ["explore", "compare", "relate", "rank", "data"]  # Model computes in a thread of its session


def test_without_figures_no_page_is_cached_and_the_server_starts(root: Path, tmp_path: Path):
    assert cached_and_left(root, tmp_path)[0] == "0"

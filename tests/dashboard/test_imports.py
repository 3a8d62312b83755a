"""Packages that the dashboard imports, and those that it must not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def loaded_by(script: str, root: Path) -> set[str]:
    """Return the packages that a fresh interpreter has imported after `script`."""
    script += "\nimport sys\nprint(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.slow
def test_the_page_does_not_load_hvplot(root: Path):
    loaded = loaded_by("from dashboard import app\napp.build(every_view=True)", root)
    assert {"holoviews", "panel"} <= loaded
    assert "hvplot" not in loaded


def test_settings_are_read_without_the_libraries_of_figures_and_pages(root: Path):
    """Every layer imports `dashboard.config`, and the ETL its data folder; the libraries take two seconds."""
    foreign = loaded_by("from dashboard import config", root) - set(sys.stdlib_module_names)
    ours = {"dashboard", "storage"}
    of_the_interpreter = loaded_by("", root)
    assert foreign - of_the_interpreter == ours | {"platformdirs"}

"""The developer's way: the README's `panel serve ... --dev` starts, and reloads the page when a file is saved."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.helpers.serving import free_port, serve
from tests.helpers.visitor import IDLE, click_place, heading, open_dashboard

pytestmark = pytest.mark.ui

COPIED = ("dashboard", "measures", "storage", "tabular", "data")


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the page runs on, for the tests to edit."""
    folder = tmp_path_factory.mktemp("project")
    for name in COPIED:
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def documented_command(root: Path) -> list[str]:
    """The README's command for developers, without the part that opens a browser."""
    (line,) = re.findall(r"^python -m (panel serve .*--dev.*)$", (root / "README.md").read_text("utf-8"), re.MULTILINE)
    return [word for word in shlex.split(line) if word != "--show"]


@pytest.fixture(scope="module")
def dev_server(root: Path, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    command = [*documented_command(root), "--port", str(port)]
    with serve(tmp_path_factory.mktemp("log"), *command, folder=project, port=port, path="/app") as url:
        yield url


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_saving_a_file_reloads_the_page_where_the_reader_was(page: Page, dev_server: str, project: Path):
    open_dashboard(page, dev_server)
    click_place(page, -53.0, -10.0)
    expect(heading(page)).to_have_text("Brazil")
    edit(project / "dashboard/config.py", "World climate and development", "A title just edited")
    expect(page).to_have_title(re.compile("A title just edited"), timeout=60_000)
    page.wait_for_function(IDLE)
    expect(heading(page)).to_have_text("Brazil")
    expect(page).to_have_url(f"{dev_server}?country=BRA")


def test_the_plugin_serves_the_downloads(dev_server: str):
    answer = requests.get(f"{dev_server.removesuffix('/app')}/download/temperature.csv?country=NOR", timeout=60)
    assert answer.ok
    assert "Norway" in answer.text


def test_saving_a_style_sheet_reloads_the_page(page: Page, dev_server: str, project: Path):
    open_dashboard(page, dev_server)
    edit(project / "dashboard/assets/css/base.css", "body {", "body { caret-color: rgb(1, 2, 3);")
    expect(page.locator("body")).to_have_css("caret-color", "rgb(1, 2, 3)", timeout=60_000)
    page.wait_for_function(IDLE)  # its session is there when the server ends

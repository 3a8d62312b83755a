"""With other versions of Bokeh and Panel than the tested ones, their public API does all that is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import panel as pn
import pytest
from bokeh.document import Document
from bokeh.models import ColumnDataSource
from bokeh.server.connection import ServerConnection
from bokeh.server.urls import per_app_patterns
from panel.io.document import init_doc
from panel.io.state import set_curdoc

from dashboard.assets import _internals as assets_internals
from dashboard.assets import bundle
from dashboard.charts.core import _internals as charts_internals
from dashboard.server import _internals as server_internals
from dashboard.server import handlers
from dashboard.views.page import _internals as page_internals


@pytest.fixture(params=["tested", "other"])
def is_tested(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Pretend that the installed versions are the tested ones, and then that they are not."""
    answer = request.param == "tested"
    for module in (assets_internals, bundle, charts_internals, server_internals, page_internals):
        monkeypatch.setattr(module, "is_tested", lambda _: answer)
    return answer


def test_empty_defaults_are_dropped_on_the_tested_version_only(is_tested: bool):
    source = ColumnDataSource()
    assert source.tags == []
    charts_internals.drop_empty_defaults([source])
    assert ("tags" not in source._unstable_default_values) is is_tested


@pytest.mark.usefixtures("is_tested")
def test_a_part_becomes_a_root_of_its_name_and_is_released_with_the_session():
    document = init_doc(Document())
    with set_curdoc(document):
        menu = pn.widgets.Select(options=["a", "b"])
        page_internals.add_root(menu, document, "menu")
        assert [root.name for root in document.roots] == ["menu"]
        assert document in menu._documents
        for callback in list(document.callbacks.session_destroyed_callbacks):
            callback(SimpleNamespace(_document=document, id="a session"))
    assert document not in menu._documents


def test_a_plain_model_becomes_a_root_of_its_name():
    document, source = init_doc(Document()), ColumnDataSource()
    page_internals.add_root(source, document, "rows")
    assert document.roots == [source]
    assert source.name == "rows"


def test_only_the_tested_versions_load_trimmed_libraries(is_tested: bool):
    assert bool(bundle.libraries_url.__wrapped__()) is is_tested


def test_other_versions_load_their_scripts_as_panel_lists_them(is_tested: bool):
    tags = '<script src="bokeh-gl.min.js"></script>\n<script>Bokeh.set_log_level("info");</script>\n'
    nonce = f'nonce="{bundle.NONCE_PLACEHOLDER}"'
    assert bundle.slim(tags) == ("" if is_tested else tags.replace("<script", f"<script {nonce}"))


def test_files_are_served_by_panel_on_the_tested_version_only(is_tested: bool, monkeypatch, tmp_path: Path):
    monkeypatch.setattr(assets_internals, "MODULE", "dashboard_made_for_a_test")
    assets_internals.serve_with_panel(tmp_path, files=type("Store", (), {})())
    assert (sys.modules.pop("dashboard_made_for_a_test", None) is not None) is is_tested


def test_other_versions_keep_panels_handlers(is_tested: bool, monkeypatch):
    patterns = list(per_app_patterns)
    try:
        server_internals.install(handlers.REPLACEMENTS)
        assert (per_app_patterns != patterns) is is_tested
    finally:
        per_app_patterns[:] = patterns


def test_other_versions_log_the_traceback_of_a_closed_page(is_tested: bool):
    connection = ServerConnection(None, None, None, SimpleNamespace(subscribe=lambda _: 0, unsubscribe=lambda _: 0))
    connection.detach_session()
    with pytest.raises(AssertionError) as raised:
        _ = connection.session
    assert server_internals.is_of_a_closed_connection(raised.value) is is_tested


BUILD = """
import json
from bokeh.document import Document
from panel.io.document import init_doc
from panel.io.state import set_curdoc
from dashboard import app

document = init_doc(Document())
with set_curdoc(document):
    page = app.build(every_view=True)
    page.servable()
    page.selection.view = "explore"
    drawn = []
    for country in ("KEN", "NOR"):
        page.selection.country = country
        explore = page.opened["explore"].country
        drawn.append(explore.temperature.chart.select_one({"name": "annual"}).data_source.data["temperature_c"].mean())
print(json.dumps([len(document.roots), *map(float, drawn)]))
"""


@pytest.mark.slow
def test_the_whole_page_builds_and_its_charts_update_by_public_api(root: Path):
    environment = {**os.environ, "DASHBOARD_PUBLIC_API_ONLY": "1"}
    command = [sys.executable, "-W", "error", "-c", BUILD]
    result = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
    roots, kenya, norway = json.loads(result.stdout)
    assert roots >= 5  # texts and menus of series are in the fragment
    assert kenya > 20 > 5 > norway
    assert result.stderr.count("only its public API is used") >= 2

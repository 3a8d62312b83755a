"""The base class of the views: made when first shown, updated later when hidden, placed by their fragments."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard import app
from dashboard.assets import bundle
from dashboard.views.base import LinkPreview, View
from dashboard.views.page.page import Page
from dashboard.views.page.template import _read
from dashboard.views.registry import VIEWS
from dashboard.views.widgets import html


@pytest.fixture
def visit() -> Page:
    return app.build()


def test_only_the_view_shown_is_made_at_first(visit: Page):
    assert set(visit.opened) == {"explore"}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_fills_its_slots_and_its_fragment_places_them(visit: Page, view: type[View], root: Path):
    visit.selection.view = view.name
    assert tuple(visit.opened[view.name].parts()) == view.slots
    fragments = (root / "dashboard/assets/html").glob(f"{view.name}*.html")
    fragment = "".join(path.read_text("utf-8") for path in fragments)
    for slot in view.slots:
        assert f'place("{view.name}_{slot}")' in fragment or f'slot="{view.name}_{slot}"' in fragment
    assert (root / f"dashboard/assets/css/{view.name}/{view.name}.css").is_file()


def test_a_hidden_view_catches_up_when_it_is_shown(visit: Page):
    country = visit.opened["explore"].country
    visit.selection.view = "compare"
    before = country.heading.object
    visit.selection.country = "NOR"
    visit.selection.country = "BRA"
    assert country.heading.object == before
    visit.selection.view = "explore"
    assert "<h2>Brazil</h2>" in country.heading.object


def test_country_and_view_selected_in_one_step_are_shown_together(visit: Page):
    visit.selection.view = "rank"
    visit.selection.param.update(view="explore", country="MDV")
    assert "<h2>Maldives</h2>" in visit.opened["explore"].country.heading.object


def test_a_hidden_view_runs_each_update_once(visit: Page):
    calls: list[str] = []
    explore = visit.opened["explore"]
    explore.follow(lambda: calls.append(visit.selection.country), "country", "indicator")
    visit.selection.view = "data"
    for country in ("NOR", "BRA", "MDV"):
        visit.selection.country = country
    assert calls == []
    visit.selection.view = "explore"
    assert calls == ["MDV"]


TAGS = """<script type="text/javascript" src="static/js/bokeh.min.js?v=1"></script>
<script type="text/javascript" src="static/js/bokeh-gl.min.js?v=1"></script>
<script type="text/javascript" src="static/js/bokeh-tables.min.js?v=1"></script>
<script type="text/javascript" src="static/js/bokeh-mathjax.min.js?v=1"></script>
<script type="text/javascript" src="static/extensions/geoviews/geoviews.min.js?v=1"></script>
<script type="text/javascript">
  Bokeh.set_log_level("info");
</script>
<script type="text/javascript">
  (function() { window.__panel_resources__.declare({"libs": [{"js": ["static/es-module-shims.min.js"]}]}); })();
</script>
"""


def test_the_page_loads_needed_resources_only_and_defers_them():
    assert bundle.slim(TAGS) == (
        '<script defer type="text/javascript" src="static/js/bokeh.min.js?v=1"></script>\n'
        '<script defer type="text/javascript" src="static/js/bokeh-tables.min.js?v=1"></script>\n'
    )


def test_scripts_are_one_file_without_comments_in_order_of_dependency():
    script = bundle.early() + bundle.joined()
    for path in bundle.JS.rglob("*.js"):
        body = bundle.COMMENT.sub("", path.read_text("utf-8"))
        assert (bundle.static() if path.parent.name == "static" else script).count(body) == 1
        assert body.startswith("{\n"), f"{path.name}: what is not in a block is seen by every other script"
        assert body.endswith("\n}\n"), path.name
    starts = [script.index(text) for text in ("window.app = {", "app.address = {", "app.mapFiles = {", "app.map = ")]
    assert starts == sorted(starts)
    assert not re.search(r"^\s*//", script, re.MULTILINE)


def test_a_process_has_the_scripts_before_it_renders_a_page(root: Path):
    asked = (
        "from dashboard.assets import bundle, file_store;"
        "name = bundle.script_url().rpartition('/')[2].partition('?')[0]; "
        "print(len(file_store.scripts.content(name)))"
    )
    found = subprocess.run([sys.executable, "-c", asked], cwd=root, capture_output=True, text=True, check=True)
    assert int(found.stdout) == len(bundle.joined().encode())


@pytest.mark.parametrize(
    ("chosen", "heading", "wording"),
    [
        (
            {},
            "Temperature change, 1995–2024 relative to 1901–1930 (°C)",
            "Temperature rose significantly in 149 of 217 countries",
        ),
        ({"country": "NOR"}, "Norway", "Norway: +1.31 °C by CRU TS, 1995–2024 relative to 1901–1930"),  # in doubt
        ({"country": "SWE"}, "Sweden", "Sweden was 1.39 °C warmer in 1995–2024"),
        (
            {"country": "CIV", "measure": "emergence_year"},
            "Year of emergence",
            "Values range from 1986 (Brazil) to 2024 (Liberia); the median is 1999.",
        ),
        ({"view": "compare", "countries": ("NOR", "BRA")}, "Compare", "Norway +"),
        ({"view": "relate"}, "Correlate", "Spearman"),
        ({"view": "rank"}, "Rank", "Mongolia is highest (+1.87)"),
        (
            {"view": "drivers"},
            "Model",
            "Do development indicators predict warming beyond year and location? "
            "Given year and place, these indicators add about 2 % or nothing.",
        ),
        ({"view": "data", "table": "temperature", "country": "NOR"}, "Data", "over land, Norway, 1901–2024: table"),
    ],
)
def test_a_link_preview_describes_the_view(chosen: dict, heading: str, wording: str):
    visit = app.build()
    visit.selection.param.update(**chosen)
    preview = visit.opened[visit.selection.view].link_preview()
    assert preview.heading.startswith(heading)
    assert wording in preview.description
    assert "<" not in preview.description
    assert len(preview.description) <= LinkPreview.MOST_CHARACTERS


def test_a_link_preview_ends_with_a_whole_sentence_or_with_an_ellipsis():
    first = "One of 1.5 °C." + " It goes on" * 20 + "."
    assert LinkPreview("", f"{first} {'Then more ' * 20}").description == first
    assert LinkPreview("", "word " * 100).description.endswith("word …")
    assert len(LinkPreview("", "word " * 100).description) <= LinkPreview.MOST_CHARACTERS
    assert LinkPreview("", "Short.").description == "Short."


def test_the_text_of_a_pane_is_without_markup_and_unescaped():
    shown = html.pane(html.element("h2", "A & <b>") + html.element("p", "of “it”", class_="x>y"))
    assert shown.text == "A & <b> of “it”"


def test_the_link_preview_is_escaped_in_the_head_of_the_page():
    page = _read("page")
    context = page.new_context(
        {"title": "T", "preview": LinkPreview('"><b>', 'He said "so" & <i>'), "words": {}, "views": ()}
    )
    head = "".join(page.blocks["meta"](context))
    assert 'property="og:title" content="&#34;&gt;&lt;b&gt; · T"' in head
    assert head.count('content="He said &#34;so&#34; &amp; &lt;i&gt;"') == 2
    empty = page.new_context({"title": "T", "preview": LinkPreview("H"), "description": "All countries."})
    assert 'name="description" content="All countries."' in "".join(page.blocks["meta"](empty))

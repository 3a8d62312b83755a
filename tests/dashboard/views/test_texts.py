"""Texts of the page: in its first HTML, and sent when they change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bokeh.document import Document
from bokeh.document.events import MessageSentEvent
from panel.io.document import init_doc
from panel.io.state import set_curdoc

from dashboard import app
from dashboard.assets import bundle
from dashboard.views.page.page import Page
from dashboard.views.page.texts import MESSAGE, Texts
from dashboard.views.registry import VIEWS
from dashboard.views.widgets import html


@pytest.fixture
def document() -> Iterator[Document]:
    made = init_doc(Document())
    with set_curdoc(made):
        yield made


@pytest.fixture
def sent(document: Document) -> list[list[list[str]]]:
    """Collect the entries of each message with texts."""
    found: list[list[list[str]]] = []

    def collect(event: object) -> None:
        if isinstance(event, MessageSentEvent) and event.msg_type == MESSAGE:
            found.append(event.msg_data)

    document.on_change(collect)
    return found


def served() -> Page:
    page = app.build()
    assert isinstance(page, Page)
    page.servable()
    return page


def test_a_text_is_an_element_of_its_slot_with_a_class_a_style_sheet():
    texts = Texts()
    texts.add("rank_key", html.pane("<p>Bars</p>", "rank/rank_text"))
    assert "rank_key" in texts
    assert "rank_bars" not in texts
    assert texts["rank_key"] == '<div class="text rank-text" data-text="rank_key"><p>Bars</p></div>'


def test_only_a_text_that_changes_is_sent(sent: list[list[list[str]]]):
    texts, one, other = Texts(), html.pane("a"), html.pane("b")
    texts.add("one", one)
    texts.add("other", other)
    one.object = "a"
    assert sent == []
    other.object = "<p>c</p>"
    assert sent == [[["other", "text", "<p>c</p>"]]]


def test_changes_that_were_deferred_are_all_sent(document: Document, sent: list[list[list[str]]]):
    texts, one, other = Texts(), html.pane("a"), html.pane("b")
    texts.add("one", one)
    texts.add("other", other)
    document.hold()
    one.object, other.object = "c", "d"
    assert sent == []
    document.unhold()
    assert [entry[2] for message in sent for entry in message] == ["c", "d"]


def test_no_text_of_the_page_is_a_model(document: Document):
    page = served()
    assert "explore_heading" in page.texts
    assert "<h2>World</h2>" in page.texts["explore_heading"]
    assert {root.name for root in document.roots}.isdisjoint(
        {f"explore_{slot}" for slot, part in page.opened["explore"].parts().items() if isinstance(part, html.Html)}
    )


@pytest.mark.parametrize("view", [view.name for view in VIEWS[1:]])
def test_the_texts_of_a_view_opened_later_are_sent_in_one_message(
    document: Document, sent: list[list[list[str]]], view: str
):
    page = served()
    sent.clear()
    page.selection.view = view
    parts = page.opened[view].parts()
    texts = {f"{view}_{slot}": part.object for slot, part in parts.items() if isinstance(part, html.Html)}
    opened = next(message for message in sent if message[0][0].startswith(f"{view}_"))
    assert {slot: markup for slot, _, markup in opened} == texts


def test_a_message_of_texts_is_sent_for_another_country(document: Document, sent: list[list[list[str]]]):
    page = served()
    sent.clear()
    page.selection.country = "SWE"
    markup = {slot: text for message in sent for slot, _, text in message}
    assert "<h2>Sweden</h2>" in markup["explore_heading"]
    assert "explore_map_sentence" not in markup


def test_every_style_sheet_of_texts_is_in_the_page():
    sheets = {str(path.relative_to(bundle.CSS).with_suffix("")) for path in bundle.CSS.rglob("*text.css")}
    assert sheets == set(bundle.TEXT_STYLES)


def test_in_a_layout_a_text_has_a_model_that_follows_it():
    text = html.pane("<p>a</p>", "chips_text")
    model = text.model
    assert "&lt;p&gt;a&lt;/p&gt;" in model.text
    assert bundle.style("chips_text") in model.stylesheets
    text.object = "<p>b</p>"
    assert "&lt;p&gt;b&lt;/p&gt;" in model.text


def test_a_page_that_was_rendered_keeps_none_of_its_variables(document: Document):
    template = app.new_page("", "", "").servable()
    document.template_variables.update(texts="a", dist_url="b")
    template.forget(document)
    assert "texts" not in document.template_variables
    assert document.template_variables["dist_url"] == "b"
    template.forget(document)

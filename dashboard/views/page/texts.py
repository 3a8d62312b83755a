"""The texts of the page: elements of its first HTML, and messages when they change."""

from __future__ import annotations

from functools import partial

import panel as pn
from bokeh.document.events import MessageSentEvent

from dashboard.views.widgets.html import Html, wrap

MESSAGE = "texts"
"""Type of a message in which the server sends texts to the browser (assets/js/page/texts.js)."""


class Texts:
    """Texts by slot. `texts[slot]` is the element for the first HTML.

    A text of Bokeh's is a model in a shadow root, not to be read before Bokeh has loaded, 1.4 s after the page.
    """

    def __init__(self) -> None:
        """Start without texts."""
        self._texts: dict[str, Html] = {}

    def add(self, slot: str, text: Html) -> None:
        """Show this text in a slot, and send its changes."""
        self._texts[slot] = text
        text.on_change = partial(self.send, slot)

    def __contains__(self, slot: object) -> bool:
        return slot in self._texts

    def __getitem__(self, slot: str) -> str:
        text = self._texts[slot]
        return wrap("div", text.object, class_=text.classes, data_text=slot)

    def send(self, *slots: str) -> None:
        """Send the texts of these slots to the browser, in one message; slots without a text are ignored.

        A message, as Bokeh keeps only the last of several changes of one property that it sends together.
        """
        document = pn.state.curdoc
        if document is None:
            return
        texts = [(slot, self._texts[slot]) for slot in slots if slot in self._texts]
        entries = [[slot, text.classes, text.object] for slot, text in texts]
        document.callbacks.trigger_on_change(MessageSentEvent(document, MESSAGE, entries))

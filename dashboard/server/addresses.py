"""Addresses with the sign NUL are answered with a sentence, where Tornado has a fault."""

from __future__ import annotations

from typing import Any

from tornado.web import RequestHandler
from typing_extensions import override

from dashboard.server.plain_text import PlainTextErrors


class BadAddress(PlainTextErrors):
    """An address whose path has the sign NUL, which no file's name has: looking for one would be a fault (500)."""

    def initialize(self, **_: Any) -> None:
        """Ignore the application's context, which Bokeh passes on."""

    @override
    def prepare(self) -> None:
        self.refuse(400, "This address cannot be read: it has the sign NUL (%00).")


FIRST: list[tuple[str, type[RequestHandler]]] = [(r"/.*%00.*", BadAddress)]
"""Asked before all other routes: Bokeh's own, of its scripts, would come before a server's `extra_patterns`."""

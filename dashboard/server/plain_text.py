"""Errors of the server as a sentence of plain text."""

from __future__ import annotations

from typing import Any

from tornado.web import RequestHandler


class PlainTextErrors(RequestHandler):
    """A handler whose errors are a sentence of plain text, never a traceback."""

    def refuse(self, status: int, sentence: str, *, retry_s: int | None = None) -> None:
        """End the response with a status and a reason, and after how many seconds to try again if that may help."""
        self.clear()
        if retry_s is not None:
            self.set_header("Retry-After", str(retry_s))
        self.set_status(status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(sentence + "\n")

    def write_error(self, status_code: int, **_: Any) -> None:
        """Answer an exception; Tornado calls this."""
        sentences = {
            400: "This address cannot be read: it has signs that are not UTF-8.",
            404: "There is no such file.",
            405: "This address can only be read.",
        }
        self.refuse(
            status_code, sentences.get(status_code, "The server met a fault that it did not expect; it is logged.")
        )

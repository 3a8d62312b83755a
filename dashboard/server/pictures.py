"""Pictures and PDF files over HTTP, made without a session by the renderer of the briefs.

    country/KEN.pdf                    a brief; .png and .svg
    country/KEN/temperature.svg        a chart: temperature, future, stripes, or a series code; .png and .pdf
    preview.png?<the query of a view>  the card of a link to that view, 1200 by 630 pixels

`?theme=dark` makes them dark. One process at a time typesets, a few requests wait for it, and what was made is cached
once a snapshot.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, get_args
from urllib.parse import parse_qs

from cachetools import LRUCache
from tornado.web import RequestHandler

from dashboard.charts.core.theme import DARK, LIGHT
from dashboard.documents import card, paper, pictures
from dashboard.documents.brief import brief
from dashboard.documents.typeset import Format, Job, TypesetError, typeset_apart
from dashboard.server import site
from dashboard.server.briefs import CODE, FOLDER, Document
from dashboard.snapshot import store
from dashboard.snapshot.errors import faults
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.state import url
from dashboard.state.options import new_selection
from dashboard.views.page import variables
from dashboard.views.registry import VIEWS

log = logging.getLogger(__name__)

PREVIEW = "preview.png"
SUFFIX = "|".join(get_args(Format))
MIME = {"pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml; charset=utf-8"}
MOST_WAITING = 12
"""Requests that wait for the process, 0.3 s each; more are refused."""
MOST_BYTES = 24_000_000
"""Of pictures cached: briefs are up to 400 kB, charts and cards 100 kB."""
NO_CHART = "There is no such chart of this place. Charts: temperature, future, stripes, or the code of a series."

TITLES = {view.name: view.title for view in VIEWS}

_thread = ThreadPoolExecutor(1, thread_name_prefix="pictures")
_lock = threading.Lock()
_made = LRUCache[tuple[str, ...], bytes](MOST_BYTES, getsizeof=len)


class Picture(Document):
    """A file that a process makes; a subclass says which."""

    async def get(self, *path: str) -> None:
        """Answer with the file, or with a sentence that says what is wrong."""
        if Picture.waiting >= MOST_WAITING:
            return self.busy()
        Picture.waiting += 1
        try:
            snapshot = store.current()
            asked = self.asked(snapshot, *path)
            if asked is None:
                return None
            format, key, make = asked
            named = (snapshot.catalog["snapshot"], *key)
            body = await asyncio.get_running_loop().run_in_executor(_thread, made, named, make)
        except SnapshotError as error:
            log.error(error.for_log)
            return self.refuse(503, str(error))
        except TypesetError as error:
            log.error("a picture of %s was not made: %s", self.request.path, error)
            return self.refuse(503, "This picture could not be made; the fault is logged.")
        finally:
            Picture.waiting -= 1
        if body is None:
            return self.refuse(404, NO_CHART)
        return self.answer(MIME[format], body)

    def asked(
        self, snapshot: Snapshot, *path: str
    ) -> tuple[str, tuple[str, ...], Callable[[], Job | str | None]] | None:
        """Return format, key, and how the job or the finished text is made; None after an answer."""
        raise NotImplementedError

    def theme(self) -> str:
        """Return the theme that the query asks for."""
        return "dark" if parse_qs(self.request.query).get("theme") == ["dark"] else "light"


class BriefFile(Picture):
    """A brief as PDF, PNG or SVG."""

    def asked(self, snapshot: Snapshot, *path: str) -> Any:
        """Return what the path asks for."""
        iso3, format, theme = self.place(snapshot, path[0]), path[1], self.theme()
        if iso3 is None:
            return None
        base = site.base_url(self.request, f"/{FOLDER}/")

        def make() -> Job:
            shown = brief(snapshot, iso3)
            links = {"dashboard": f"{base}/{shown.query}", "own": f"{base}/{FOLDER}/{iso3}"}
            return paper.sheet(shown, format, DARK if theme == "dark" else LIGHT, **links)  # type: ignore[arg-type]

        return format, ("brief", iso3, format, theme, base), make


class ChartFile(Picture):
    """A chart as PDF, PNG or SVG."""

    def asked(self, snapshot: Snapshot, *path: str) -> Any:
        """Return what the path asks for."""
        iso3, name, format, theme = self.place(snapshot, path[0]), path[1], path[2], self.theme()
        if iso3 is None:
            return None
        if name not in pictures.names(snapshot):
            self.refuse(404, NO_CHART)
            return None

        def make() -> Job | str | None:
            svg = pictures.picture(snapshot, iso3, name, DARK if theme == "dark" else LIGHT)
            if not svg or format == "svg":
                return svg or None
            return pictures.job(svg, f"{name}, {iso3}", format)  # type: ignore[arg-type]

        return format, ("chart", iso3, name, format, theme), make


class Preview(Picture):
    """The card of a link."""

    def asked(self, snapshot: Snapshot, *_: str) -> Any:
        """Return what the query asks for; what it cannot select is ignored, as on the page."""
        if len(self.request.query) > url.LONGEST_QUERY:
            self.refuse(414, f"This query is too long; give at most {url.LONGEST_QUERY:,} characters.")
            return None
        selection = new_selection(snapshot)
        selection.param.update(**url.decode(self.request.query, selection)[0])
        key = ("card", url.encode(selection))
        return "png", key, lambda: card.card(snapshot, selection, TITLES)


def made(key: tuple[str, ...], make: Callable[[], Job | str | None]) -> bytes | None:
    """Return a file from the cache, or make it; None where there is nothing to draw."""
    with _lock:
        known = _made.get(key)
    if known is not None:
        return known
    before = faults()
    job = make()
    if job is None:
        return None
    body = job.encode() if isinstance(job, str) else typeset_apart(job)
    with _lock:
        if len(body) <= _made.maxsize and faults() == before:
            _made[key] = body
    return body


def routes() -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
    """Return the routes, and let pages know that there are pictures of them."""
    variables.PREVIEWS[:] = [PREVIEW]
    return [
        (rf"/{FOLDER}/({CODE})\.({SUFFIX})", BriefFile, {}),
        (rf"/{FOLDER}/({CODE})/([A-Za-z][A-Za-z0-9._]{{1,60}})\.({SUFFIX})", ChartFile, {}),
        (rf"/{PREVIEW.replace('.', '[.]')}", Preview, {}),
    ]

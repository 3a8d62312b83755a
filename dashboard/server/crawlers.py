"""What search engines and language models read first: `sitemap.xml` and `llms.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from tornado.web import RequestHandler

from dashboard import config
from dashboard.documents.brief import codes
from dashboard.server import site
from dashboard.server.briefs import FOLDER
from dashboard.server.plain_text import PlainTextErrors
from dashboard.snapshot import groups, provenance, store
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.views.registry import VIEWS

SITEMAP, LLMS = "sitemap.xml", "llms.txt"
CACHED_S = 3_600


class Listing(PlainTextErrors):
    """A text made of the snapshot and the address of this server."""

    kind = "text/plain; charset=utf-8"

    def head(self) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        self.get()

    def get(self) -> None:
        """Answer with the text."""
        try:
            snapshot = store.current()
            made = self.text(snapshot, site.base_url(self.request, self.request.path))
        except SnapshotError as error:
            self.refuse(503, str(error))
            return
        self.set_header("Content-Type", self.kind)
        self.set_header("Cache-Control", f"public, max-age={CACHED_S}")
        self.finish(made)

    def text(self, snapshot: Snapshot, base: str) -> str:
        """Return the text; `base` is the URL of the dashboard, without a slash at its end."""
        raise NotImplementedError


class Sitemap(Listing):
    """The pages worth finding: every view, and the brief of every place."""

    kind = "application/xml; charset=utf-8"

    def text(self, snapshot: Snapshot, base: str) -> str:
        """Return the sitemap (https://www.sitemaps.org/protocol.html)."""
        return sitemap(snapshot, base)


class Llms(Listing):
    """What there is for a language model, in Markdown (https://llmstxt.org)."""

    def text(self, snapshot: Snapshot, base: str) -> str:
        """Return the text."""
        return llms(snapshot, base)


def sitemap(snapshot: Snapshot, base: str) -> str:
    """Return the sitemap as XML, each page with the day of the figures."""
    day = snapshot.catalog["published_at"][:10]
    pages = "\n".join(
        f"<url><loc>{escape(page)}</loc><lastmod>{day}</lastmod></url>" for page in _pages(snapshot, base)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{pages}\n</urlset>\n'
    )


def llms(snapshot: Snapshot, base: str) -> str:
    """Return what the dashboard has, where programs find it, and what to bear in mind when quoting it."""
    places = groups.place_index(snapshot)
    briefs = "\n".join(f"- [{places.name(code)}]({base}/{FOLDER}/{code})" for code in codes(snapshot))
    return f"""# {config.TITLE}

> Temperature change of every country since 1901 with confidence intervals, and {len(snapshot.indicators):,} World Bank
> indicators. Data as of {snapshot.catalog["published_at"][:10]}.

Quote a temperature change with its interval and its period. Figures marked † are of low confidence. Sources:
{provenance.in_a_line(snapshot)[0]}.

## Data

- [Tables by address]({base}/download/): CSV, JSON and Parquet, with sources and units
- [OpenAPI]({base}/download/openapi.json): the same for programs
- [Data package]({base}/download/datapackage.json): columns of all files

## Briefs

{briefs}
"""


def _pages(snapshot: Snapshot, base: str) -> Iterator[str]:
    yield f"{base}/"
    yield from (f"{base}/?view={view.name}" for view in VIEWS[1:])
    yield from (f"{base}/{FOLDER}/{code}" for code in codes(snapshot))


ROUTES: list[tuple[str, type[RequestHandler], dict[str, Any]]] = [
    (r"/sitemap\.xml", Sitemap, {}),
    (r"/llms\.txt", Llms, {}),
]

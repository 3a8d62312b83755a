"""Downloads: files over plain HTTP, for links, scripts and caches.

    download/                                       this list, as text
    download/<table>.csv?<the query of a view>      the table that the view shows; .parquet and .json
    download/<table>.csv-metadata.json?<query>      metadata of that CSV file (CSV on the Web)
    download/everything/<table>.parquet             a published table, as it is
    download/openapi.json                           description of the tables for programs (OpenAPI 3.1)
    download/datapackage.json                       columns of all files (Frictionless data package)

`python -m dashboard` serves them; `panel serve` does with `--plugins dashboard.server.downloads`. A query is read by
dashboard/tables/query.py, and refused with a sentence where it cannot be followed: a file has no place for a notice.
The figures are public, so other sites' pages may read these responses, and no others of this server.
"""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from tornado.web import RequestHandler

from dashboard.server import search, site
from dashboard.server.plain_text import PlainTextErrors
from dashboard.server.static_files import FILE_ROUTES, RangeFiles
from dashboard.snapshot import store, vintages
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.state import url
from dashboard.state.options import new_selection
from dashboard.tables import datapackage, formats, openapi, query
from dashboard.tables import help as help_table
from dashboard.tables.registry import TABLES
from dashboard.tables.table import Table, why_no_rows
from storage import FolderError

log = logging.getLogger(__name__)


class PublicHandler(PlainTextErrors):
    """A handler of public figures: pages of other sites may read all its responses, refusals too."""

    def set_default_headers(self) -> None:
        """Allow other sites to read the response; Tornado calls this for each."""
        self.set_header("Access-Control-Allow-Origin", "*")

    def base_url(self) -> str:
        """Return the URL in which `download/` is, without a slash at its end, at the requested host."""
        return site.base_url(self.request, "/download")


class IndexHandler(PublicHandler):
    """The list of downloads, as plain text."""

    def head(self) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        self.get()

    def get(self) -> None:
        """Answer with the text."""
        try:
            snapshot = store.current()
            text = help_table.help_text(snapshot, new_selection(snapshot), f"{self.base_url()}/")
        except SnapshotError as error:
            self.refuse(503, str(error))
            return
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "public, no-cache")
        self.finish(text)


class DataPackage(PublicHandler):
    """The Frictionless data package of all files."""

    async def head(self) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        await self.get()

    async def get(self) -> None:
        """Answer with the descriptor: in a thread, as it makes every table the first time (some 0.5 s)."""
        try:
            snapshot = store.current()
            package = await asyncio.to_thread(datapackage.data_package, snapshot)
        except SnapshotError as error:
            log.error(error.for_log)
            self.refuse(503, str(error))
            return
        set_file_headers(self, snapshot, datapackage.FILE, formats.MIME["json"])
        self.finish(json.dumps(package, ensure_ascii=False, indent=1))


class Description(PublicHandler):
    """The OpenAPI description of the tables, for programs that write clients."""

    def head(self) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        self.get()

    def get(self) -> None:
        """Answer with JSON."""
        try:
            snapshot = store.current()
            found = openapi.description(snapshot, self.base_url())
        except SnapshotError as error:
            self.refuse(503, str(error))
            return
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Cache-Control", "public, no-cache")
        self.finish(json.dumps(found, ensure_ascii=False))


class TableFile(PublicHandler):
    """One table, made by the query."""

    def initialize(self, page: str) -> None:
        """Take the path from `base_url` to the dashboard's page."""
        self.page = page

    def head(self, name: str, suffix: str) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        self.get(name, suffix)

    def get(self, name: str, suffix: str) -> None:
        """Answer with the file, or with a sentence that says what is wrong with the URL."""
        if name not in TABLES or suffix not in (*formats.MIME, formats.CSVW_SUFFIX):
            known = ", ".join(f".{format}" for format in formats.MIME)
            offered = f"Tables: {', '.join(TABLES)}; formats: {known}; all of it in words at download/."
            self.refuse(404, f"There is no table of this name and format. {offered}")
            return
        try:
            snapshot = vintages.of_query(self.request.query)
            asked = query.parse(self.request.query, TABLES[name], query.iso3_by_code(snapshot))
            table, selection = query.requested(asked, TABLES[name], snapshot)
        except query.QueryError as error:
            self.refuse(400, str(error))
            return
        except SnapshotError as error:
            log.error(error.for_log)
            self.refuse(503, str(error))
            return
        if not table.has_rows:
            self.refuse(404, why_no_rows(snapshot, name, table))
            return
        if selection.view == selection.defaults["view"]:  # what leads back from the file is the view that draws it
            selection.view = TABLES[name].view
        self.answer(table, snapshot, suffix, f"{self.base_url()}{self.page}{url.encode_all(selection)}", asked.notes)

    def answer(self, table: Table, snapshot: Snapshot, suffix: str, link: str, notes: bool) -> None:
        """Send the file; a CSV names its metadata in a header, as CSV on the Web asks."""
        path = self.request.path.rpartition("/")[2].removesuffix("-metadata.json")
        address = f"{self.base_url()}/download/{path}" + (f"?{self.request.query}" if self.request.query else "")
        kind = formats.CSVW_MIME if suffix == formats.CSVW_SUFFIX else formats.MIME[suffix]
        set_file_headers(self, snapshot, formats.file_name(table, snapshot, suffix), kind)
        if suffix == formats.CSVW_SUFFIX:
            self.finish(formats.as_csvw(table, snapshot, link, address))
        elif suffix == "csv":
            described = address.replace(f"/{path}", f"/{path}-metadata.json", 1)
            self.set_header("Link", f'<{described}>; rel="describedby"; type="{formats.CSVW_MIME}"')
            self.finish(formats.as_csv(table, snapshot, link, notes=notes))
        else:
            self.finish(formats.in_format(suffix, table, snapshot, link))


class PublishedFile(PublicHandler, RangeFiles):
    """A table of the snapshot as it was published; Tornado handles ranges and unchanged files."""

    async def get(self, path: str, include_body: bool = True) -> None:
        """Answer with the file, or with a sentence."""
        try:
            snapshot = vintages.of_query(self.request.query)
            file = snapshot.file(path)
        except SnapshotError as error:
            self.refuse(503, str(error))
            return
        except KeyError:
            self.refuse(404, f"There is no table of this name. Tables: {', '.join(snapshot.catalog['tables'])}.")
            return
        except (FileNotFoundError, FolderError) as error:
            log.error("%s", error)
            self.refuse(503, "The published file cannot be reached just now; try again in a minute.")
            return
        set_file_headers(
            self, snapshot, f"{path}-{snapshot.catalog['published_at'][:10]}.parquet", formats.MIME["parquet"]
        )
        self.root = str(file.parent)  # of an object store, the folder of downloads
        await super().get(file.name, include_body)

    def get_content_type(self) -> str:
        """Return Parquet's MIME type."""
        return formats.MIME["parquet"]

    def get_cache_time(self, *_: Any) -> int:
        """Return 0: `set_file_headers` says how long to cache."""
        return 0


def set_file_headers(handler: RequestHandler, snapshot: Snapshot, name: str, kind: str) -> None:
    """Set name, type and age of a response. A cache stores it, and asks each time whether the snapshot has changed."""
    handler.set_header("Content-Type", kind)
    handler.set_header("Content-Disposition", f'attachment; filename="{name}"')
    handler.set_header("Cache-Control", "public, no-cache")
    handler.set_header("Last-Modified", format_datetime(_published(snapshot), usegmt=True))
    handler.set_header("X-Snapshot", snapshot.catalog["snapshot"])
    handler.set_header("X-Content-Type-Options", "nosniff")


def _published(snapshot: Snapshot) -> datetime:
    return datetime.fromisoformat(snapshot.catalog["published_at"]).astimezone(UTC)


def routes(page: str) -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
    """Return the routes for Tornado; `page` is the path of the dashboard, "/" or "/app"."""
    return [
        (r"/download/?", IndexHandler, {}),
        (r"/download/datapackage\.json", DataPackage, {}),
        (r"/download/openapi\.json", Description, {}),
        (r"/download/everything/([a-z_]+)\.parquet", PublishedFile, {"path": "."}),
        (r"/download/([a-z-]+)\.(csv-metadata\.json|[a-z]+)", TableFile, {"page": page}),
    ]


ROUTES = [*routes("/app"), *search.ROUTES, *FILE_ROUTES]
"""What `panel serve dashboard/app.py --plugins dashboard.server.downloads` adds."""

"""`/revisions`: what the last refresh changed, as plain HTML; `/revisions.atom`: each refresh as an entry of a feed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

from tornado.web import RequestHandler

from dashboard import config
from dashboard.assets.bundle import NONCE_PLACEHOLDER
from dashboard.server.downloads import PublicHandler
from dashboard.snapshot import revisions, store, vintages
from dashboard.snapshot.revisions import Changes, Revision, SeriesChange
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.text import revisions as text
from dashboard.text.numbers import amount
from dashboard.views.page.variables import REVISIONS

log = logging.getLogger(__name__)

ADDRESS, FEED = "revisions", "revisions.atom"

MOST_LARGEST, MOST_SERIES, MOST_ENTRIES = 25, 100, 20
"""Rows of the tables, and entries of the feed; the published tables have all."""

STYLE = """
:root { color-scheme: light dark; }
body { max-width: 62rem; margin: 1rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 0.2rem 0.6rem; border-bottom: 1px solid #8886; text-align: left; vertical-align: top; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
"""


class RevisionsPage(PublicHandler):
    """The page."""

    def head(self) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        self.get()

    def get(self) -> None:
        """Answer with the page, or with a sentence and status 503."""
        try:
            snapshot = store.current()
            body = page(snapshot)
        except SnapshotError as error:
            log.error(error.for_log)
            self.refuse(503, str(error))
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "public, no-cache")
        self.finish(body)


class RevisionsFeed(PublicHandler):
    """The feed."""

    def head(self) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        self.get()

    def get(self) -> None:
        """Answer with the feed, or with a sentence and status 503."""
        base = self.base_url().removesuffix(f"/{FEED}")
        try:
            body = feed(store.current(), base)
        except SnapshotError as error:
            log.error(error.for_log)
            self.refuse(503, str(error))
            return
        self.set_header("Content-Type", "application/atom+xml; charset=utf-8")
        self.set_header("Cache-Control", "public, no-cache")
        self.finish(body)


def page(snapshot: Snapshot) -> str:
    """Return the page in HTML."""
    found = revisions.refreshes(snapshot)
    published = text.day(snapshot.catalog["published_at"])
    parts = [
        f"<h1>{text.HEADING}</h1>",
        f'<p>Figures published on {published} ({escape(snapshot.catalog["snapshot"])}). <a href=".">Dashboard</a> · '
        f'<a href="{FEED}">Atom feed</a></p>',
        *(_changes(found[0]) if found else [f"<p>{text.NO_CHANGES}</p>"]),
        *_earlier_refreshes(found[1:]),
        *_vintages(snapshot),
    ]
    if found:
        parts.append(
            '<p>All of it as files: <a href="download/everything/revisions.parquet">the largest 20 revisions of each '
            'series</a>, <a href="download/everything/revision_counts.parquet">counts of all series</a>.</p>'
        )
    head = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{text.HEADING} · {escape(config.TITLE)}'
        '</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="alternate" type="application/atom+xml" title="{text.HEADING}" href="{FEED}">'
        f'<style nonce="{NONCE_PLACEHOLDER}">{STYLE}</style></head>'
    )
    return f"{head}<body><main>{''.join(parts)}</main></body></html>"


def feed(snapshot: Snapshot, base: str) -> str:
    """Return the Atom feed (RFC 4287): an entry a refresh, and one for the present figures without any.

    Args:
        snapshot: the figures.
        base: URL that the page is in, without a slash at its end.
    """
    found = revisions.refreshes(snapshot)[:MOST_ENTRIES]
    published = snapshot.catalog["published_at"]
    entries = [(one.at, text.summary(one)) for one in found] or [(published, text.NO_CHANGES)]
    link = escape(f"{base}/{ADDRESS}")
    items = "".join(
        f"<entry><id>{link}#{escape(at)}</id><title>Figures of {text.day(at)}</title><updated>{escape(at)}</updated>"
        f'<link href="{link}"/><summary>{escape(words)}</summary></entry>'
        for at, words in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{link}</id><title>{escape(config.TITLE)}: changes of the figures</title>"
        f"<author><name>{escape(config.TITLE)}</name></author>"
        f"<updated>{escape(max(published, entries[0][0]))}</updated>"
        f'<link rel="self" href="{escape(f"{base}/{FEED}")}"/><link href="{link}"/>{items}</feed>\n'
    )


def _changes(changes: Changes) -> Iterable[str]:
    yield f"<p>{text.day(changes.at)}: {escape(text.summary(changes))}</p>"
    if changes.largest:
        rows = [_revision(one) for one in changes.largest]
        heads = ("Indicator", "Place", "Year", "Before", "Now", "Unit", "Change")
        yield _table("Largest revision of each series", heads, rows, MOST_LARGEST, numbers={2, 3, 4, 6})
        yield f"<p>{escape(text.ORDER)}</p>"
    later = [one for one in changes.series if one.has_new_year]
    if later:
        rows_of_years = [(one.title, str(one.old_last_year), str(one.new_last_year)) for one in later]
        latest = ("Indicator", "Latest year before", "Latest year now")
        yield _table("New years", latest, rows_of_years, MOST_SERIES, numbers={1, 2})
    for kind, heading in (("new", "New series"), ("lost", "Series no longer published")):
        if series := changes.of_kind(kind):
            rows = [(one.title, one.series, f"{one.added or one.withdrawn:,}") for one in series]
            yield _table(heading, ("Indicator", "Code", "Values"), rows, MOST_SERIES, numbers={2})
    if counted := sorted(changes.of_kind("revised"), key=lambda one: -(one.changed + one.withdrawn)):
        counts = ("Indicator", "Changed", "Withdrawn", "Added", "Vintage before", "Vintage now")
        yield _table("Series revised", counts, [_counts(one) for one in counted], MOST_SERIES, numbers={1, 2, 3})


def _revision(one: Revision) -> tuple[str, ...]:
    before, now = amount(one.old_value), amount(one.new_value)
    return (one.title, one.place, str(one.year), before, now, one.unit, text.change(one))


def _counts(one: SeriesChange) -> tuple[str, ...]:
    added = "not counted" if one.added is None else f"{one.added:,}"
    return (one.title, f"{one.changed:,}", f"{one.withdrawn:,}", added, one.old_vintage, one.new_vintage)


def _earlier_refreshes(found: Iterable[Changes]) -> Iterable[str]:
    items = "".join(f"<li>{text.day(one.at)}: {escape(text.summary(one))}</li>" for one in found)
    if items:
        yield f"<h2>Earlier refreshes</h2><ul>{items}</ul>"


def _vintages(snapshot: Snapshot) -> Iterable[str]:
    items = "".join(
        f'<li><a href=".?{escape(urlencode({vintages.PARAMETER: one.name}))}">'
        f"Figures as of {text.day(one.published_at)}</a> ({escape(one.name)})</li>"
        for one in vintages.listed(snapshot)
    )
    if items:
        yield f"<h2>Earlier figures</h2><ul>{items}</ul>"


def _table(heading: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], most: int, numbers: set[int]) -> str:
    """Return a heading with its table, of which at most so many rows are shown; `numbers` are columns of numbers."""

    def cells(tag: str, values: tuple[str, ...]) -> str:
        scope = ' scope="col"' if tag == "th" else ""
        kinds = [' class="number"' if place in numbers else "" for place in range(len(values))]
        return "".join(
            f"<{tag}{scope}{kind}>{escape(value)}</{tag}>" for kind, value in zip(kinds, values, strict=True)
        )

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows[:most])
    more = f"<p>and {len(rows) - most:,} more.</p>" if len(rows) > most else ""
    return (
        f'<h2>{heading}</h2><div class="scroll" tabindex="0" role="region" aria-label="{heading}"><table><thead><tr>'
        f"{cells('th', heads)}</tr></thead><tbody>{body}</tbody></table></div>{more}"
    )


def routes() -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
    """Return the routes for Tornado, and let pages know that they are there."""
    REVISIONS[:] = [ADDRESS]
    return [(rf"/{ADDRESS}", RevisionsPage, {}), (r"/revisions\.atom", RevisionsFeed, {})]

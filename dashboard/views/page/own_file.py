"""A visitor's own file: shown in this session's map and charts, and nowhere else.

The server's handler (dashboard/server/own_file.py) reads the file and finds the session by its key. The key is made for
each session, is sent through its websocket only, and ends with it.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any
from weakref import WeakValueDictionary

from bokeh.document import Document
from bokeh.models import TextInput

from dashboard.snapshot import own
from dashboard.snapshot.codes import INDICATOR
from dashboard.snapshot.own import VisitorSnapshot
from dashboard.state.selection import Selection
from tabular import OwnTable, TableError, read_text
from tabular.reading import title_and_unit

MOST_FILES, WITHIN_S = 10, 60.0
"""Files of a session within so many seconds; others are refused."""

MOST_LABEL = 80
"""Characters of a title or a unit."""

UNTITLED = "My figures"

SERIES_CHOICES = ("indicator", "compare_quantity", "x", "y", "size", "rank_by")
"""Choices that take any series."""


class OwnFiles:
    """The own files of one session; `key` lets its page, and no other, add one."""

    def __init__(
        self,
        snapshot: VisitorSnapshot,
        selection: Selection,
        address: TextInput,
        notify: Callable[[list[str]], None],
    ):
        """Begin without a file.

        Args:
            snapshot: the visitor's.
            selection: what the visitor has chosen.
            address: its tags tell the page the key, and the own series (assets/js/page/own_file.js).
            notify: shows sentences on the page.
        """
        self.key = secrets.token_urlsafe(32)
        self._address, self._series = address, list[list[Any]]()
        address.tags = [self.key]
        self.document: Document | None = None
        self._snapshot, self._selection, self._notify = snapshot, selection, notify
        self._times: deque[float] = deque(maxlen=MOST_FILES)
        _sessions[self.key] = self

    def may_add(self) -> bool:
        """Count a file, and return whether the session has not sent too many of late."""
        now = monotonic()
        if len(self._times) == MOST_FILES and now - self._times[0] < WITHIN_S:
            return False
        self._times.append(now)
        return True

    def read(self, content: bytes) -> OwnTable:
        """Return the values of a file; called in a thread, as it takes up to a second.

        Raises:
            TableError: the file cannot be used; one sentence.
        """
        table = read_text(content, own.place_names(self._snapshot.published))
        if not own.economies_in(self._snapshot, table):
            raise TableError("The file has values of regions or groups only, none of a country.")
        return table

    def show(self, table: OwnTable, title: str, unit: str) -> None:
        """Add the series and select it on the map; called with the session's document locked.

        Raises:
            TooManySeriesError: the session has as many own series as it may have.
        """
        heading, unit_there = title_and_unit(table.heading)
        usual = heading if heading.casefold() not in ("", "value", "values") else UNTITLED
        code = self._snapshot.add(table, label(title) or label(usual) or UNTITLED, label(unit) or label(unit_there))
        row = self._snapshot.indicators.set_index("id").loc[code].to_dict()
        shown, years = row["title"], f"{row['first_year']}–{row['last_year']}"
        self._series.append([code, shown, row["unit"], years, int(row["countries"])])
        self._address.tags = [self.key, [list(one) for one in self._series]]
        for name in SERIES_CHOICES:
            parameter = self._selection.param[name]
            parameter.objects = [*parameter.objects, code]
        last = int(self._snapshot.indicators.last_year.max())
        for name in ("year", "base_year", "map_base_year", "compare_years"):
            first, before = self._selection.param[name].bounds
            self._selection.param[name].bounds = (first, max(before, last))
        self._selection.param.update(view="explore", measure=INDICATOR, indicator=code, map_base_year=None)
        self._notify([f"“{shown}” is in this session only: a reload removes it. {' '.join(table.sentences)}"])


_sessions: WeakValueDictionary[str, OwnFiles] = WeakValueDictionary()
"""Sessions by key, as long as they last."""


def of_key(key: str) -> OwnFiles | None:
    """Return the own files of the session with this key, or None."""
    return _sessions.get(key)


def label(text: str) -> str:
    """Return a title or unit on one line, cut where it is long, without the beginning of a spreadsheet's formula."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line.lstrip("=+@- ")[:MOST_LABEL].strip()

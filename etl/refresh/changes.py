"""Changes of the series by a refresh, for the ledger of revisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from etl.refresh.series import Series
from etl.snapshot import revisions
from etl.snapshot.published import Published
from etl.snapshot.revisions import Revised


def of_series(one: Series, old: Published | None) -> Iterator[Revised]:
    """Yield the change of a series that was fetched; a new one has no earlier values.

    Args:
        one: the series; its values have not been dropped from memory yet.
        old: the published snapshot; without one no series is new.
    """
    if old is None or one.rows is None:
        return
    change = one.change or revisions.change(one.rows.iloc[:0], one.rows)
    yield Revised(one.entry.code, change, one.old_vintage, one.description["last_updated"])


def lost(codes: Iterable[str], old: Published | None) -> Iterator[Revised]:
    """Yield the series that the new snapshot drops."""
    for code in codes if old else ():
        assert old is not None
        before = old.values(code)
        yield Revised(code, revisions.change(before, before.iloc[:0]), old.description(code)["last_updated"], "")

"""A user's own series: publish it with the snapshot, replace it, remove it.

It is published as a refresh publishes: under the lock of the folder, checked as a whole, in one step. A refresh carries
it over (`etl.refresh.plan`), as no service can be asked for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from etl.contract import tables as tables_contract
from etl.contract import validate
from etl.contract.indicators import OWN
from etl.errors import ContractError, ListError, PublishError
from etl.refresh import doubts, own_tables
from etl.refresh.own_tables import OwnSeries, own_code
from etl.snapshot import published, readme, revisions
from etl.snapshot.draft import Draft
from etl.snapshot.published import Published
from etl.transform import coverage
from storage import Folder, FolderError
from storage.locations import how_to_get_figures
from tabular import OwnTable, PlaceNames

STATE = "own"
"""State of an own series in the catalog: no service is asked for it, so it is neither fresh nor stale."""

OF_THIS_SNAPSHOT = ("contract", "snapshot", "published_at", "tables", "model", "series")
"""Entries of the catalog that change with every publication; the others are as the last refresh wrote them."""


@dataclass(frozen=True)
class Outcome:
    """Result of a publication: the new catalog, and the row of the series in `indicators`."""

    catalog: dict[str, Any]
    row: dict[str, Any]
    change: revisions.Change | None = None


def place_names(folder: Folder) -> PlaceNames:
    """Return the economies and aggregates of the published snapshot, by codes and names.

    Raises:
        PublishError: nothing is published, or it cannot be read.
    """
    with _as_publish_errors():
        countries = _opened(folder).table(tables_contract.COUNTRIES.name)
    listed = countries[countries.kind != "area"]
    return PlaceNames(
        (iso3, iso2, [name]) for iso3, iso2, name in zip(listed.iso3, listed.iso2, listed["name"], strict=True)
    )


def publish(own: OwnSeries, table: OwnTable, folder: Folder, *, replace: bool = False) -> Outcome:
    """Publish an own series with the figures that are published already, as the last of the list.

    Args:
        own: its description.
        table: its values.
        folder: the data folder.
        replace: whether it may take the place of the own series with this code.

    Raises:
        ListError: the code is taken and `replace` is False, or another series has this title and unit.
        ContractError: the values break the contract, for example as none is of an economy.
        PublishError: nothing is published, or the new snapshot cannot be written.
        In each case the published snapshot is unchanged.
    """
    with _as_publish_errors(), folder.lock():
        old, now = _opened(folder), _now()
        if old.holds(own.code) and not replace:
            title = old.description(own.code)["title"]
            raise ListError(f"{own.code} is in the snapshot already: “{title}”; use --replace, or another --code")
        own_tables.refuse_same_title(own, old.indicators)
        countries = old.table(tables_contract.COUNTRIES.name)
        rows = own_tables.observations(own.code, table, int(now[:4]))
        problems = [*validate.table_problems(tables_contract.OBSERVATIONS, rows)]
        economies = frozenset(countries.iso3[countries.kind == "economy"])
        if not problems and not economies.intersection(rows.iso3):
            problems = [f"{own.code}: values for aggregates only, none for an economy"]
        if problems:
            raise ContractError(problems)
        row = own_tables.indicator_row(own, now) | coverage.coverage(rows, economies)
        change = revisions.change(old.values(own.code), rows) if old.holds(own.code) else None
        before = old.indicators[old.indicators.id != own.code]
        indicators = pd.concat([before, pd.DataFrame([row])], ignore_index=True)[tables_contract.INDICATORS.names]
        members = old.table(tables_contract.GROUPING_MEMBERS.name)
        found = doubts.found([(own.code, rows)], indicators.tail(1), countries, members)
        other_doubts = own_tables.without(old, tables_contract.DOUBTS.name, own.code)
        entry = {"title": own.title, "is_configured": False, "state": STATE, "file": own.file}
        entry |= {"vintage": own.vintage, "fetched_at": now}
        tables = {
            "indicators": own_tables.typed(indicators, old.indicators),
            "doubts": pd.concat([other_doubts, found], ignore_index=True),
        } | own_tables.ledger(old, own, change, now)
        series = {code: value for code, value in old.catalog["series"].items() if code != own.code}
        catalog = _publish(folder, old, tables, {own.code: rows}, series | {own.code: entry}, now)
    return Outcome(catalog, row, change)


def remove(code: str, folder: Folder) -> Outcome:
    """Remove an own series from the published snapshot.

    Raises:
        ListError: no own series has this code.
        PublishError: nothing is published, or the new snapshot cannot be written; the published one is unchanged.
    """
    with _as_publish_errors(), folder.lock():
        old, full = _opened(folder), own_code(code)
        if not old.holds(full):
            present = [name for name in old.indicators.id if name.startswith(OWN)]
            raise ListError(f"{full} is not in the snapshot; own series there: {', '.join(present) or 'none'}")
        row = old.description(full)
        kept = old.indicators[old.indicators.id != full].reset_index(drop=True)
        tables = {"indicators": kept, "doubts": own_tables.without(old, tables_contract.DOUBTS.name, full)}
        series = {name: entry for name, entry in old.catalog["series"].items() if name != full}
        return Outcome(_publish(folder, old, tables, {}, series, _now()), row)


def refuse_to_lose(catalog: Mapping[str, Any], *, force: bool) -> None:
    """Refuse a refresh that cannot carry own series over, as the snapshot has another contract version.

    Raises:
        PublishError: the catalog has own series, and `force` is False.
    """
    codes = [code for code in catalog.get("series", {}) if code.startswith(OWN)]
    if codes and not force:
        raise PublishError(
            f"{', '.join(codes)} cannot be carried over from a snapshot with contract version {catalog['contract']}; "
            "refresh with --force, and add the file again. The published snapshot is unchanged"
        )


def _publish(
    folder: Folder,
    old: Published,
    changed: dict[str, pd.DataFrame],
    added: dict[str, pd.DataFrame],
    series: dict[str, Any],
    now: str,
) -> dict[str, Any]:
    """Publish the snapshot with the changed tables and added observations; return the catalog."""
    with folder.staging() as staging:
        draft = Draft(staging, old)
        for code in changed["indicators"].id:
            draft.add_series(code, added.get(code))
        draft.finish_series()
        tables = draft.add_or_carry_tables(changed)
        problems = validate.problems(tables) or [*validate.observation_problems(tables, draft.observations())]
        if problems:
            raise ContractError(problems)
        about = {key: value for key, value in old.catalog.items() if key not in OF_THIS_SNAPSHOT}
        about |= {"model": draft.carry_model(now), "series": series}
        catalog = published.publish(folder, staging, draft.entries, about, old, at=now)
    folder.replace(readme.FILE, readme.text(catalog, changed["indicators"]).encode())
    return catalog


def _opened(folder: Folder) -> Published:
    old = published.open_published(folder)
    if old is None:
        raise PublishError(f"nothing is published in {folder.place}; run: {how_to_get_figures()}")
    return old


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()


@contextmanager
def _as_publish_errors() -> Iterator[None]:
    try:
        yield
    except FolderError as error:
        raise PublishError(str(error)) from error

"""Checks of one series before it is published or added to the list: the same for both, so that neither is weaker."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from etl.contract import tables, validate
from etl.errors import ContractError, EtlError, Refused
from etl.indicators.configured import Configured
from etl.indicators.quantity import unit_of
from etl.sources import catalogue, worldbank
from etl.sources.http import Fetcher
from etl.sources.worldbank import SeriesAnswer
from etl.transform import corrections as corrections_transform
from etl.transform import observations
from etl.transform.corrections import Correction, Note


@dataclass
class Accepted:
    """Values of a series that may be published, notes on corrections, and sentences on values that were left out."""

    rows: pd.DataFrame
    notes: list[Note]
    left_out: list[str]


def accepted(
    entry: Configured,
    name: str,
    answer: SeriesAnswer,
    code_of: Mapping[str, str],
    economies: Collection[str],
    corrections: Sequence[Correction],
    today: date,
) -> Accepted:
    """Return the values of a series by the contract's codes and marks, with known errors corrected.

    Args:
        entry: the series, with its configured range and unit.
        name: the World Bank's name.
        answer: its values as the service sent them.
        code_of: iso3 by any code that the service uses.
        economies: iso3 codes of the economies.
        corrections: of any series.
        today: decides which corrections have expired, and which years are forecasts.

    Raises:
        ContractError: values that break the contract or the configured range, or none for an economy.
    """
    rows, unknown = observations.of_answer(answer, code_of, today.year)
    rows, notes = corrections_transform.apply(rows, corrections, today)
    rows, negative = observations.without_negative_shares(rows, entry.low, entry.unit or unit_of(entry.code, name))
    problems = [
        *validate.table_problems(tables.OBSERVATIONS, rows),
        *validate.range_problems(entry.code, rows.value, entry.low, entry.high),
    ]
    if not set(economies).intersection(rows.iso3.unique()):
        problems.append(f"{entry.code}: values for aggregates only, none for an economy")
    if problems:
        raise ContractError(problems)
    return Accepted(rows, notes, [*unknown, *negative])


def try_out(fetcher: Fetcher, base: str, entry: Configured, name: str, today: date) -> worldbank.Vintage:
    """Fetch a series and check it as a refresh would; return its vintage.

    Raises:
        NoData: the service has no values of it.
        ContractError: a refresh would refuse its values; each sentence names the series.
        SourceError: the service cannot be reached, or refuses the series.
    """
    address = worldbank.Address(base, entry.code, entry.source_id)
    vintage = worldbank.fetch_vintage(fetcher, address)
    listed = worldbank.fetch_countries(fetcher, base)
    code_of = dict(zip(listed.iso2Code, listed.id, strict=True)) | {code: code for code in listed.id}
    economies = frozenset(listed.id[listed["region.id"] != "NA"])
    try:
        answer = worldbank.fetch_series(fetcher, address, vintage)
        accepted(entry, name, answer, code_of, economies, corrections_transform.read_corrections(), today)
    except ContractError as refused:
        own = [
            problem if problem.startswith(entry.code) else f"{entry.code}: {problem}" for problem in refused.problems
        ]
        raise ContractError(own) from refused
    return vintage


def describe(fetcher: Fetcher, base: str, entry: Configured) -> Mapping[str, str]:
    """Return name, note, source, its number, organisation and topics of a series in the database it is taken from.

    The service describes a series in one database; another one's description is in the list of that database.

    Raises:
        SourceError: the service cannot be reached, or does not describe the series.
    """
    if entry.description:
        return entry.description
    failure: EtlError | None = None
    try:
        described = worldbank.fetch_description(fetcher, base, entry.code)
        if described["source_id"] in ("", entry.source_id) or not entry.source_id:
            return described
    except Refused as refusal:
        failure = refusal
    for series in catalogue.fetch_of_database(fetcher, base, entry.source_id) if entry.source_id else ():
        if series.id.upper() == entry.code.upper():
            return series.description
    raise failure or Refused(f"{entry.code}: the database {entry.source_id} does not list this series")

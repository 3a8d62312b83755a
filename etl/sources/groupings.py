"""Members of the World Bank's groupings that its list of countries does not give: the euro area, small states, ...

`/region` lists the groupings that `/country?region=CODE` may know; one that it does not know is answered with an error
message, which is an answer: the service lists no members.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlencode

from etl.errors import Refused, SourceError, Unreachable
from etl.sources.answers import parse_page
from etl.sources.http import Fetcher

PER_PAGE = 500
"""More than there are countries, so that each list is one request."""
FRESH_FOR_S = 24 * 3600.0
"""Memberships change a few times a year; an interrupted refresh does not ask again."""


@dataclass
class ListedMembers:
    """Answer of the service: iso3 codes of the members by grouping, and the groupings without an answer.

    `unlisted`: the service lists no members. `unread`: it could not be asked, with `failure` as the reason; None
    offline, where it was not asked.
    """

    members: dict[str, frozenset[str]] = field(default_factory=dict)
    unlisted: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    failure: SourceError | None = None


def regions_url(base: str) -> str:
    """Return the URL of the list of regions, which has many other groupings as well."""
    return f"{base}/region?{urlencode({'format': 'json', 'per_page': PER_PAGE})}"


def members_url(base: str, code: str) -> str:
    """Return the URL of the countries of one grouping."""
    return f"{base}/country?{urlencode({'format': 'json', 'per_page': PER_PAGE, 'region': code})}"


def fetch_members(fetcher: Fetcher, base: str, codes: Collection[str]) -> ListedMembers:
    """Return the members of each grouping in `codes`; the first outage ends the requests, and is returned.

    A service that is down would otherwise cost all its retries for each of some thirty groupings.
    """
    found = ListedMembers(unread=set(codes))
    try:
        known = fetcher.get(regions_url(base), _codes, fresh_for_s=FRESH_FOR_S)
        found.unlisted = set(codes) - known
        found.unread -= found.unlisted
        for code in sorted(found.unread):
            members = _members(fetcher, base, code)
            if members is None:
                continue
            found.unread.discard(code)
            if members:
                found.members[code] = members
            else:
                found.unlisted.add(code)
    except SourceError as failure:
        found.failure = None if fetcher.offline else failure
    return found


def _members(fetcher: Fetcher, base: str, code: str) -> frozenset[str] | None:
    """Return the members of one grouping, none if the service lists none; None offline without a cached answer."""
    try:
        return fetcher.get(members_url(base, code), _codes, fresh_for_s=FRESH_FOR_S)
    except SourceError:
        if fetcher.offline:
            return None
        raise


def _codes(body: bytes) -> frozenset[str]:
    """Return the codes of a list in one page: `code` of regions, `id` of countries; none for an error message.

    The message is an answer, and is cached as one, so that an offline refresh finds it.
    """
    try:
        header, rows = parse_page(body)
    except Refused:
        return frozenset()
    if len(rows) != header["total"]:
        raise Unreachable(f"a list has {len(rows)} rows of {header['total']}")
    return frozenset(str(row.get("code") or row.get("id") or "").strip() for row in rows) - {""}

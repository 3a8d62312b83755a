"""Sentences about the members of a grouping."""

from __future__ import annotations

import pytest

from dashboard.snapshot.groupings import Grouping, Membership
from dashboard.text.groupings import members

DAY = "2026-11-29"


@pytest.mark.parametrize(
    ("grouping", "is_mirror", "sentence"),
    [
        (Grouping(("FRA", "DEU"), Membership.LISTED, DAY), False, "2 members (World Bank list of 2026-11-29)"),
        (
            Grouping(("FRA",), Membership.DERIVED, DAY),
            False,
            "1 member (derived from the World Bank list of 2026-11-29)",
        ),
        (Grouping((), Membership.UNLISTED), False, "The World Bank’s service lists no members of the euro area."),
        (Grouping((), Membership.UNLISTED), True, "The mirror that was read lists no members of the euro area."),
        (Grouping((), Membership.UNREAD), True, "The members of the euro area could not be read."),
        (Grouping((), Membership.NO_TABLE), True, "This snapshot has no list of the members of the euro area."),
    ],
)
def test_members_and_vintage_or_the_reason(grouping, is_mirror, sentence):
    assert members(grouping, "the euro area", is_mirror=is_mirror) == sentence

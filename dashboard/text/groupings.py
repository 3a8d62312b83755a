"""Sentences about a grouping of the World Bank: its members, their vintage, or why they are not known."""

from __future__ import annotations

from dashboard.snapshot.groupings import Grouping, Membership

ONLY_FIGURES = "World Bank figures only; no temperature series for this grouping."

OTHER_LIST = "Figures may rest on an earlier or a later list: the World Bank revises its groupings every year."


def members(grouping: Grouping, name: str, *, is_mirror: bool) -> str:
    """Return how many members there are and of which day the list is, or why they are unknown.

    Args:
        grouping: the members.
        name: of the grouping, for the middle of a sentence.
        is_mirror: whether the figures were read from a mirror, whose gaps are not the World Bank's.
    """
    if grouping.members:
        many = len(grouping.members)
        counted = "1 member" if many == 1 else f"{many} members"
        derived = "derived from the " if grouping.membership is Membership.DERIVED else ""
        return f"{counted} ({derived}World Bank list of {grouping.listed_on})"
    if grouping.membership is Membership.UNREAD:
        return f"The members of {name} could not be read."
    if grouping.membership is Membership.NO_TABLE:
        return f"This snapshot has no list of the members of {name}."
    who = "The mirror that was read" if is_mirror else "The World Bank’s service"
    return f"{who} lists no members of {name}."

"""Ranks as text: those that the confidence intervals allow, never one alone where they allow several."""

from __future__ import annotations

from dashboard.analysis.country import GroupRank


def rank_range(rank: GroupRank) -> str:
    """Return the ranks that the intervals allow: "89–167", or the only one."""
    return str(rank.first) if rank.first == rank.last else f"{rank.first}–{rank.last}"


def ranks_between(rank: GroupRank) -> str:
    """Return the ranks that the intervals allow: "between 89 and 167", or the only one."""
    return str(rank.first) if rank.first == rank.last else f"between {rank.first} and {rank.last}"

"""Sentences about countries like the one selected, and captions of their tables."""

from __future__ import annotations

from dashboard.snapshot.groups import Group

METHOD = (
    "Alike: 100 % less the mean difference of two economies’ places among all, from 0 % (lowest) to 100 % (highest), "
    "over the featured indicators that both have a value of in the last ten years (Gower 1971). What they agree most "
    "in is what few others share. Every indicator counts the same: three of them are about GDP, and totals make small "
    "states alike. Warming: the mean of the latest 30 years less that of 1901–1930. Being alike "
    "explains nothing: neighbours are often both alike and under the same sky."
)

INVITATION = "Choose a country above: those like it, and how much they have warmed, are shown here."


def most_alike(name: str, topic: str) -> str:
    """Return the caption of the countries most like `name`; `topic` is the topic compared, "" for all."""
    return f"Most like {name}{_in(topic)}"


def too_little_known(name: str, topic: str) -> str:
    """Return why no country is listed as similar to `name`."""
    return f"Too little is known of {name}{_in(topic)} to say who is like it."


def same_climate(zone: Group) -> str:
    """Return the caption of the countries of the same climate that warm differently."""
    return f"Same climate, other warming: {zone.title}"


def no_other_warming(name: str, zone: Group | None) -> str:
    """Return why that table is missing: no country of the climate differs significantly, or no other shares it."""
    if zone is None:
        return f"No other economy is known to share the climate of {name}."
    return f"No other economy {zone.label} differs from {name} by more than both intervals."


def _in(topic: str) -> str:
    return f" in {topic.lower()}" if topic else ""

"""Sentences about countries like the one selected, and captions of their tables."""

from __future__ import annotations

from dashboard.snapshot.groups import Group

METHOD = (
    "Similarity: 100 % minus the mean difference of two countries’ percentile ranks (Gower 1971). It is over the "
    "featured indicators with values for both in the last ten years. “Most similar in” lists what few other countries "
    "share. Every indicator has equal weight: three are about GDP, and totals make small states similar. Temperature "
    "change: mean of the latest 30 years minus that of 1901–1930. Similarity is not an explanation: neighbours often "
    "share both."
)

INVITATION = "Select a country to list similar countries and their temperature change."


def most_alike(name: str, topic: str) -> str:
    """Return the caption of the countries most like `name`; `topic` is the topic compared, "" for all."""
    return f"Most similar to {name}{_in(topic)}"


def too_little_known(name: str, topic: str) -> str:
    """Return why no country is listed as similar to `name`."""
    return f"Insufficient data on {name}{_in(topic)} to find similar countries."


def same_climate(zone: Group) -> str:
    """Return the caption of the countries of the same climate that warm differently."""
    return f"Same climate, different temperature change: {zone.title}"


def no_other_warming(name: str, zone: Group | None) -> str:
    """Return why that table is missing: no country of the climate differs significantly, or no other shares it."""
    if zone is None:
        return f"No other country is known to share the climate of {name}."
    return f"No other country {zone.label} differs significantly from {name}."


def _in(topic: str) -> str:
    return f" in {topic.lower()}" if topic else ""

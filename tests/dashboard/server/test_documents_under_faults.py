"""Briefs and pictures that were made while figures could not be read are cached nowhere."""

from __future__ import annotations

import pytest

from dashboard.server import briefs, pictures
from dashboard.snapshot.errors import count_fault
from dashboard.snapshot.store import Snapshot


def test_a_brief_made_under_a_fault_is_made_again(shipped: Snapshot, monkeypatch: pytest.MonkeyPatch):
    real, made = briefs.brief, []

    def faulty(snapshot: Snapshot, iso3: str):
        count_fault()
        return real(snapshot, iso3)

    with monkeypatch.context() as fault:
        fault.setattr(briefs, "brief", faulty)
        briefs.page_of(shipped, "NOR", "http://faults.example")
    monkeypatch.setattr(briefs, "brief", lambda *asked: made.append(asked) or real(*asked))
    pages = {briefs.page_of(shipped, "NOR", "http://faults.example") for _ in range(2)}
    assert (len(pages), len(made)) == (1, 1)


def test_a_picture_made_under_a_fault_is_made_again():
    made = []

    def draw() -> str:
        made.append(1)
        if len(made) == 1:
            count_fault()
        return f"<svg>{len(made)}</svg>"

    assert [pictures.made(("faults",), draw) for _ in range(3)] == [b"<svg>1</svg>", b"<svg>2</svg>", b"<svg>2</svg>"]

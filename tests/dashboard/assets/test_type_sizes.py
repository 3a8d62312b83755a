"""The page has four type sizes: css/base.css names them, and no other style sheet has one of its own."""

from __future__ import annotations

import re
from pathlib import Path

SIZE = re.compile(r"font(?:-size)?:\s*(?:italic |bold |\d00 )*([^;}/]+)")
FOUR = re.compile(r"var\(--(small|large|title)(, \d\.\d+rem)?\)|1rem")
OTHER = re.compile(r"inherit|0|[\d.]+em|93\.75%|12px")
"""Of a sign in a line of text; the root's share of the reader's own size; text in a chart."""

OTHER_MEDIA = {"brief.css", "print.css", "still.css"}
"""Paper, and pictures whose text is that of the charts: 12 px."""


def sizes(style: str) -> list[str]:
    """Return the sizes that a style sheet sets."""
    return [found.strip() for found in SIZE.findall(style)]


def test_sizes_are_found_in_both_notations():
    assert sizes("a { font-size: 0.9rem; } b { font: italic 600 1rem/1 serif; }") == ["0.9rem", "1rem"]


def test_every_style_sheet_has_the_four_sizes_only(root: Path):
    sheets = sorted((root / "dashboard/assets/css").rglob("*.css"))
    found = {
        (sheet.name, size)
        for sheet in sheets
        if sheet.name not in OTHER_MEDIA
        for size in sizes(sheet.read_text("utf-8"))
        if not (FOUR.fullmatch(size) or OTHER.fullmatch(size))
    }
    assert found == set()


def test_a_size_is_the_same_where_the_page_does_not_name_it(root: Path):
    style = "\n".join(sheet.read_text("utf-8") for sheet in (root / "dashboard/assets/css").rglob("*.css"))
    named = dict(re.findall(r"--(small|large|title): (\d\.\d+rem)", style))
    assert set(named) == {"small", "large", "title"}
    assert set(re.findall(r"var\(--(small|large|title), (\d\.\d+rem)\)", style)) == set(named.items())

"""Pages tell search engines and chats their canonical address, and a picture that is there."""

from __future__ import annotations

import io
import re
import urllib.request
from html import unescape

import pytest
from PIL import Image

pytestmark = pytest.mark.ui


def head_of(page: str) -> dict[str, str]:
    """Return canonical address and properties of a page by name."""
    with urllib.request.urlopen(page) as answer:
        text = answer.read().decode()
    found = dict(re.findall(r'<meta property="(og:[a-z:]+)" content="([^"]*)"', text))
    found |= dict(re.findall(r'<link rel="(canonical)" href="([^"]*)"', text))
    return {name: unescape(value) for name, value in found.items()}


def test_a_view_names_its_card_and_its_address_without_the_readers_theme(server: str):
    head = head_of(f"{server}?country=KEN&theme=dark&utm_source=chat")
    assert head["canonical"] == head["og:url"] == f"{server}?country=KEN"
    assert head["og:image"] == f"{server}preview.png?country=KEN"
    with urllib.request.urlopen(head["og:image"]) as picture:
        assert Image.open(io.BytesIO(picture.read())).size == (1200, 630)


def test_a_brief_names_its_files_and_they_are_there(server: str):
    head = head_of(f"{server}country/TUV")
    assert head["canonical"] == f"{server}country/TUV"
    for address, beginning in ((head["og:image"], b"\x89PNG"), (f"{head['canonical']}.pdf", b"%PDF")):
        with urllib.request.urlopen(address) as answer:
            assert answer.read(4) == beginning

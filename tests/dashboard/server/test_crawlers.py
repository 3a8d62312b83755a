"""`sitemap.xml` and `llms.txt`: every place once, valid, with this server's address."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from dashboard.documents.brief import codes
from dashboard.server import crawlers, robots
from tests.helpers.answers import answers_of

HOST = {"Host": "climate.example", "X-Forwarded-Proto": "https"}


@pytest.fixture
def asked(shipped, monkeypatch):
    """Return a function that asks for a path, as a crawler does."""
    return answers_of(crawlers.ROUTES, shipped, monkeypatch)


def test_the_sitemap_lists_every_view_and_every_brief_once(asked, shipped):
    answer = asked("/sitemap.xml", headers=HOST)
    assert answer.headers["Content-Type"].startswith("application/xml")
    pages = [one.text for one in ET.fromstring(answer.body).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(set(pages)) == len(pages) == 6 + len(codes(shipped))
    assert {"https://climate.example/", "https://climate.example/?view=rank"} < set(pages)
    assert "https://climate.example/country/KEN" in pages


def test_the_file_for_language_models_lists_tables_briefs_and_doubts(asked):
    text = asked("/llms.txt", headers=HOST).body.decode()
    assert text.startswith("# World climate and development\n")
    assert "- [Kenya](https://climate.example/country/KEN)" in text
    assert "https://climate.example/download/openapi.json" in text
    assert "low confidence" in text


def test_robots_txt_names_the_sitemap(shipped, monkeypatch):
    text = answers_of(robots.ROUTES, shipped, monkeypatch)("/robots.txt", headers=HOST).body.decode()
    assert text.endswith("\nSitemap: https://climate.example/sitemap.xml\n")

"""robots.txt, by the rules of RFC 9309: scripts may be fetched, answers to scripts and endless addresses may not."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

import pytest

from dashboard.server import robots


def longest_rule(path: str) -> str:
    """Return the rule that counts for a path: the longest that fits (RFC 9309, 2.2.2); "Allow" without one."""

    def fits(rule: str) -> bool:
        begin, star, rest = rule.partition("*")
        return path.startswith(begin) and (not star or rest in path[len(begin) :])

    rules = [line.split(": ") for line in robots.text().splitlines() if "llow: /" in line]
    found = [(len(rule), kind) for kind, rule in rules if fits(rule)]
    return max(found)[1] if found else "Allow"


@pytest.mark.parametrize(
    "path",
    ["/", "/download/", "/components/dashboard_made/scripts/__javascript__/a.js?v=1", "/static/js/bokeh.min.js?v=2"],
)
def test_the_first_page_and_its_scripts_may_be_fetched(path: str):
    assert longest_rule(path) == "Allow"


@pytest.mark.parametrize(
    "path", ["/?country=KEN", "/?", "/map-state?country=KEN", "/search?q=fish", "/ws", "/own-file", "/healthz"]
)
def test_answers_to_scripts_and_addresses_without_end_may_not(path: str):
    assert longest_rule(path) == "Disallow"


def test_crawlers_of_shared_links_may_fetch_any_page_and_its_picture():
    parser = RobotFileParser()
    parser.parse(robots.text().splitlines())
    assert parser.can_fetch("Twitterbot", "/?country=KEN")
    assert longest_rule("/preview.png?country=KEN") == "Allow"


def test_a_common_parser_reads_it():
    parser = RobotFileParser()
    parser.parse(robots.text().splitlines())
    assert parser.can_fetch("anyone", "/")
    assert not parser.can_fetch("anyone", "/map-state")
    assert parser.crawl_delay("anyone") == 10

"""Topics of a series: the World Bank's own, from the service; by code where it assigns none."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

BY_CODE = Path(__file__).parents[1] / "mappings" / "topics.toml"

OTHER = "Other series"
"""Topic of a series of which neither the service nor the code tells one."""


@cache
def by_code() -> dict[str, str]:
    """Return the topics by the first letters of a code."""
    return tomllib.loads(BY_CODE.read_text("utf-8"))


def topics_of(code: str, from_service: Iterable[str]) -> tuple[str, ...]:
    """Return the topics of a series, the main one first; at least one.

    >>> topics_of("EN.GHG.CO2.MT.CE.AR5", ())
    ('Climate Change',)
    """
    if given := tuple(dict.fromkeys(topic.strip() for topic in from_service if topic.strip())):
        return given
    fitting = [start for start in by_code() if code.upper().startswith(start) and _ends_there(code, start)]
    return (by_code()[max(fitting, key=len)],) if fitting else (OTHER,)


def _ends_there(code: str, start: str) -> bool:
    """Whether a part of the code ends after `start`: "SE" is not the start of "SEX.RATIO"."""
    return code[len(start) : len(start) + 1] in ("", ".", "_")

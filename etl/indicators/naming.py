"""Title and unit in a World Bank name.

A name ends with the unit in brackets: "GDP per capita (constant 2015 US$)". Some have a method there as well:
"Unemployment, total (% of total labor force) (national estimate)". The method stays in the title.
"""

from __future__ import annotations

import re

_LAST = re.compile(r"\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*$")

_METHOD = re.compile(
    r"(?:modell?ed|national) (?:ILO )?estimate|cumulative|(?!TEU|LCU|SIPRI)[A-Z][A-Za-z]*[A-Z]\+?s?|[A-Z]\w+ and [^%]*"
)
"""What last brackets contain besides units: methods, acronyms (GPI, FISIM), parts of names."""

_BEFORE_UNIT = re.compile(
    r"(BoP|NFL|DOD|TDS|PPG and IMF only|includes gold|(?:modell?ed|national) estimate|"
    r"lending rate minus [a-z ]+ rate), (?=\S)"
)
"""What the brackets contain before the unit."""

_WORDS = {"BoP": "balance of payments", "includes gold": "including gold", "NFL": "", "DOD": "", "TDS": "", "GPI": ""}
"""Of qualifiers in titles. Names with the empty ones say "net flows", "debt stocks", "debt service", "parity index"."""

_UNITS = (
    (re.compile(r"^annual % (?:growth|change)$|^annual %$"), "% a year"),
    (re.compile(r"^annual growth as (% of .*)$"), r"\1, growth a year"),
    (re.compile(r"^% (GDP|manufacturing|manufactured|value added|total)\b"), r"% of \1"),
    (re.compile(r"^current USD$"), "current US$"),
    (re.compile(r"^US\$$"), "current US$"),
    (re.compile(r"\bLCU\b"), "local currency"),
    (re.compile(r"^(\d+)=low to (\d+)=high$"), r"on a scale from \1 (low) to \2 (high)"),
    (re.compile(r"^(\d+)-(\d+) scale; \d+=best$"), r"on a scale from \1 to \2 (best)"),
    (re.compile(r"^scale\s(-?\d+)\s?[-–]\s?(\d+)$"), r"on a scale from \1 to \2"),
    (re.compile(r"^((?:\d{4}(?:-\d{4})?|maximum value in \d{4}) = 100)$"), r"index (\1)"),
    (re.compile(r"^base year varies by country$"), "index (base year varies by country)"),
    (re.compile(r"^number of people$"), "people"),
    (re.compile(r"^number of cases$"), "cases"),
    (re.compile("\N{NO-BREAK SPACE}"), " "),
)
"""Units in other words, so that one unit has one form."""


def unit_in(name: str) -> str:
    """Return the unit in the last brackets of a World Bank name, or "" without one.

    >>> unit_in("GDP per capita (constant 2015 US$)")
    'constant 2015 US$'
    >>> unit_in("Unemployment, total (% of total labor force) (national estimate)")
    '% of total labor force'
    >>> unit_in("GDP growth (annual %)")
    '% a year'
    """
    return _parts(name)[1]


def title_in(name: str) -> str:
    """Return the name without its unit; the name itself if nothing else would remain.

    >>> title_in("GDP per capita (constant 2015 US$)")
    'GDP per capita'
    >>> title_in("Unemployment, total (% of total labor force) (national estimate)")
    'Unemployment, total, national estimate'
    """
    return _parts(name)[0]


def _parts(name: str) -> tuple[str, str]:
    """Return title and unit."""
    plain = " ".join(name.split())
    rest, unit = plain, ""
    methods: list[str] = []
    while not unit and (found := _LAST.search(rest)):
        inside = found[1].strip()
        rest = rest[: found.start()]
        if _METHOD.fullmatch(inside):
            methods.insert(0, inside)
            continue
        if before := _BEFORE_UNIT.match(inside):
            methods.insert(0, before[1])
            inside = inside[before.end() :]
        unit = inside
    if not unit:  # brackets without a unit belong to the name
        return plain, ""
    for pattern, form in _UNITS:
        unit = pattern.sub(form, unit)
    words = [word for method in methods if (word := _WORDS.get(method, method.replace("modeled", "modelled")))]
    return ", ".join([rest.rstrip(" ,"), *words]).removeprefix(", ") or plain, unit

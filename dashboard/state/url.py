"""The selection as the query of an address, and back. Pure; anything unknown is ignored, and named.

Only what differs from the default is written, so that a plain link stays plain and "the default" stays the default.
Links live long: a name or a code that was ever written is read for ever (`FORMER_NAMES`, `FORMER_CODES`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dashboard.state.parameters import LATEST, MOST_COMPARED
from dashboard.state.selection import Selection

LONGEST = 40
"""Longer values are cut in what is said of them."""
LONGEST_QUERY = 2_000
"""What lies beyond is not read: all choices together take a third of it."""
MOST_SAID = 4
"""No more sentences about one link."""
BETWEEN = "~"
"""Stands between the codes of a list: needs no escape, and is in no code."""


@dataclass(frozen=True)
class Kind:
    """How a value is written and read; `read` raises ValueError for what cannot be one."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]
    longest: int = 40
    """Longer texts cannot be one; no code is as long."""


def _year(text: str) -> int | str:
    return LATEST if text.lower() == LATEST else _whole(text)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(text)
    return int(text)


def _years(text: str) -> tuple[int, ...]:
    return tuple(_whole(year) for year in text.split("-"))


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(text)
    return text == "1"


def _moves(text: str) -> tuple[tuple[str, float], ...]:
    """Of a code, a value, a code, a value ..."""
    parts = text.upper().split(BETWEEN) if text else []
    return tuple((code, float(value)) for code, value in zip(parts[::2], parts[1::2], strict=True))


CODE = Kind(str, str.upper)
WORD = Kind(str, str.lower)
SERIES = Kind(str, lambda text: text.upper() if "." in text else text.lower())  # a code has dots, a measure's id none
YEAR = Kind(str, _year)
WHOLE_YEAR = Kind(str, _whole)
YEARS = Kind(lambda years: f"{years[0]}-{years[1]}", _years)
FLAG = Kind(lambda is_set: str(int(is_set)), _flag)
CODES = Kind(BETWEEN.join, lambda text: tuple(dict.fromkeys(code for code in text.upper().split(BETWEEN) if code)))
MOVES = Kind(lambda moves: BETWEEN.join(f"{code}{BETWEEN}{value:.12g}" for code, value in moves), _moves, 400)

NAMES: dict[str, tuple[str, Kind]] = {
    "view": ("view", WORD),
    "country": ("country", CODE),
    "indicator": ("indicator", SERIES),
    "measure": ("measure", WORD),
    "baseline": ("baseline", YEARS),
    "trend_period": ("trend", YEARS),
    "year": ("year", YEAR),
    "map_base_year": ("start", WHOLE_YEAR),
    "projection": ("projection", WORD),
    "theme": ("theme", WORD),
    "embed": ("embed", FLAG),
    "countries": ("countries", CODES),
    "compare_scale": ("scale", WORD),
    "base_year": ("since", YEAR),
    "compare_log": ("log", FLAG),
    "compare_quantity": ("compare", SERIES),
    "independent_axes": ("own", FLAG),
    "reference_group": ("behind", WORD),
    "era5": ("era5", FLAG),
    "every_window": ("windows", FLAG),
    "x": ("x", SERIES),
    "y": ("y", SERIES),
    "size": ("size", SERIES),
    "x_log": ("xlog", FLAG),
    "y_log": ("ylog", FLAG),
    "rank_by": ("rank", SERIES),
    "rank_order": ("order", WORD),
    "driver": ("driver", SERIES),
    "changes": ("if", MOVES),
    "similar_by": ("alike", WORD),
    "region": ("region", CODE),
    "income": ("income", CODE),
    "table": ("table", WORD),
}
"""Each choice's name in an address, and how its value is written."""

REPLACED = ("year", "trend", "since", "theme", "if")
"""Names in an address that change with every step of a slider, or are not where the reader is: a change of these alone
replaces the address, instead of adding a step to the browser's history. assets/js/page/address.js is told of them."""

FORMER_NAMES: dict[str, str] = {}
"""Name in old links -> name now. Version 1 (0.1.0) wrote `country` and `indicator`, which still are called so."""

FORMER_CODES: dict[str, str] = {"EN.ATM.CO2E.PC": "EN.GHG.CO2.PC.CE.AR5"}
"""Series code in old links -> code now, where the World Bank replaced a series by another of the same meaning."""

_BY_NAME = {short: (name, kind) for name, (short, kind) in NAMES.items()}


def encode(selection: Selection) -> str:
    """The query, with its question mark, or "" when everything is at its default."""
    chosen = selection.choices()
    written = {
        short: kind.write(chosen[name])
        for name, (short, kind) in NAMES.items()
        if chosen[name] != selection.defaults[name]
    }
    return f"?{urlencode(written, safe=BETWEEN)}" if written else ""


def encode_all(selection: Selection) -> str:
    """The query that restores the view whatever the defaults will be one day: every choice is written.

    The theme is written only if one was chosen: it is the reader's own, not the view's. Where the page stands, alone or
    in a frame, is no choice of what is seen, and is not written.
    """
    return f"?{urlencode(written(selection.choices(), selection), safe=BETWEEN)}"


def written(chosen: dict[str, Any], selection: Selection) -> dict[str, str]:
    """Choices by their names in an address, as `encode_all` writes them; None, "as it fits", is left out."""
    is_own = {"embed": True, "theme": chosen["theme"] == selection.defaults["theme"]}
    return {
        short: kind.write(chosen[name])
        for name, (short, kind) in NAMES.items()
        if chosen[name] is not None and not is_own.get(name)
    }


def decode(query: str, selection: Selection) -> tuple[dict[str, Any], list[str]]:
    """What a query asks for, and a sentence for each part of it that cannot be followed.

    Names that a link says nothing about are at their default. Codes are read in either case.
    """
    chosen, ignored = dict(selection.defaults), []
    for short, text in parse_qsl(query[:LONGEST_QUERY].removeprefix("?"), keep_blank_values=True):
        known = _BY_NAME.get(FORMER_NAMES.get(short, short))
        if known is None:
            continue  # tracking parameters and the like are nobody's mistake
        name, kind = known
        if kind is CODES:
            kept, said = _codes(text, name, selection)
            chosen[name] = kept
            ignored.extend(said)
            continue
        value = _read(kind, text.strip())
        if value is not None and selection.offers(name, value):
            chosen[name] = value
        else:
            ignored.append(f"This link asks for the {short} “{_cut(text)}”, which is not among the figures here.")
    if len(ignored) > MOST_SAID:
        ignored[MOST_SAID:] = [f"{len(ignored) - MOST_SAID} more parts of this link cannot be followed."]
    return chosen, ignored


def _read(kind: Kind, text: str) -> Any:
    """The value, or None where the text cannot be one."""
    if len(text) > kind.longest:
        return None
    try:
        value = kind.read(text)
    except ValueError:
        return None
    return FORMER_CODES.get(value, value) if kind is SERIES else value


def _codes(text: str, name: str, selection: Selection) -> tuple[tuple[str, ...], list[str]]:
    """The codes of a list that are on offer, as many as can be shown, and what is said of the others."""
    asked = CODES.read(text)
    known = tuple(code for code in asked if selection.offers(name, (code,)))
    return known[:MOST_COMPARED], list(_said_of_codes(asked, known))


def _said_of_codes(asked: tuple[str, ...], known: tuple[str, ...]) -> Iterator[str]:
    unknown = [code for code in asked if code not in known]
    if unknown:
        yield f"This link asks for the country “{_cut(unknown[0])}”, which is not among the figures here."
    if len(unknown) > 1:
        yield f"{len(unknown) - 1} more of its countries are not, either."
    if len(known) > MOST_COMPARED:
        yield f"This link compares {len(known)} countries; the first {MOST_COMPARED} are shown."


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"

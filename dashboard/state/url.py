"""Encode the selection as the query of an address, and decode it. Pure; unknown parts are ignored, and named.

Only what differs from the default is written, so that links are short and defaults may change.
Old links stay valid: every name and code ever written is still read (`FORMER_NAMES`, `FORMER_CODES`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dashboard.state.parameters import LATEST, MOST_COMPARED
from dashboard.state.selection import Selection
from dashboard.state.unknown_values import unknown

LONGEST_QUERY = 2_000
"""Characters of a query that are read: all choices together take a third of that."""
MOST_SENTENCES = 4
"""Most sentences about one link."""
BETWEEN = "~"
"""Separator of the codes in a list: needs no escape, and is in no code."""


@dataclass(frozen=True)
class Kind:
    """How a value is written and read; `read` raises ValueError for an invalid text."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]
    longest: int = 40
    """Length above which a text is invalid; no code is as long."""


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
    """Return pairs of code and value from a text of code, value, code, value ..."""
    parts = text.upper().split(BETWEEN) if text else []
    return tuple((code, float(value)) for code, value in zip(parts[::2], parts[1::2], strict=True))


CODE = Kind(str, str.upper)
WORD = Kind(str, str.lower)
SERIES = Kind(str, lambda text: text.upper() if "." in text else text.lower())  # a measure's id has no dots
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
    "projected_until": ("until", WHOLE_YEAR),
    "map_base_year": ("start", WHOLE_YEAR),
    "projection": ("projection", WORD),
    "theme": ("theme", WORD),
    "embed": ("embed", FLAG),
    "countries": ("countries", CODES),
    "compare_scale": ("scale", WORD),
    "base_year": ("since", YEAR),
    "compare_years": ("years", YEARS),
    "compare_log": ("log", FLAG),
    "compare_quantity": ("compare", SERIES),
    "independent_axes": ("own", FLAG),
    "reference_group": ("behind", WORD),
    "era5": ("era5", FLAG),
    "every_window": ("windows", FLAG),
    "future": ("future", FLAG),
    "scenario": ("scenario", WORD),
    "x": ("x", SERIES),
    "y": ("y", SERIES),
    "size": ("size", SERIES),
    "x_log": ("xlog", FLAG),
    "y_log": ("ylog", FLAG),
    "rank_by": ("rank", SERIES),
    "rank_order": ("order", WORD),
    "rank_tab": ("tab", WORD),
    "driver": ("driver", SERIES),
    "changes": ("if", MOVES),
    "similar_by": ("alike", WORD),
    "region": ("region", CODE),
    "income": ("income", CODE),
    "table": ("table", WORD),
    "vintage": ("vintage", WORD),
}
"""Name of each choice in an address, and how its value is written."""

REPLACED = ("year", "until", "trend", "since", "theme", "if")
"""Names in an address that change with every step of a slider, or do not belong to the view: a change of these alone
replaces the address, instead of adding a step to the browser's history (`assets/js/page/address.js`)."""

TRACKING = (
    "utm_", "mtm_", "pk_", "fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "twclid", "ttclid",
    "yclid", "igshid", "mc_cid", "mc_eid", "_ga", "_gl", "_hs",
)  # fmt: skip
"""Beginnings of parameters that other web sites add to links; the page drops them, and files ignore them."""

FORMER_NAMES: dict[str, str] = {}
"""Name in old links -> name now. Version 0.1.0 wrote `country` and `indicator`, which have the same names now."""

FORMER_CODES: dict[str, str] = {"EN.ATM.CO2E.PC": "EN.GHG.CO2.PC.CE.AR5"}
"""Series code in old links -> code now, if the World Bank replaced a series by another of the same meaning."""

FORMER_TOPICS = {
    "climate": "climate-change",
    "energy": "energy-mining",
    "economy": "economy-growth",
    "people": "social-protection-labor",
    "land-and-water": "agriculture-rural-development",
}
"""Topic in old links -> the World Bank's topic with most of its series, which is offered in its place."""

_BY_NAME = {short: (name, kind) for name, (short, kind) in NAMES.items()}


def encode(selection: Selection, **changes: Any) -> str:
    """Return the query of a selection, with changes, and its question mark; "" if all choices are at their defaults."""
    return _query(selection.choices() | changes, selection)


def canonical(selection: Selection) -> str:
    """Return the query of what is shown, for search engines and previews: without the theme, the same in a frame."""
    chosen = selection.choices() | {name: selection.defaults[name] for name in ("theme", "embed")}
    return _query(chosen, selection)


def _query(chosen: dict[str, Any], selection: Selection) -> str:
    written = {
        short: kind.write(chosen[name])
        for name, (short, kind) in NAMES.items()
        if chosen[name] != selection.defaults[name]
    }
    return f"?{urlencode(written, safe=BETWEEN)}" if written else ""


def encode_all(selection: Selection) -> str:
    """Return the query with every choice, which restores the view even if defaults change.

    The theme is written only if one was chosen, as it belongs to the reader. Whether the page is in a frame is not
    written.
    """
    return f"?{urlencode(written(selection.choices(), selection), safe=BETWEEN)}"


def written(chosen: dict[str, Any], selection: Selection) -> dict[str, str]:
    """Return choices by their names in an address, as in `encode_all`; None, "automatic", is left out."""
    is_own = {"embed": True, "theme": chosen["theme"] == selection.defaults["theme"]}
    return {
        short: kind.write(chosen[name])
        for name, (short, kind) in NAMES.items()
        if chosen[name] is not None and not is_own.get(name)
    }


def decode(query: str, selection: Selection) -> tuple[dict[str, Any], list[str]]:
    """Return the choices in a query, and a sentence for each part that is ignored.

    Choices that are not in the query are at their defaults. Codes are read in upper and lower case.
    """
    chosen, ignored = dict(selection.defaults), []
    for short, text in parse_qsl(query[:LONGEST_QUERY].removeprefix("?"), keep_blank_values=True):
        known = _BY_NAME.get(FORMER_NAMES.get(short, short))
        if known is None:
            continue  # tracking parameters and the like are not the reader's mistake
        name, kind = known
        if kind is CODES:
            chosen[name], sentences = _codes(text, name, selection)
            ignored.extend(sentences)
            continue
        value = _read(kind, text.strip())
        if name == "similar_by" and not selection.offers(name, value):
            value = FORMER_TOPICS.get(value, value)
        if value is not None and selection.offers(name, value):
            chosen[name] = value
        else:
            ignored.append(unknown(short, text))
    if len(ignored) > MOST_SENTENCES:
        ignored[MOST_SENTENCES:] = [f"{len(ignored) - MOST_SENTENCES} more settings in this link were not recognised."]
    return chosen, ignored


def _read(kind: Kind, text: str) -> Any:
    """Return the value, or None for an invalid text."""
    if len(text) > kind.longest:
        return None
    try:
        value = kind.read(text)
    except ValueError:
        return None
    return FORMER_CODES.get(value, value) if kind is SERIES else value


def _codes(text: str, name: str, selection: Selection) -> tuple[tuple[str, ...], list[str]]:
    """Return the codes of a list that can be selected and shown, and sentences about the others."""
    asked = CODES.read(text)
    known = tuple(code for code in asked if selection.offers(name, (code,)))
    return known[:MOST_COMPARED], list(_ignored_codes(asked, known))


def _ignored_codes(asked: tuple[str, ...], known: tuple[str, ...]) -> Iterator[str]:
    missing = [code for code in asked if code not in known]
    if missing:
        yield unknown("country", missing[0])
    if len(missing) > 1:
        yield f"{len(missing) - 1} more of its countries {'was' if len(missing) == 2 else 'were'} ignored."
    if len(known) > MOST_COMPARED:
        yield f"This link compares {len(known)} countries; the first {MOST_COMPARED} are shown."

"""Sentences for the Rank view: first and last place, ranges of ranks, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dashboard.analysis.rank import Ranking
from dashboard.analysis.stripes import Stripes
from dashboard.snapshot import doubts, names, projection_source, provenance
from dashboard.snapshot.codes import PROJECTED
from dashboard.snapshot.quantities import Quantity
from dashboard.snapshot.store import Snapshot
from dashboard.snapshot.tolerance import TOLERANCE_YEARS
from dashboard.text import emergence, projected_map
from dashboard.text.numbers import amount, end, signed, with_minus
from measures.confidence import CONFIDENCE
from measures.ranks import DRAWS

RANK_RANGES = (
    f"Rank range (95 %): the middle {CONFIDENCE * 100:.0f} % of {DRAWS:,} draws from the confidence intervals of all "
    "values."
)
"""Note on `Ranking.rank_ranges`, next to the table and in its file."""

INTERVALS = (
    "Confidence intervals reflect year-to-year variability only. Arrows: the interval continues beyond the axis."
)
FILLED_IN = "Where stations are missing, CRU TS relaxes to climatology, which underestimates change."

MODELLED = "Modelled: means of 20 years, by the median of the CMIP6 models. A scenario is no forecast."

STRIPES = "Warming stripes by country, largest change first"

NO_VALUE = "No country in this selection has a value."

THIN, DISPUTED = "†", "‡"
"""Marks beside names: the years are filled in; the sources disagree or the record has a step."""


def doubt_mark(own: Mapping[str, str]) -> str:
    """Return the mark of an economy's doubts; "" without any. Infilled years come first, as on the map."""
    if not own:
        return ""
    return THIN if doubts.INFILLED in own else DISPUTED


def doubt(ranked: Ranking, row: int) -> str:
    """Return why a value is doubted, with figures; "" without a doubt."""
    return with_minus("; ".join(ranked.doubt[row].values()))


def value(ranked: Ranking, row: int) -> str:
    """Return a value with its unit; a year has none."""
    figure = plain(ranked, ranked.value[row])
    return figure if ranked.quantity.is_year else f"{figure} {ranked.quantity.unit}"


def plain(ranked: Ranking, figure: float) -> str:
    """Return a number of this ranking: a plain year, a signed change of temperature, else three significant digits."""
    if ranked.quantity.is_year:
        return f"{figure:.0f}"
    return signed(figure, 2) if ranked.quantity.is_measure else amount(figure, ranked.quantity.decimals)


def extremes(about: Quantity, ascending: bool) -> tuple[str, str]:
    """Return the words for first and last: "highest" and "lowest", or for years "latest" and "earliest"."""
    most, least = ("latest", "earliest") if about.is_year else ("highest", "lowest")
    return (least, most) if ascending else (most, least)


def interval(ranked: Ranking, row: int) -> str:
    """Return the 95 % interval, "2005 or later" if it has no upper end, or a dash."""
    low, high = ranked.low95[row], ranked.high95[row]
    if np.isfinite([low, high]).all():
        if ranked.quantity.is_measure and not ranked.quantity.is_year:
            return f"{end(low, 2)} to {end(high, 2)}"
        return f"{plain(ranked, low)} to {plain(ranked, high)}"
    later, earlier = ("or later", "or earlier") if ranked.quantity.is_year else ("or more", "or less")
    if np.isfinite(low):
        return f"{plain(ranked, low)} {later}"
    return f"{plain(ranked, high)} {earlier}" if np.isfinite(high) else "–"


def rank_range(ranked: Ranking, row: int) -> str:
    """Return the range of ranks within the interval: "3–17"; "" without intervals."""
    if ranked.rank_ranges is None:
        return ""
    first, last = (int(place) for place in ranked.rank_ranges[row])
    return f"{first}" if first == last else f"{first}–{last}"


def heading(ranked: Ranking) -> str:
    """Return the title of bars and table, with year or period and unit: "Life expectancy at birth, 2024 (years)"."""
    about = ranked.quantity
    period = "" if about.base_period else about.window or (str(ranked.year) if ranked.year else "")
    unit = "" if about.is_year or not about.unit else f" ({about.unit})"
    return f"{about.title}{f', {period}' if period else ''}{unit}"


def sentence(ranked: Ranking, own: str, ascending: bool, asked: int | str) -> str:
    """Return first, last, and the selected country's rank with its range."""
    if not ranked.iso3:
        return NO_VALUE
    parts = [relative_to(ranked.quantity), _ends(ranked, ascending)]
    if own in ranked.iso3:
        parts.append(_own(ranked, ranked.iso3.index(own), ascending))
    if isinstance(asked, int) and ranked.year is not None and asked != ranked.year:
        parts.append(f"There are no values for {asked}; {ranked.year} is shown.")
    return " ".join(part for part in parts if part)


def relative_to(about: Quantity) -> str:
    """Return which years a difference is between: "1995–2024 relative to 1901–1930."; "" for another quantity."""
    return f"{about.period} relative to {about.base_period}." if about.base_period else ""


def numbered(ranked: Ranking) -> list[str]:
    """Return the economies' names with their places, in order: "1. Mongolia"."""
    return [f"{place}. {name}" for place, name in zip(ranked.ranks, ranked.name, strict=True)]


def dated_value(ranked: Ranking, row: int) -> str:
    """Return a value with its unit and its years."""
    years = ranked.quantity.window_in_words if ranked.value_years is None else ranked.value_years[row]
    return f"{value(ranked, row)} ({years})"


def uncertainty(ranked: Ranking, row: int) -> str:
    """Return a value's interval and its range of ranks, of a projected value the spread of the models; "" without."""
    if ranked.scenario:
        has_spread = bool(np.isfinite([ranked.low95[row], ranked.high95[row]]).all())
        return f"{projected_map.SPREAD} {interval(ranked, row)}" if has_spread else projected_map.NO_SPREAD
    if ranked.rank_ranges is None:
        return ""
    return f"95 % CI {interval(ranked, row)}; rank {ranked.ranks[row]}, 95 % range {rank_range(ranked, row)}"


def source(snapshot: Snapshot, quantity: Quantity) -> str:
    """Return the source line of the bars, of a measure with notes on intervals and infilled years."""
    if quantity.id == PROJECTED:
        return f"{projection_source.line(snapshot)} {MODELLED}"
    if not quantity.is_measure:
        return provenance.line(snapshot, quantity.id)
    return f"{provenance.line(snapshot, provenance.TEMPERATURE)} {FILLED_IN} {INTERVALS}"


def stripes_source(snapshot: Snapshot) -> str:
    """Return the source line of the stripes, with the note on infilled years."""
    return f"{provenance.line(snapshot, provenance.TEMPERATURE)} {FILLED_IN}"


def stripes(shown: Stripes, baseline: tuple[int, int], kept: str) -> str:
    """Return the caption of the stripes. It names no first and last place: half of the extremes are in doubt."""
    if not shown.iso3:
        return f"No country in this selection has enough temperatures in {baseline[0]}–{baseline[1]}."
    return (
        f"Annual temperature anomalies of {count(len(shown.iso3))}{kept}, {shown.years[0]}–{shown.years[-1]}, each "
        f"from its own {baseline[0]}–{baseline[1]} mean. All rows share one colour scale."
    )


def count(many: int) -> str:
    """Return a number of countries: "1 country", "217 countries"."""
    return f"{many} {'country' if many == 1 else 'countries'}"


def _ends(ranked: Ranking, ascending: bool) -> str:
    """Return first and last place, the only country, or the value that all share."""
    many, last = len(ranked.iso3), len(ranked.iso3) - 1
    top, bottom = (plain(ranked, ranked.value[row]) for row in (0, last))
    if many == 1:
        return f"Only {_name(ranked, 0)} has a value ({top})."
    if ranked.value[0] == ranked.value[last]:
        return f"All {many} countries have the same value ({top})."
    first_is, last_is = extremes(ranked.quantity, ascending)
    first, final = (int((ranked.value == ranked.value[row]).sum()) for row in (0, last))
    most = f"{_name(ranked, 0)} is" if first == 1 else f"{first} are"
    least = _name(ranked, last) if final == 1 else f"{final}"
    return f"Of {many} countries, {most} {first_is} ({top}) and {least} {last_is} ({bottom})."


def _name(ranked: Ranking, row: int) -> str:
    return names.in_sentence(ranked.iso3[row], ranked.name[row])


def _own(ranked: Ranking, row: int, ascending: bool) -> str:
    name, first = names.starting_sentence(ranked.iso3[row], ranked.name[row]), extremes(ranked.quantity, ascending)[0]
    between = f"95 % range {rank_range(ranked, row)}; " if ranked.rank_ranges is not None else ""
    return f"{name} ranks {ranked.ranks[row]} ({between}1 = {first}) with {plain(ranked, ranked.value[row])}."


def _without_ranges(ranked: Ranking) -> str:
    """Return why projected values have no ranges of ranks."""
    known, all_ranked = int(np.isfinite(ranked.low95).sum()), len(ranked.iso3)
    if known == all_ranked:
        return "Modelled; ranks are by the median of the models."
    lacks = f"for {known} of {count(all_ranked)} only" if known else "for no country"
    return f"Modelled; ranks are by the median of the models and have no range: the spread is known {lacks}."


def notes(ranked: Ranking) -> str:
    """Return which values are doubted, missing or of another year."""
    sentences = [_without_ranges(ranked)] if ranked.scenario else []
    thin, disputed = (sum(doubt_mark(own) == mark for own in ranked.doubt) for mark in (THIN, DISPUTED))
    if thin:
        rely = "relies" if thin == 1 else "rely"
        sentences.append(f"{thin} ({THIN}, hatched) {rely} on infilled data; treat their ranks with caution.")
    if disputed:
        sentences.append(f"For {disputed} ({DISPUTED}, hatched) the sources disagree or the record has a step.")
    if ranked.not_emerged:
        sentences.append(f"{emergence.counted(ranked.pending, ranked.not_emerged)}.")
    if ranked.missing:
        sentences.append(f"{ranked.missing} more {'has' if ranked.missing == 1 else 'have'} no value.")
    if ranked.value_years is not None and ranked.year is not None:
        other = int((ranked.value_years != ranked.year).sum())
        if other:
            use = "uses" if other == 1 else "use"
            sentences.append(f"{other} {use} a value from up to {TOLERANCE_YEARS} years away; the table has its year.")
    return " ".join(sentences)

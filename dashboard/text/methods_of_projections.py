"""Methods of projected temperatures and of warming levels: how projections are joined to observations."""

from __future__ import annotations

from dashboard.snapshot import warming_measures
from dashboard.snapshot.projections import REFERENCE, has_projections
from dashboard.snapshot.store import Snapshot
from dashboard.text.method import Method

BASE = f"{REFERENCE[0]}–{REFERENCE[1]}"

PROJECTED_CHANGE = Method(
    warming_measures.PROJECTED_CHANGE.method,
    f"The change from {BASE} that the CMIP6 models project under a scenario: the median of the ensemble and, where "
    f"published, its 10th and 90th percentiles. It is added to the observed mean of {BASE} (delta method). Quoted "
    "changes are means of 20 years. Regions and the World are area-weighted means over land.",
    f"T(y) = T̄<sub>observed, {BASE}</sub> + M<sub>p</sub>(y) − M̄<sub>p, {BASE}</sub>",
    f"A model’s bias in level cancels in its change. Each percentile counts from its own mean of {BASE}, which "
    "approximates the spread of change. Where the median lies outside, the range ends with it. The mean of a region’s "
    "percentiles is wider than the spread of its mean. Scenarios have no probability.",
    "CMIP6 (Eyring et al. 2016, Geosci. Model Dev. 9, 1937–1958) via the Climate Change Knowledge Portal; Hawkins and "
    "Sutton 2016, Bull. Am. Meteorol. Soc. 97, 963–980.",
)

WARMING_LEVELS = Method(
    "Warming level",
    "When a country itself passes +1.5, +2, +3 or +4 °C from the baseline, under each scenario. The year is the middle "
    "of the first 20 years whose mean reaches the level. "
    f"Years to {REFERENCE[1]} are observed, later ones are projected.",
    "(T(y − 9) + … + T(y + 10)) / 20 − T̄<sub>baseline</sub> ≥ L, for the first time in year y",
    "The middle of 20 years is the tenth, as 2050 is of 2041–2060. A level that no mean reaches by 2081–2100 is “not "
    "before 2100”. It is the country’s own change, which differs from the world’s.",
    "IPCC AR6 WGI, Cross-Chapter Box 2.3 (20-year means); Table SPM.1 for the world.",
)


def projection_methods(snapshot: Snapshot) -> list[Method]:
    """Return the methods of projections, or none for a snapshot without any."""
    return [PROJECTED_CHANGE, WARMING_LEVELS] if has_projections(snapshot) else []

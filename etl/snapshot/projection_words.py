"""Words on projections in data/README.md: what they are, how to use them, how to cite them, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_LINES = (
    "A projection is the modelled change of the annual mean temperature from the mean of 2015–2024 of the same",
    "scenario and percentile. It is to be added to the observed mean of those years (delta method): a model's bias in",
    "level cancels in its change (Hawkins and Sutton 2016, doi:10.1175/BAMS-D-14-00154.1). Each percentile counts from",
    "its own mean, which approximates the spread of change; it may lie a few hundredths of a degree on the wrong side",
    "of the median. Where a scenario has a median only, its spread is not in these figures. No scenario has a",
    "probability. `projection_areas` has the share of land behind each mean of the World and its regions.",
    "",
    "To cite: World Bank, Climate Change Knowledge Portal, CMIP6 ensemble (Eyring et al. 2016,",
    "doi:10.5194/gmd-9-1937-2016). Hot days (`hd35`) and tropical nights (`tr`) are other products of the portal, with",
    "the same scenarios and percentiles; they would need a request each, and a column in `projections`.",
    "",
)


def lines(catalog: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the lines in Markdown; none for a snapshot without projections."""
    return _LINES if catalog["tables"].get("projections", {}).get("rows") else ()

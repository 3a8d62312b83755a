"""What a visitor has chosen. One object a session; knows neither Panel nor the figures."""

from __future__ import annotations

from collections.abc import Iterable

import param

WORLD = "WLD"


class Selection(param.Parameterized):
    """The choices that every view follows and may set. Values are checked against what the snapshot offers."""

    country = param.Selector(
        default=WORLD, objects=[WORLD], doc="iso3 of the country shown; the World if none is chosen"
    )
    indicator = param.Selector(default="", objects=[""], doc="series code of the indicator shown")

    def __init__(self, countries: Iterable[str], indicators: Iterable[str], **chosen: str):
        """Offer `countries` and `indicators`; the World and the first indicator are chosen unless told otherwise."""
        offered = list(indicators)
        super().__init__()
        self.param.country.objects = list(countries)
        self.param.indicator.objects = offered
        self.defaults = {"country": WORLD, "indicator": offered[0]}
        self.param.update(**{**self.defaults, **chosen})

    def choices(self) -> dict[str, str]:
        """What is chosen now, by name."""
        return {name: getattr(self, name) for name in self.defaults}

    def offers(self, name: str, value: str) -> bool:
        """Whether `value` can be chosen for `name`."""
        return value in self.param[name].objects

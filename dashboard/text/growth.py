"""Sentences on temperature and economic growth: optimum, effect at a country's temperature, limitations."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.analysis.growth import MarginalEffect, OwnTemperature
from dashboard.snapshot.growth import GrowthFit
from dashboard.text.numbers import number, signed

QUESTION = "Does economic growth differ with temperature?"

CRITICS = (
    "This is an association with weather, not a forecast: it compares a country’s warmer with its cooler years.",
    "Results depend on the form of the curve and on how each country’s growth is trended (Newell, Prest and Sexton "
    "2021).",
)
"""Criticism in the literature: J. Environ. Econ. Manage. 108, 102445."""

METHOD = (
    "Growth of GDP per person on temperature and its square, with effects of country and year. Each country has a "
    "quadratic trend; errors are clustered by country (Burke, Hsiang and Miguel 2015). Temperature: CRU TS."
)


def measure(fit: GrowthFit) -> str:
    """Return the measure of growth in words."""
    if fit.is_log_difference:
        return f"log difference, countries with {fit.fewest_years} years or more"
    return "as published by the World Bank"


def optimum(fit: GrowthFit) -> str:
    """Return the sentence on the temperature of the highest growth."""
    fitted = fit.fitted
    return (
        f"Growth in {fit.years} was highest at {number(fitted.optimum_c, 1)} °C (standard error "
        f"{number(fitted.optimum_error_c, 1)} °C), across {fitted.n_countries} countries."
    )


def effect(name: str, own: OwnTemperature, effects: Iterable[MarginalEffect]) -> list[str]:
    """Return the sentences on a country: growth in a year 1 degC warmer than its mean, in each period."""
    at = f"{name}: annual mean temperature {number(own.mean_c, 1)} °C in {own.years}."
    return [at, *(_at_that_temperature(one) for one in effects)]


def _at_that_temperature(one: MarginalEffect) -> str:
    doubt = "; not significant" if one.low95 <= 0 <= one.high95 else ""
    return (
        f"A year 1 °C warmer changes growth by {signed(one.value, 2)} percentage points on the curve of "
        f"{one.fit.years} ({_interval(one)}{doubt})."
    )


def without_country(name: str) -> str:
    """Return the sentence for a place without an effect of its own."""
    return f"No effect for {name}. Select a country for the effect at its own temperature."


def chart_label(sentences: Iterable[str]) -> str:
    """Return the chart's name for screen readers: title, optima, and the sentences on the country."""
    return f"Growth of GDP per person by temperature: {' '.join(sentences)}"


def tooltip(fit: GrowthFit, at: int) -> str:
    """Return the tooltip of a point of the curve, HTML."""
    temperature, value, low, high = (fit.curve[name][at] for name in ("temperature_c", "value", "low95", "high95"))
    return (
        f"<b>{number(temperature, 1)} °C</b>, {fit.years}<br>{signed(value, 1)} percentage points<br>"
        f"95 % CI {signed(low, 1)} to {signed(high, 1)}"
    )


def _interval(one: MarginalEffect) -> str:
    return f"95 % CI {signed(one.low95, 2)} to {signed(one.high95, 2)}"

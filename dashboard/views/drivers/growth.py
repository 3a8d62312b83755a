"""Temperature and economic growth in the view Drivers: the curves, and the selected country on them."""

from __future__ import annotations

from dashboard.analysis import growth as growth_analysis
from dashboard.charts import growth as growth_chart
from dashboard.snapshot.growth import GrowthFit, drawn_fits, growth_fits, why_no_growth
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.text import growth as growth_text
from dashboard.text.numbers import number, signed
from dashboard.views.base import Follow, Part, ViewContext
from dashboard.views.widgets import html

SHEETS = ("components", "drivers/drivers_text")


def periods(snapshot: Snapshot) -> list[str]:
    """Return the years of each curve that the chart shows, the latest last; empty without one."""
    try:
        return [fit.years for fit in drawn_fits(snapshot)]
    except SnapshotError:  # the section shows why
        return []


class GrowthSection:
    """`parts` are placed by the view; without curves, only the sentence that says how to compute them."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Draw the curves, and mark the country selected."""
        self._context = context
        self.words = html.pane("", *SHEETS)
        self.parts: dict[str, Part] = {"growth_words": self.words}
        try:
            self._fits = drawn_fits(context.snapshot)
        except SnapshotError as error:
            self.words.object = html.element("p", str(error), class_="notice")
            return
        if not self._fits:
            self.words.object = html.element("p", why_no_growth(), class_="empty")
            return
        self.chart = growth_chart.draw(context.charts.theme, self._fits)
        context.charts.add(self.chart.figure)
        self.parts |= {
            "growth_chart": html.figure(self.chart.figure),
            "growth_table": html.pane(table(growth_fits(context.snapshot)), *SHEETS),
        }
        follow(self._show, "country", can_wait=True)
        self._show()

    def _show(self) -> None:
        """Update the sentences and the mark with the country selected."""
        snapshot, iso3 = self._context.snapshot, self._context.selection.country
        name = snapshot.countries.set_index("iso3").name[iso3]
        own = growth_analysis.own_temperature(snapshot, iso3)
        if own is None:
            sentences, point, tooltip = [growth_text.without_country(name)], None, ""
        else:
            drawn = [one for one in growth_analysis.marginal_effects(snapshot, own.mean_c) if one.fit in self._fits]
            sentences = growth_text.effect(name, own, reversed(drawn))
            height = growth_analysis.on_curve(self._fits[-1], own.mean_c)
            point = None if height is None else (own.mean_c, height)
            tooltip = html.element("b", f"{name}, {number(own.mean_c, 1)} °C") + (
                f"<br>{signed(drawn[-1].value, 2)} percentage points per °C"
            )
        growth_chart.mark(self.chart, point, tooltip)
        sentences = [*(growth_text.optimum(fit) for fit in reversed(self._fits)), *sentences]
        self.chart.set_label(growth_text.chart_label(sentences))
        self.words.object = (
            "".join(html.element("p", sentence) for sentence in sentences)
            + f'<ul class="caveats">{"".join(html.element("li", one) for one in growth_text.CRITICS)}</ul>'
        )


def table(fits: tuple[GrowthFit, ...]) -> str:
    """Return the coefficients of every period and series, HTML."""
    errors = ("T, % points per °C (SE)", "T², % points per °C² (SE)", "Optimum, °C (SE)")
    heads = ("Period", "Growth", *errors, "Countries")
    head = "".join(
        html.element("th", text, scope="col", class_="number" if at > 1 else "") for at, text in enumerate(heads)
    )
    rows = "".join(f"<tr>{_cells(fit)}</tr>" for fit in fits)
    caption = "Fitted coefficients, with standard errors (SE) clustered by country"
    thead = f"<caption>{caption}</caption><thead><tr>{head}</tr></thead>"
    return f'<table class="skills">{thead}<tbody>{rows}</tbody></table>'


def _cells(fit: GrowthFit) -> str:
    fitted = fit.fitted
    errors = fitted.standard_errors
    optimum = (
        f"{number(fitted.optimum_c, 1)} ({number(fitted.optimum_error_c, 1)})" if fitted.square < 0 else "no maximum"
    )
    numbers = (
        f"{number(fitted.linear, 3)} ({number(errors[0], 3)})",
        f"{number(fitted.square, 4)} ({number(errors[1], 4)})",
        optimum,
        str(fitted.n_countries),
    )
    return (
        html.element("th", fit.years, scope="row")
        + html.element("td", growth_text.measure(fit))
        + "".join(html.element("td", text, class_="number") for text in numbers)
    )

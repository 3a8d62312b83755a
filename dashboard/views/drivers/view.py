"""The model of warming: its verdict, importances and effects; the what-if; and similar countries."""

from __future__ import annotations

from typing import Any

import panel as pn
from typing_extensions import override

from dashboard.analysis.drivers import EffectData, effect_data
from dashboard.charts import effect as effect_chart
from dashboard.charts.bars import RankBars
from dashboard.charts.core.selection import on_select, quietly_select
from dashboard.snapshot import model as model_snapshot
from dashboard.snapshot.model import MOST_SHOWN, Model, model_of
from dashboard.text import drivers
from dashboard.text.numbers import signed
from dashboard.views.base import LinkPreview, Part, View, ViewContext
from dashboard.views.drivers import markup
from dashboard.views.drivers.growth import GrowthSection, periods
from dashboard.views.drivers.similar import Similar
from dashboard.views.drivers.what_if import WhatIf
from dashboard.views.widgets import html

SHEETS = ("components", "drivers/drivers_text")


class Drivers(View):
    """Without a model the view shows a sentence that says why, and similar countries."""

    is_slow = True
    name, title = "drivers", "Model"
    slots = (
        "sentence", "names", "bars", "importance", "effect_words", "effect", "skill", "caveats",
        "country", "year", "sliders", "answer", "growth_words", "growth_chart", "growth_table",
        "topic", "similar", "zone",
    )  # fmt: skip

    def __init__(self, context: ViewContext):
        """Draw both charts, and show what is selected."""
        super().__init__(context)
        self._model = model_of(context.snapshot)
        self._parts: dict[str, Part] = {}
        if self._model is None:
            why_not = html.element("p", model_snapshot.why_no_model(context.snapshot), class_="empty")
            self._parts["sentence"] = html.pane(why_not, *SHEETS)
        else:
            self._draw(self._model)
        self.growth = GrowthSection(context, self.follow)
        self.similar = Similar(context, self.follow)
        self._parts |= self.growth.parts | self.similar.parts

    @classmethod
    @override
    def fragment_words(cls, context: ViewContext) -> dict[str, Any]:
        snapshot = context.snapshot
        return {"has_model": model_of(snapshot) is not None, "growth_periods": periods(snapshot)}

    @override
    def parts(self) -> dict[str, Part]:
        """Return the content of each slot; those of a missing model are empty."""
        return self._parts

    @override
    def link_preview(self) -> LinkPreview:
        """Preview the answer to the view's question."""
        model = self._model
        if model is None:
            return LinkPreview(self.title, model_snapshot.why_no_model(self.context.snapshot))
        return LinkPreview(self.title, f"{drivers.QUESTION} {drivers.sentence(model)}")

    def _draw(self, model: Model) -> None:
        """Make what follows from the model alone, and what follows the selection."""
        self.rows = model.importance.head(MOST_SHOWN)
        self.names = html.pane("", "names_text", "drivers/drivers_text")
        self.bars = RankBars(self.context.charts.theme, "drivers")
        self.bars.figure.xaxis.ticker.desired_num_ticks = 4  # a phone has room for no more
        self.effect = effect_chart.draw(self.context.charts.theme)
        for chart in (self.bars, self.effect):
            self.context.charts.add(chart.figure)
        self.effect_words = html.pane()
        self.what_if = WhatIf(self.context, self.follow, model)
        self._show_importances(model)
        on_select(self.bars.source, self._clicked)
        self.follow(self._show_effect, "driver", "country", "year")
        self._show_effect()
        self._parts = {
            "sentence": html.pane(markup.verdict(model, self.context.snapshot), *SHEETS),
            "names": self.names,
            "bars": html.figure(self.bars.figure),
            "importance": html.pane(html.element("p", drivers.importances(model, MOST_SHOWN))),
            "effect_words": self.effect_words,
            "effect": html.figure(self.effect.figure),
            "skill": html.pane(markup.skill_table(model), *SHEETS),
            "caveats": html.pane(markup.caveats(model), *SHEETS),
            "country": self.what_if.country,
            "year": self.what_if.year,
            "sliders": self.what_if.sliders,
            "answer": self.what_if.answer,
        }

    def _show_importances(self, model: Model) -> None:
        rows = self.rows
        self.bars.update(
            {
                "value": rows.importance.to_numpy(float),
                "low": rows.low95.to_numpy(float),
                "high": rows.high95.to_numpy(float),
                "hatch": ["blank" if low > 0 else "right_diagonal_line" for low in rows.low95],
                "name": list(rows.title),
                **drivers.importance_tooltips(rows),
            }
        )
        self.bars.set_label(drivers.bars_label(model, MOST_SHOWN))

    def _show_effect(self) -> None:
        """Update the effect with the feature selected, which is marked among the bars, and with the country on it."""
        model, feature = self._model, self.context.selection.driver
        assert model is not None
        iso3, year = self.what_if.asked
        data = effect_data(self.context.snapshot, model, feature, iso3, year)
        name = self.what_if.name if data.own is not None else ""
        sentence, features = drivers.effect(model, data, name, year), list(self.rows.feature)
        with pn.io.hold():
            axis, digits = markup.row_label(model, feature), model.decimals(feature)
            effect_chart.update(self.effect, data.curve, axis, log=data.log, is_year=data.is_year, decimals=digits)
            self._mark_country(model, data, name, year)
            self.effect.set_label(drivers.effect_label(model, data, sentence))
            self.effect_words.object = html.element("p", sentence)
            self.names.object = markup.names(model, features, feature)
            quietly_select(self.bars.source, [features.index(feature)] if feature in features else [])

    def _mark_country(self, model: Model, data: EffectData, name: str, year: int) -> None:
        """Mark the country of the what-if on the curve, where the curve reaches its value."""
        if data.own_point is None:
            effect_chart.mark(self.effect, None, 0.0, "")
            return
        position, effect_c = data.own_point
        tooltip = html.element("b", drivers.own(model, data, name, year)) + f"<br>{signed(effect_c, 3)} °C"
        effect_chart.mark(self.effect, position, effect_c, tooltip)

    def _clicked(self, rows: list[int]) -> None:
        if not rows or self._model is None:
            return
        chosen = str(self.rows.feature.iloc[max(rows)])
        if chosen in self._model.drivers:
            self.context.selection.driver = chosen

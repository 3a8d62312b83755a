"""Do indicators say anything of a country's warming: the verdict, what the model goes by, what if, and who is alike."""

from __future__ import annotations

from typing import Any

import numpy as np
import panel as pn

from dashboard.analysis import relate, what_if
from dashboard.charts import effect as effect_chart
from dashboard.charts.bars import RankBars
from dashboard.charts.core.selection import on_select, quietly_select
from dashboard.snapshot import model as model_snapshot
from dashboard.snapshot import provenance
from dashboard.snapshot.model import MOST_SHOWN, YEAR, Model, model_of
from dashboard.snapshot.store import SnapshotError
from dashboard.text import drivers
from dashboard.text.numbers import number, signed
from dashboard.views.base import LinkPreview, Part, View, ViewContext
from dashboard.views.drivers import markup
from dashboard.views.drivers.similar import Similar
from dashboard.views.drivers.what_if import WhatIf
from dashboard.views.widgets import html

SHEETS = ("components", "drivers/drivers_shadow")


class Drivers(View):
    """Without a model the page says so, and shows who is alike all the same."""

    name, title = "drivers", "Drivers"
    slots = (
        "sentence", "names", "bars", "importance", "effect_words", "effect", "skill", "caveats",
        "country", "year", "sliders", "answer", "topic", "similar",
    )  # fmt: skip

    def __init__(self, context: ViewContext):
        """Draw both charts, and show what is selected."""
        super().__init__(context)
        self._model = model_of(context.snapshot)
        self._parts: dict[str, Part] = {}
        if self._model is None:
            said = html.element("p", model_snapshot.why_no_model(context.snapshot), class_="empty")
            self._parts["sentence"] = html.pane(said, *SHEETS)
        else:
            self._show(self._model)
        self.similar = Similar(context, self.follow)
        self._parts |= {"topic": self.similar.topic, "similar": self.similar.tables}

    @classmethod
    def fragment_words(cls, context: ViewContext) -> dict[str, Any]:
        """See `View`."""
        return {"has_model": model_of(context.snapshot) is not None}

    def parts(self) -> dict[str, Part]:
        """See `View`; places without a model stay empty."""
        return self._parts

    def link_preview(self) -> LinkPreview:
        """The answer to the view's question."""
        model = self._model
        if model is None:
            return LinkPreview(self.title, model_snapshot.why_no_model(self.context.snapshot))
        return LinkPreview(self.title, f"Do indicators say anything of a country’s warming? {drivers.sentence(model)}")

    def _show(self, model: Model) -> None:
        """What follows from the model alone, and what follows the selection."""
        self.rows = model.importance.head(MOST_SHOWN)
        self.names = html.pane("", "rank/rank_shadow", "drivers/drivers_shadow")
        self.bars = RankBars(self.context.charts.theme, "drivers")
        self.bars.figure.xaxis.ticker.desired_num_ticks = 4  # a phone has room for no more
        self.effect = effect_chart.draw(self.context.charts.theme)
        for chart in (self.bars, self.effect):
            self.context.charts.add(chart.figure)
        self.effect_words = html.pane()
        self.what_if = WhatIf(self.context, self.follow, model)
        self._rank(model)
        on_select(self.bars.source, self._clicked)
        self.follow(self._draw, "driver", "country", "year")
        self._draw()
        self._parts = {
            "sentence": html.pane(markup.verdict(model, _vintage(self.context)), *SHEETS),
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

    def _rank(self, model: Model) -> None:
        rows = self.rows
        intervals = [
            f"95 % interval {number(low, 4)} to {number(high, 4)} °C"
            for low, high in zip(rows.low95, rows.high95, strict=True)
        ]
        self.bars.update(
            {
                "value": rows.importance.to_numpy(float),
                "low": rows.low95.to_numpy(float),
                "high": rows.high95.to_numpy(float),
                "hatch": ["blank" if low > 0 else "right_diagonal_line" for low in rows.low95],
                "name": list(rows.title),
                "said": [f"error rises by {number(value, 4)} °C" for value in rows.importance],
                "interval": intervals,
                "doubt": ["" if low > 0 else "cannot be told from nothing" for low in rows.low95],
            }
        )
        self.bars.set_label(
            f"What the model goes by, rise of its error in °C: {drivers.importances(model, MOST_SHOWN)}"
        )

    def _draw(self) -> None:
        """The effect of the feature selected, which is marked among the bars."""
        model, feature = self._model, self.context.selection.driver
        assert model is not None
        found = model_snapshot.effect(model, feature)
        x, is_year = found["x"], feature == YEAR
        log = not is_year and relate.fits_log(x)
        said = drivers.effect(model, feature, x[0], x[-1], float(np.ptp(found["effect"])))
        features = list(self.rows.feature)
        with pn.io.hold():
            effect_chart.update(self.effect, found, markup.row_label(model, feature), log=log, is_year=is_year)
            said = f"{said} {self._mark(model, feature, found, log=log)}".strip()
            self.effect.set_label(f"The model’s answer along “{model.title(feature)}”, °C: {said}")
            self.effect_words.object = html.element("p", said)
            self.names.object = markup.names(model, features, feature)
            quietly_select(self.bars.source, [features.index(feature)] if feature in features else [])

    def _mark(self, model: Model, feature: str, found: dict[str, np.ndarray], *, log: bool) -> str:
        """Marks the country of the what-if on the curve; the sentence that says where it is, empty if it is unknown."""
        iso3, year = self.what_if.asked
        try:
            own = what_if.own_value(self.context.snapshot, model, iso3, year, feature)
        except SnapshotError:  # the what-if says so
            own = None
        x = found["x"]
        if own is None:
            effect_chart.mark(self.effect, None, 0.0, "")
            return ""
        is_within = bool(x[0] <= own <= x[-1])
        said = drivers.own(model, feature, self.what_if.name, year, own, is_within=is_within)
        if not is_within:
            effect_chart.mark(self.effect, None, 0.0, "")
            return said
        at, along = (np.log10(own), np.log10(x)) if log else (own, x)
        effect = float(np.interp(at, along, found["effect"]))
        effect_chart.mark(self.effect, at, effect, html.element("b", said) + f"<br>{signed(effect, 3)} °C")
        return said

    def _clicked(self, rows: list[int]) -> None:
        if not rows or self._model is None:
            return
        chosen = str(self.rows.feature.iloc[max(rows)])
        if chosen in self._model.drivers:
            self.context.selection.driver = chosen


def _vintage(context: ViewContext) -> str:
    """Of which release the figures are that the model was made of."""
    updated = str(context.snapshot.indicators.last_updated.max())
    climate = provenance.source_of(context.snapshot, provenance.TEMPERATURE)
    return f"Figures: World Bank series, the newest updated {updated}; temperatures {climate.vintage}."

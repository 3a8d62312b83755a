"""The tables of Drivers: skill, importances, the effect chosen, the what-if, and the countries alike."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analysis import similar, what_if
from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot import model as model_snapshot
from dashboard.snapshot import queries
from dashboard.snapshot.codes import slug
from dashboard.snapshot.model import SPLITS, YEAR, Model, model_of
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.table import Table, TableSpec
from dashboard.text import drivers
from dashboard.text import similar as similar_text
from dashboard.text import what_if as what_if_text

NO_CAUSE = "Associations in what was observed; nothing here says what brings about what."


def skill_table(snapshot: Snapshot, _selection: Selection) -> Table:
    """Every split beside every baseline."""
    model = model_of(snapshot)
    rows = model.skill if model else pd.DataFrame(columns=list(_SKILL))
    frame = rows[list(_SKILL)].rename(columns=_SKILL)
    frame["Held out"] = frame["Held out"].map(SPLITS)
    frame["Beside"] = frame["Beside"].map(drivers.BASELINES)
    return Table(
        "model-skill", "Skill of the model beside every baseline", frame, _sources(model), notes=_notes(snapshot)
    )


def importance_table(snapshot: Snapshot, _selection: Selection) -> Table:
    """Every feature, the most important first."""
    model = model_of(snapshot)
    columns = ["feature", "title", "importance", "low95", "high95"]
    rows = model.importance[columns] if model else pd.DataFrame(columns=columns)
    rise = "Rise of the error when shuffled (°C)"
    frame = rows.set_axis(["Feature", "Title", rise, "95 % interval from (°C)", "95 % interval to (°C)"], axis=1)
    title = "What the model goes by, countries held out"
    return Table(
        "model-importance",
        title,
        frame,
        _sources(model),
        notes=_notes(snapshot),
        decimals={str(n): 4 for n in frame.columns[2:]},
    )


def effect_table(snapshot: Snapshot, selection: Selection) -> Table:
    """The model's answer along the feature chosen."""
    model, feature = model_of(snapshot), selection.driver
    if model is None:
        return Table(
            "model-effect", "Effect on the model’s answer", pd.DataFrame(), (TEMPERATURE,), notes=_notes(snapshot)
        )
    found = model_snapshot.effect(model, feature)
    unit = model.unit(feature)
    frame = pd.DataFrame(
        {
            f"{model.title(feature)} ({unit})" if unit else "Year": found["x"],
            "Effect (°C)": found["effect"],
            "95 % interval from (°C)": found["low95"],
            "95 % interval to (°C)": found["high95"],
        }
    )
    return Table(
        f"model-effect-{feature.lower().replace('.', '-')}",
        f"How the model’s answer goes along: {model.title(feature)}",
        frame,
        _sources(model, [feature]),
        notes=(*_notes(snapshot), "Accumulated local effects about a mean of zero (Apley and Zhu 2020)."),
        decimals={str(name): 3 for name in frame.columns[1:]},
    )


def what_if_table(snapshot: Snapshot, selection: Selection) -> Table:
    """The values of the country and year, those moved, and the answer in the notes."""
    model, iso3 = model_of(snapshot), selection.country
    if model is None or not what_if.is_in_training(snapshot, model, iso3):
        why = _notes(snapshot) if model is None else ("Choose a country that the model was made with.",)
        return Table("what-if", "What if: no country is chosen", pd.DataFrame(), (TEMPERATURE,), notes=why)
    year, moved = what_if.nearest_year(model, selection.year), dict(selection.changes)
    own = what_if.feature_values(snapshot, model, iso3, year)
    found = what_if.predict(snapshot, iso3, year, selection.changes)
    values = [np.nan if one.value is None else one.value for one in own]
    frame = pd.DataFrame(
        {
            "Indicator": [model.title(one.feature) for one in own],
            "Unit": [model.unit(one.feature) for one in own],
            "As it is": values,
            "As moved": [moved.get(one.feature, value) for one, value in zip(own, values, strict=True)],
        }
    )
    economies = economies_snapshot.economies(snapshot)
    name, target = economies.name[economies.iso3.index(iso3)], model.about["target"]["words"]
    said = what_if_text.answered(name, year, found, len(moved), target)
    answer = f"Answer: {found.changed:.2f} °C ({what_if_text.interval(found)}). {said}"
    return Table(
        f"what-if-{iso3.lower()}-{year}",
        f"What if: {name}, {year}",
        frame,
        _sources(model),
        notes=(answer, what_if_text.outside(found, len(moved)), *_notes(snapshot)),
        units=dict.fromkeys(("As it is", "As moved"), "as in the row’s Unit"),
    )


def similar_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Every economy by how alike it is."""
    iso3, topic = selection.country, selection.similar_by
    if iso3 not in economies_snapshot.economies(snapshot).iso3:
        title = "Countries alike: no country is chosen"
        return Table("alike", title, pd.DataFrame(), (TEMPERATURE,), notes=("Choose a country.",))
    compared = similar.similarities(snapshot, iso3, topic)
    own = similar.find(compared, iso3)
    ranked = sorted((one for one in compared if one.iso3 != iso3), key=lambda one: (np.isnan(one.score), -one.score))
    frame = pd.DataFrame(
        {
            "Country": [one.name for one in ranked],
            "ISO code": [one.iso3 for one in ranked],
            "Alike (%)": [100 * one.score for one in ranked],
            "Agree most in": ["; ".join(reason.title for reason in one.reasons) for one in ranked],
            "Warming (°C)": [one.warming for one in ranked],
            "95 % interval from (°C)": [one.low95 for one in ranked],
            "95 % interval to (°C)": [one.high95 for one in ranked],
            f"Warming beside {own.name} (°C)": [one.warming - own.warming for one in ranked],
        }
    )
    where = f" in {queries.topics(snapshot)[topic].lower()}" if topic else ""
    listed = snapshot.indicators
    codes = [str(code) for code, of in zip(listed.id, listed.topic, strict=True) if not topic or slug(of) == topic]
    return Table(
        f"alike-{iso3.lower()}",
        f"Economies like {own.name}{where}",
        frame,
        (TEMPERATURE, *codes),
        notes=(similar_text.METHOD,),
        decimals={"Alike (%)": 0} | {str(name): 2 for name in frame.columns[4:]},
    )


DRIVERS_TABLES = (
    TableSpec("model-skill", "Model: skill beside every baseline", "drivers", skill_table, ()),
    TableSpec("model-importance", "Model: what it goes by", "drivers", importance_table, ()),
    TableSpec("model-effect", "Model: effect of the feature chosen", "drivers", effect_table, ("driver",)),
    TableSpec("what-if", "What if: values and answer", "drivers", what_if_table, ("country", "year", "changes")),
    TableSpec("alike", "Countries alike", "drivers", similar_table, ("country", "similar_by")),
)

_SKILL = {
    "split": "Held out",
    "baseline": "Beside",
    "rmse_model": "Error of the model (°C)",
    "rmse_baseline": "Error of the baseline (°C)",
    "skill": "Skill (1 is perfect, 0 no better)",
    "low95": "95 % interval from",
    "high95": "95 % interval to",
    "years_low95": "95 % interval over years from",
    "years_high95": "95 % interval over years to",
    "n_countries": "Countries",
    "n_rows": "Rows",
}


def _sources(model: Model | None, features: list[str] | None = None) -> tuple[str, ...]:
    used = model.about["features"] if model and features is None else features or []
    return (TEMPERATURE, *(str(feature) for feature in used if feature != YEAR))


def _notes(snapshot: Snapshot) -> tuple[str, ...]:
    model = model_of(snapshot)
    if model is None:
        return (model_snapshot.why_no_model(snapshot),)
    about = model.about
    made = f"Model of {about['built_at'][:10]}, target: {about['target']['words']}, seed {about['seed']}."
    stale = () if about["state"] == "fresh" else (f"Stale since {about['stale_since'][:10]}: {about['reason']}.",)
    return (made, *stale, NO_CAUSE)

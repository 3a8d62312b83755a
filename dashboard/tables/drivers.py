"""Tables of the Model view: skill, importances, the selected effect, the what-if, and similar countries."""

from __future__ import annotations

import numpy as np

from dashboard.analysis import similar, what_if
from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot import model as model_snapshot
from dashboard.snapshot import queries
from dashboard.snapshot.codes import slug
from dashboard.snapshot.model import SPLITS, YEAR, Model, model_of
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.columns import Column, constant, count, interval, measured, text, years
from dashboard.tables.table import OVER_COUNTRIES, WEATHER_ONLY, Table, TableSpec, without_rows
from dashboard.text import drivers
from dashboard.text import similar as similar_text
from dashboard.text import what_if as what_if_text

NO_CAUSE = "Associations in observed figures; they do not show causes."


def skill_table(snapshot: Snapshot, _selection: Selection) -> Table:
    """Return the skill of the model beside every baseline, for every split."""
    title, model = "Model skill by baseline and validation split", model_of(snapshot)
    if model is None:
        return without_rows("model-skill", title, _notes(snapshot))
    rows = model.skill
    columns = (
        text("split", "Held out", rows.split.map(SPLITS)),
        text("baseline", "Baseline", rows.baseline.map(drivers.BASELINES)),
        measured("rmse_model_c", "Error of the model", "°C", rows.rmse_model, 4),
        measured("rmse_baseline_c", "Error of the baseline", "°C", rows.rmse_baseline, 4),
        _share("skill", "Skill (1 is perfect, 0 no better)", rows.skill),
        _share("low95", "95 % CI from", rows.low95),
        _share("high95", "95 % CI to", rows.high95),
        _share("years_low95", "95 % CI over years from", rows.years_low95),
        _share("years_high95", "95 % CI over years to", rows.years_high95),
        count("n_countries", "Countries", rows.n_countries),
        count("n_rows", "Rows", rows.n_rows),
    )
    return Table("model-skill", title, columns, _sources(model), notes=_notes(snapshot), intervals=OVER_COUNTRIES)


def importance_table(snapshot: Snapshot, _selection: Selection) -> Table:
    """Return every feature of the model, the most important first."""
    title, model = "Feature importance, countries held out", model_of(snapshot)
    if model is None:
        return without_rows("model-importance", title, _notes(snapshot))
    rows = model.importance
    columns = (
        text("feature", "Feature", rows.feature),
        text("title", "Title", rows.title),
        measured("importance_c", "Rise of the error when permuted", "°C", rows.importance, 4),
        *interval(rows.low95, rows.high95, "°C", 4, suffix="_c"),
    )
    return Table("model-importance", title, columns, _sources(model), notes=_notes(snapshot), intervals=OVER_COUNTRIES)


def effect_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return the accumulated local effect of the chosen feature."""
    model, feature = model_of(snapshot), selection.driver
    if model is None:
        return without_rows("model-effect", "Effect on the prediction", _notes(snapshot))
    found = model_snapshot.effect(model, feature)
    unit, title = model.unit(feature), model.title(feature)
    rows = len(found["x"])
    columns = (
        constant("feature", feature, rows),
        measured("x", title, unit, found["x"]) if unit else years(found["x"], name="x"),
        constant("x_unit", unit or "year", rows),
        measured("effect_c", "Effect", "°C", found["effect"], 3),
        *interval(found["low95"], found["high95"], "°C", 3, suffix="_c"),
    )
    return Table(
        f"model-effect-{feature.lower().replace('.', '-')}",
        f"Effect of the selected feature (ALE): {title}",
        columns,
        _sources(model, [feature]),
        notes=(*_notes(snapshot), "Accumulated local effects (ALE), centred on zero (Apley and Zhu 2020)."),
        intervals=OVER_COUNTRIES,
    )


def what_if_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return the values of the country and year and those that were changed; the prediction is in the notes."""
    model, iso3 = model_of(snapshot), selection.country
    if model is None or not what_if.is_in_training(snapshot, model, iso3):
        why = _notes(snapshot) if model is None else ("Select a country of the model.",)
        return without_rows("what-if", "What-if: no country selected", why)
    year, changed = what_if.nearest_year(model, selection.year), dict(selection.changes)
    own = what_if.feature_values(snapshot, model, iso3, year)
    found = what_if.predict(snapshot, iso3, year, selection.changes)
    values = [np.nan if one.value is None else one.value for one in own]
    new_values = [changed.get(one.feature, value) for one, value in zip(own, values, strict=True)]
    economies = economies_snapshot.economies(snapshot)
    name, target = economies.name[economies.iso3.index(iso3)], model.about["target"]["words"]
    sentence = what_if_text.answered(name, year, found, len(changed), target)
    answer = f"Prediction: {found.changed:.2f} °C ({what_if_text.interval(found)}). {sentence}"
    columns = (
        constant("iso3", iso3, len(own)),
        constant("name", name, len(own)),
        years([year] * len(own)).off_page(),
        text("feature", "Feature", [one.feature for one in own]).off_page(),
        text("title", "Indicator", [model.title(one.feature) for one in own]),
        text("unit", "Unit", [model.unit(one.feature) for one in own]),
        measured("value", "Observed", OWN_UNIT, values).titled("Observed"),
        measured("new_value", "Changed", OWN_UNIT, new_values).titled("Changed"),
    )
    return Table(
        f"what-if-{iso3.lower()}-{year}",
        f"What-if: {name}, {year}",
        columns,
        _sources(model),
        notes=(answer, what_if_text.outside(found, len(changed)), *_notes(snapshot)),
    )


OWN_UNIT = "as in the row’s Unit"


def similar_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return every economy in the order of its similarity to the one chosen."""
    iso3, topic = selection.country, selection.similar_by
    if iso3 not in economies_snapshot.economies(snapshot).iso3:
        return without_rows("alike", "Similar countries: no country selected", ("Select a country.",))
    compared = similar.similarities(snapshot, iso3, topic)
    own = similar.find(compared, iso3)
    ranked = sorted((one for one in compared if one.iso3 != iso3), key=lambda one: (np.isnan(one.score), -one.score))
    differences = [one.warming - own.warming for one in ranked]
    columns = (
        constant("compared_with_iso3", iso3, len(ranked)),
        text("name", "Country", [one.name for one in ranked]),
        text("iso3", "ISO code", [one.iso3 for one in ranked]),
        measured("similarity_percent", "Similarity", "%", [100 * one.score for one in ranked], 0),
        text(
            "most_similar_in",
            "Most similar in",
            ["; ".join(reason.title for reason in one.reasons) for one in ranked],
        ),
        measured("warming_c", "Temperature change since 1901–1930", "°C", [one.warming for one in ranked], 2),
        *interval([one.low95 for one in ranked], [one.high95 for one in ranked], "°C", 2, suffix="_c"),
        measured("warming_difference_c", f"Difference from {own.name}", "°C", differences, 2),
    )
    where = f" in {queries.topics(snapshot)[topic].lower()}" if topic else ""
    listed = queries.featured(snapshot)
    codes = [str(code) for code, of in zip(listed.id, listed.topic, strict=True) if not topic or slug(of) == topic]
    return Table(
        f"alike-{iso3.lower()}",
        f"Countries similar to {own.name}{where}",
        columns,
        (TEMPERATURE, *codes),
        notes=(similar_text.METHOD,),
        intervals=WEATHER_ONLY,
    )


DRIVERS_TABLES = (
    TableSpec("model-skill", "Model: skill by baseline", "drivers", skill_table, ()),
    TableSpec("model-importance", "Model: feature importance", "drivers", importance_table, ()),
    TableSpec("model-effect", "Model: effect of the selected feature", "drivers", effect_table, ("driver",)),
    TableSpec("what-if", "What-if: values and prediction", "drivers", what_if_table, ("country", "year", "changes")),
    TableSpec("alike", "Similar countries", "drivers", similar_table, ("country", "similar_by")),
)


def _share(name: str, title: str, values: object) -> Column:
    """Return a column of a skill, which has no unit: 1 is perfect."""
    return measured(name, title, "1", values, 4).titled(title)


def _sources(model: Model | None, features: list[str] | None = None) -> tuple[str, ...]:
    used = model.about["features"] if model and features is None else features or []
    return (TEMPERATURE, *(str(feature) for feature in used if feature != YEAR))


def _notes(snapshot: Snapshot) -> tuple[str, ...]:
    model = model_of(snapshot)
    if model is None:
        return (model_snapshot.why_no_model(snapshot),)
    about = model.about
    made = f"Model of {about['built_at'][:10]}, target: {about['target']['words']}, seed {about['seed']}."
    stale = () if about["state"] == "fresh" else (f"Not updated since {about['stale_since'][:10]}: {about['reason']}.",)
    return (made, *stale, NO_CAUSE)

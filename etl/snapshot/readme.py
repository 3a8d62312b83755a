"""data/README.md, generated from the catalog so that it always matches the files next to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from etl.contract.model import STEPS
from etl.snapshot import model_state, model_words

FILE = "README.md"


def belongs(data_dir: Path, catalog: Mapping[str, Any], indicators: pd.DataFrame) -> bool:
    """Whether the file in `data_dir` belongs to this snapshot."""
    path = data_dir / FILE
    return path.exists() and path.read_text("utf-8") == text(catalog, indicators)


def text(catalog: Mapping[str, Any], indicators: pd.DataFrame) -> str:
    """Return the whole file in Markdown."""
    parts = [
        _head(catalog),
        _files(catalog),
        _sources(catalog),
        _climate(catalog),
        _model(catalog),
        _indicators(catalog, indicators),
        _without_values(catalog),
        _corrections(catalog),
        _left_out(catalog),
        _columns(catalog),
    ]
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(catalog: Mapping[str, Any]) -> Iterator[str]:
    origin = catalog["origin"]
    yield "# The figures"
    yield ""
    yield "Written by `python -m etl refresh`; edit nothing here by hand."
    yield ""
    yield f"Published {catalog['published_at'][:10]}, contract version {catalog['contract']}."
    yield f"The figures were read from {origin['read_from']}."
    if origin["note"]:
        yield origin["note"]
    if not origin["is_official"]:
        yield (
            "They are therefore as old as the vintages below, not as the day of publication. "
            "`python -m etl refresh` brings the present ones from the publishers' own services."
        )
    yield ""
    yield "`catalog.json` points at the folder that holds the published files, with rows and checksum of each:"
    yield ""


def _files(catalog: Mapping[str, Any]) -> Iterator[str]:
    yield "| file | rows | kB | what one row is |"
    yield "|---|---:|---:|---|"
    for entry in catalog["tables"].values():
        key = ", ".join(f"`{name}`" for name in entry["key"])
        size = f"{entry['bytes'] / 1e3:,.0f}"
        yield f"| `{entry['file']}` | {entry['rows']:,} | {size} | {entry['description']}; key {key} |"
    yield ""


def _sources(catalog: Mapping[str, Any]) -> Iterator[str]:
    yield "## Sources and licences"
    yield ""
    yield "| source | licence | vintage |"
    yield "|---|---|---|"
    for source in catalog["sources"]:
        yield f"| [{source['title']}]({source['link']}) | {source['licence']} | {source['vintage']} |"
    yield ""
    yield "Climate figures of the World and of its regions are our own area-weighted means over land."
    yield "Country outlines are Natural Earth's with a few joins (`etl/mappings/areas.toml`); they express no opinion"
    yield "on the status of any territory."
    yield ""


def _climate(catalog: Mapping[str, Any]) -> Iterator[str]:
    yield "## Climate"
    yield ""
    yield "| product | release | years | state |"
    yield "|---|---|---|---|"
    for product in catalog["climate"].values():
        since = f" since {product['stale_since'][:10]}" if "stale_since" in product else ""
        why = f": {_in_a_cell(product['reason'])}" if "reason" in product else ""
        release, period = product.get("release", ""), product.get("period", "")
        yield f"| {product['title']} | {release} | {period} | {product['state']}{since}{why} |"
    yield ""


def _model(catalog: Mapping[str, Any]) -> Iterator[str]:
    model = catalog.get("model", model_state.ABSENT)
    yield "## Model"
    yield ""
    if model["state"] == "absent":
        yield f"There is none: {model['reason']}."
        yield ""
        return
    first, last = model["years"]
    yield f"Made on {model['built_at'][:10]} by `python -m etl model`: what do the indicators say of a country's"
    yield f"temperature ({model['target']['words']}) beyond the year itself? {model['rows']:,} rows of"
    yield f"{model['countries']} countries, {first}–{last}; {len(model['features'])} features, the year among them;"
    yield f"{model['trees']} trees (LightGBM {model['lightgbm']}, seed {model['seed']})."
    if model["state"] == "stale":
        yield f"**Stale since {model['stale_since'][:10]}**: {model['reason']}."
    yield ""
    yield model["sentence"]
    yield model_words.NO_CAUSE
    yield ""
    yield "| held out | beside | error of the model, °C | of the baseline, °C | skill, 95 % interval |"
    yield "|---|---|---:|---:|---|"
    for row in model["skill"]:
        held_out, beside = model_words.SPLIT_IN_WORDS[row["split"]], model_words.BASELINE_IN_WORDS[row["baseline"]]
        skill = model_words.figures(row).removeprefix("skill ")
        yield f"| {held_out} | {beside} | {row['rmse_model']:.3f} | {row['rmse_baseline']:.3f} | {skill} |"
    yield ""
    yield "Skill is 1 less the model's error over the baseline's; its interval is over countries and cannot see what"
    yield "all countries share. The column `knows` of `model_skill` says what a baseline knows."
    yield ""
    for s in model["clean_up"]:
        yield f"- {s['before'] - s['after']} of {s['before']} {s['of']} were dropped: {STEPS[s['step']]}"
    yield ""
    yield "`model_cleanup` names each of them."
    yield ""


def _indicators(catalog: Mapping[str, Any], indicators: pd.DataFrame) -> Iterator[str]:
    yield f"## {len(indicators)} indicators"
    yield ""
    yield "Economies: how many of the World Bank's 217 have at least one value. Under CC BY 4.0; where figures are made"
    yield "from those of the IEA, whose own terms may apply, the column `licence` says so."
    yield ""
    yield "| topic | indicator | unit | years | economies | code | vintage |"
    yield "|---|---|---|---|---:|---|---|"
    for row in indicators.itertuples():
        mark = " (kept from an earlier refresh)" if catalog["series"][row.id]["state"] == "kept" else ""
        yield (
            f"| {row.topic} | {row.title} | {row.unit} | {row.first_year}–{row.last_year} | {row.countries} "
            f"| [{row.id}](https://data.worldbank.org/indicator/{row.id}) | {row.last_updated}{mark} |"
        )
    yield ""


def _without_values(catalog: Mapping[str, Any]) -> Iterator[str]:
    absent = {code: entry for code, entry in catalog["series"].items() if entry["state"] == "absent"}
    if not absent:
        return
    yield f"## Configured, but without values at the last refresh ({len(absent)})"
    yield ""
    yield "| indicator | code | why |"
    yield "|---|---|---|"
    for code, entry in absent.items():
        yield f"| {entry['title']} | {code} | {_in_a_cell(entry['reason'])} |"
    yield ""


def _in_a_cell(reason: str) -> str:
    """Return a reason as one cell of a Markdown table: it may quote any text of a service."""
    return " ".join(reason.split()).replace("|", "\\|")


def _corrections(catalog: Mapping[str, Any]) -> Iterator[str]:
    notes = [note for entry in catalog["series"].values() for note in entry.get("notes", [])]
    if not notes:
        return
    yield "## Known errors of the World Bank, corrected"
    yield ""
    yield "Decided by hand in `etl/mappings/corrections.toml`, with the evidence and a day on which each expires."
    yield ""
    yield from (f"- {note}" for note in notes)
    yield ""


def _left_out(catalog: Mapping[str, Any]) -> Iterator[str]:
    sentences = [(code, text) for code, entry in catalog["series"].items() for text in entry.get("left_out", [])]
    if not sentences:
        return
    yield "## Values left out by rule"
    yield ""
    yield from (f"- {code}: {text}" for code, text in sentences)
    yield ""


def _columns(catalog: Mapping[str, Any]) -> Iterator[str]:
    yield "## Columns"
    for name, entry in catalog["tables"].items():
        yield ""
        yield f"### {name}"
        yield ""
        yield "| column | dtype | unit | what it is |"
        yield "|---|---|---|---|"
        for column in entry["columns"]:
            yield f"| `{column['name']}` | {column['dtype']} | {column.get('unit', '')} | {column['description']} |"

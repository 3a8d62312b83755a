"""What the dashboard needs from a snapshot: version of the contract, tables, columns and files."""

from __future__ import annotations

CONTRACT = 2
"""Version of the snapshot's contract that this dashboard reads."""

NEEDED = {
    "countries": {"iso3", "name", "kind", "region", "income_group", "capital", "longitude_deg", "latitude_deg"},
    "indicators": {
        "id",
        "title",
        "name",
        "unit",
        "topic",
        "source",
        "licence",
        "last_updated",
        "first_year",
        "last_year",
    },
    "observations": {"series", "iso3", "year", "value"},
    "temperature": {"iso3", "year", "temperature_c"},
    "warming": {"iso3", "measure", "window", "value", "unit", "low95", "high95", "significant", "doubt"},
    "climate_normals": {"iso3", "month", "period", "temperature_c", "temperature_dataset", "precipitation_mm"},
}
"""Tables and columns that the page needs."""

MODEL_TABLES = ("model_skill", "model_importance", "model_effects", "model_cleanup", "model_features")
MODEL_FILE = "model.txt"
"""Tables of a model, and the file of its trees in LightGBM's text format."""

"""Texts that a refresh writes into the catalog, and the page shows, have sentences of at most 25 words."""

from __future__ import annotations

from etl.contract.tables import TABLES
from etl.transform import corrections
from tests.helpers.sentences import too_long


def test_descriptions_of_tables_and_columns_have_short_sentences():
    texts = [text for table in TABLES for text in (table.description, *(one.description for one in table.columns))]
    assert len(texts) > 100
    assert too_long(texts) == []


def test_reasons_of_corrections_have_short_sentences():
    reasons = [one.reason for one in corrections.read_corrections()]
    assert len(reasons) > 10
    assert too_long(reasons) == []

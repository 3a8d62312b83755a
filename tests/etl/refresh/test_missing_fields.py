"""Fields that the service leaves out or empty, at a first refresh: published as unknown, or refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from etl.errors import EtlError
from etl.snapshot import readme
from tests.helpers.tiny_tables import published_in
from tests.helpers.tiny_world import World

OPTIONAL = {
    "header": ("per_page", "sourceid", "sourcename", "lastupdated"),
    "value": ("indicator.value", "country", "country.id", "country.value", "unit", "obs_status", "decimal"),
    "country": (
        *("iso2Code", "region.iso2code", "region.value", "incomeLevel", "incomeLevel.id", "incomeLevel.value"),
        *("lendingType", "lendingType.id", "lendingType.value", "capitalCity", "longitude", "latitude"),
    ),
    "series": ("sourceNote", "source", "source.id", "source.value", "sourceOrganization", "topics", "topics.value"),
    "climate": ("metadata.apiVersion",),
}
FIELDS = [field for fields in OPTIONAL.values() for field in fields]
"""Every field of the tiny world's answers without which a refresh can do."""

NEEDED = {
    "page": "an answer of another shape",
    "pages": "shape: ",
    "total": "shape: ",
    "indicator": "rows of another shape (Object missing required field `indicator`",
    "indicator.id": "rows of another shape (Object missing required field `id`",
    "date": "rows of another shape (Object missing required field `date`",
    "value": "the mirror that these figures were read from lacks this series",
    "region": "the list of countries has 13 of 13 rows without region.id",
    "region.id": "the list of countries has 13 of 13 rows without region.id",
    "name": "the list of countries has 13 of 13 rows without name",
    "id": "the list of countries has 13 of 13 rows without id",
    "metadata": "an answer of another shape",
    "metadata.status": "an answer of another shape",
    "data": "an answer of another shape",
}
"""Every other field, and what is wrong without it."""


def holders(answer: Any, path: list[str]) -> Iterator[dict]:
    """Yield each object of an answer that has the last field of the path."""
    if isinstance(answer, list):
        for part in answer:
            yield from holders(part, path)
    elif isinstance(answer, dict) and path[0] in answer:
        yield from [answer] if len(path) == 1 else holders(answer[path[0]], path[1:])


@pytest.fixture
def spoil(monkeypatch) -> Callable[..., None]:
    """Leave fields out of every answer of the tiny world, or only of the first object that has them."""

    def do(fields: Iterable[str], *, with_null: bool = False, first_only: bool = False) -> None:
        answered = World._answer

        def spoilt(self: World, service: str, answer: object, code: str = "") -> Any:
            answer = json.loads(json.dumps(answer))
            for field in fields:
                *_, name = path = field.split(".")
                for holder in list(holders(answer, path))[: 1 if first_only else None]:
                    if with_null:
                        holder[name] = None
                    else:
                        del holder[name]
            return answered(self, service, answer, code)

        monkeypatch.setattr(World, "_answer", spoilt)

    return do


@pytest.mark.parametrize("with_null", [False, True])
@pytest.mark.parametrize("first_only", [False, True])
def test_all_optional_fields_may_be_missing_at_once(refresh, tables, data_dir, spoil, with_null, first_only):
    spoil(FIELDS, with_null=with_null, first_only=first_only)
    outcome = refresh()
    assert outcome.exit_code == 0
    assert {one.state for one in outcome.series} == {"fresh"}
    published = tables()
    # Income groups have no other code: 15 rows of 120, two of which begin a page.
    assert len(published["observations"]) == (118 if first_only else 105)
    if not first_only:
        assert set(published["indicators"].last_updated) == {""}
        assert set(published["countries"].capital) == {""}
        text = readme.text(published_in(data_dir).catalog, published["indicators"])
        assert "per indicator, dates unknown" in text
        assert "| unknown |" in text
    assert refresh().exit_code == 0


@pytest.mark.exhaustive
@pytest.mark.parametrize("field", FIELDS)
def test_any_optional_field_may_be_missing(refresh, spoil, field):
    spoil([field])
    outcome = refresh()
    assert (outcome.exit_code, {one.state for one in outcome.series}) == (0, {"fresh"})


@pytest.mark.parametrize(("field", "words"), NEEDED.items(), ids=NEEDED)
def test_a_needed_field_that_is_missing_is_reported_in_words(refresh, data_dir, spoil, field, words):
    spoil([field])
    with pytest.raises(EtlError) as caught:
        refresh()
    assert words in str(caught.value)
    assert list(data_dir.iterdir()) == []

"""Pictures and PDF files over a real socket: cached, bounded, refused in words."""

from __future__ import annotations

import pytest

from dashboard.documents.typeset import TypesetError
from dashboard.server import pictures
from tests.helpers.answers import answers_of


@pytest.fixture
def asked(shipped, monkeypatch):
    """Return a function that asks for a path, as a browser does."""
    pictures._made.clear()
    return answers_of(pictures.routes(), shipped, monkeypatch)


@pytest.mark.parametrize(
    ("path", "kind", "beginning"),
    [
        ("/country/KEN.pdf", "application/pdf", b"%PDF"),
        ("/country/KEN.png?theme=dark", "image/png", b"\x89PNG"),
        ("/country/KEN.svg", "image/svg+xml; charset=utf-8", b"<svg"),
        ("/country/KEN/temperature.svg", "image/svg+xml; charset=utf-8", b"<svg"),
        ("/country/KEN/future.svg", "image/svg+xml; charset=utf-8", b"<svg"),
        ("/country/KEN/SP.POP.TOTL.png", "image/png", b"\x89PNG"),
        ("/country/KEN/stripes.pdf", "application/pdf", b"%PDF"),
        ("/preview.png?view=compare&countries=KEN~TUV", "image/png", b"\x89PNG"),
        ("/preview.png?country=NOWHERE&theme=pink", "image/png", b"\x89PNG"),
    ],
)
def test_each_kind_of_picture_is_made_and_may_be_cached(asked, path: str, kind: str, beginning: bytes):
    answer = asked(path)
    assert (answer.code, answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        200,
        kind,
        "public, max-age=300",
    )
    assert answer.body.startswith(beginning)


@pytest.mark.parametrize("path", ["/country/KEN/nothing.svg", "/country/LIC/temperature.png", "/country/XYZ.pdf"])
def test_what_is_not_there_is_refused_in_words(asked, path: str):
    answer = asked(path)
    assert (answer.code, answer.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert answer.body.decode().endswith(".\n")


def test_a_picture_is_made_once_a_snapshot(asked, monkeypatch):
    made = []
    monkeypatch.setattr(pictures, "typeset_apart", lambda job: made.append(job) or b"a picture")
    first, again, dark = (
        asked(f"/country/KEN.png{query}", headers={"Host": "climate.example"}) for query in ("", "", "?theme=dark")
    )
    assert (first.body, again.body, dark.body, len(made)) == (b"a picture",) * 3 + (2,)


def test_more_than_wait_are_asked_to_come_again(asked, monkeypatch):
    monkeypatch.setattr(pictures, "typeset_apart", lambda _: b"a picture")
    answers = asked(*(f"/country/{code}.png" for code in ("KEN", "NOR", "BRA", "IND")), *["/preview.png"] * 40)
    assert {answer.code for answer in answers} == {200, 503}
    refused = [answer for answer in answers if answer.code == 503]
    assert {answer.headers["Retry-After"] for answer in refused} == {"5"}
    assert pictures.Picture.waiting == 0
    assert asked("/country/KEN.png").code == 200


def test_a_fault_is_a_sentence_without_a_path_and_is_not_cached(asked, monkeypatch, caplog):
    def fault(_: object) -> bytes:
        raise TypesetError("/secret/place is missing")

    with monkeypatch.context() as broken:
        broken.setattr(pictures, "typeset_apart", fault)
        answer = asked("/country/KEN.png")
        assert (answer.code, answer.body) == (503, b"This picture could not be made; the fault is logged.\n")
    assert "/secret/place is missing" in caplog.text
    assert asked("/country/KEN.png").code == 200

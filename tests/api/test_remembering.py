"""What answering remembers stays within bounds, and no answer depends on it."""

import httpx

from enduse.api.remembering import forget_beyond
from enduse.text.names import prepare

ASKED = {"queries": {"q": {"schema": "Company", "properties": {"name": ["Kestrel Spindle Works"]}}}}


def test_names_are_let_go_of_only_when_they_are_too_many() -> None:
    prepare("Norvent Werke", "company")
    assert not forget_beyond(10**9, 10**9)
    assert forget_beyond(0, 10**9)
    assert prepare.cache_info().currsize == 0
    assert not forget_beyond(0, 10**9)


def test_an_answer_is_the_same_after_everything_was_forgotten(http: httpx.Client) -> None:
    before = http.post("/match/default", json=ASKED).json()["responses"]
    forget_beyond(0, 0)
    assert http.post("/match/default", json=ASKED).json()["responses"] == before
    assert before["q"]["results"]

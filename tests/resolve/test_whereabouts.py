"""Addresses, phones and e-mails as evidence."""

import ibis
import pyarrow as pa
import pytest

from enduse.resolve.whereabouts import MOST_TENANTS, nearness, telling_addresses

HERE = "Россия, г. Примерск, ул. Образцовая, д. 7, оф. 12"
ELSEWHERE = "Россия, г. Образцов, пр. Показательный, д. 90"


def test_one_address_speaks_for_it_and_another_against() -> None:
    same, other = nearness([HERE], [HERE.upper()], "RU"), nearness([HERE], [ELSEWHERE], "RU")

    assert same.odds > 1 > other.odds
    assert same.strong
    assert "same street and house 7" in same.reasons[0]


def test_two_rooms_of_one_house_say_nothing() -> None:
    assert nearness([HERE], [HERE.replace("12", "48")], "RU").odds == 1.0


def test_one_of_several_addresses_is_enough() -> None:
    assert nearness([ELSEWHERE, HERE], [HERE], "RU").odds > 1


def test_one_phone_counts_wherever_the_firm_sits() -> None:
    found = nearness([f"{HERE}, тел. 8 (495) 123-45-67"], [f"{ELSEWHERE}; tel. +7 495 1234567"], "RU")

    assert found.odds > 1
    assert found.reasons == ("same phone +74951234567",)


def test_a_free_mail_host_is_no_evidence() -> None:
    assert nearness(["a@gmail.com"], ["b@gmail.com"]).odds == 1.0
    assert nearness(["a@norvent.example"], ["b@norvent.example"]).odds > 1.0


@pytest.mark.parametrize("cells", [([], []), ([HERE], []), (["-"], ["?"])])
def test_silence_says_nothing(cells: tuple[list[str], list[str]]) -> None:
    assert nearness(*cells).odds == 1.0


def test_an_address_that_many_parties_give_tells_nothing() -> None:
    names = [f"firm {at}" for at in range(MOST_TENANTS + 1)]
    told = [(it, "", "RU", "centre", 1) for it in names] + [(names[0], "", "RU", HERE, 1)]
    columns = ("name", "identifier", "country", "address", "rows")
    addresses = ibis.memtable(pa.table(dict(zip(columns, map(list, zip(*told, strict=True)), strict=True))))
    located = ibis.memtable(
        pa.table({"name": names, "identifier": [""] * len(names), "country": ["RU"] * len(names), "own_anchor": names})
    )

    assert telling_addresses(located, addresses).to_pyarrow().to_pylist() == [{"anchor": "firm 0", "addresses": [HERE]}]

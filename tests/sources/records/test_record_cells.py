"""Kinds of events, hosts, half-known days and codes, as people write them."""

from datetime import date

import pyarrow as pa
import pytest

from enduse.sources.record_cells import (
    domain_of,
    event_kind,
    read_class_codes,
    read_consents,
    read_domains,
    read_event_kinds,
    read_vague_days,
    vague_day,
)
from enduse.store.record_kinds import EVENT_KINDS
from enduse.text.dates import DateStyle


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Relocation approved", "moved"),
        ("Service request", "service_request"),
        ("Service visit by maker", "serviced"),
        ("Sold second hand", "resold"),
        ("перемещение станка", "moved"),
        ("Заявка на сервис", "service_request"),
        ("挂牌", "advertised"),
        ("설치완료", "installed"),
        ("İkinci el satış", "resold"),
        ("Verlagerungsalarm", "relocation_alert"),
        ("puesta en marcha", "installed"),
        ("تم التركيب", "installed"),
        ("not shipped", ""),
        ("не отгружен", ""),
        ("presented", ""),
        ("42", ""),
    ],
)
def test_words_tell_the_kind_of_an_event(text: str, kind: str) -> None:
    assert event_kind(text) == kind


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_every_kind_is_its_own_word(kind: str) -> None:
    assert event_kind(kind) == kind


def test_an_unknown_event_is_kept_and_flagged() -> None:
    cells = read_event_kinds(pa.array(["sold", "lent out", None]))
    assert cells.values.to_pylist() == ["sold", "lent out", None]
    assert cells.flags["F-EVENT"].to_pylist() == [False, True, False]


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://WWW.Quillon.example/about?x=1", "quillon.example"),
        ("quillon.example:8080", "quillon.example"),
        ("станок.рф", "станок.рф"),
        ("Quillon Trading LLC", None),
        ("12.5", None),
        ("withheld", None),
    ],
)
def test_a_host_name_is_told_from_other_texts(text: str, domain: str | None) -> None:
    assert domain_of(text) == domain


def test_a_cell_without_host_is_flagged_and_left_over() -> None:
    cells = read_domains(pa.array(["quillon.example", "none known"]))
    assert cells.values.to_pylist() == ["quillon.example", None]
    assert cells.leftover is not None
    assert cells.leftover.to_pylist() == [None, "none known"]


@pytest.mark.parametrize(
    ("text", "day", "vague"),
    [
        ("2024-05-24", date(2024, 5, 24), False),
        ("24.-27.05.2024", date(2024, 5, 24), False),
        ("24.05.2024 - 27.05.2024", date(2024, 5, 24), False),
        ("24–27 May 2024", date(2024, 5, 24), False),
        ("2024-05-24 ~ 2024-05-27", date(2024, 5, 24), False),
        ("May 2024", date(2024, 5, 1), True),
        ("2024", date(2024, 1, 1), True),
        ("once", None, False),
    ],
)
def test_of_a_span_the_first_day_counts(text: str, day: date | None, vague: bool) -> None:
    assert vague_day(text) == (day, vague)


def test_a_year_is_flagged_as_vague() -> None:
    cells = read_vague_days(pa.array(["2024", "2024-05-24", "x"]), DateStyle())
    assert cells.flags["F-DAY-VAGUE"].to_pylist() == [True, False, False]
    assert cells.failed is not None
    assert cells.failed.to_pylist() == [False, False, True]


def test_consent_is_yes_no_or_unknown() -> None:
    cells = read_consents(pa.array(["да", "hayır", "perhaps", None]))
    assert cells.values.to_pylist() == [True, False, None, None]
    assert cells.flags["F-YES-NO"].to_pylist() == [False, False, True, False]


def test_class_codes_lose_check_digit_and_words() -> None:
    texts = ["26.20.16.170-00000002: mouse", "42620000-8", "28.41", "lathe"]
    assert read_class_codes(pa.array(texts)).values.to_pylist() == ["262016170", "42620000", "2841", None]

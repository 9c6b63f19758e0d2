import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import enduse
from enduse.text.names import MOST, NameKind, compare_names, compare_prepared, prepare, score_prepared

SURE, QUIET = 0.8, 0.5
NAMES = st.text(max_size=60)
SCRIPTS = st.text(alphabet="abcdefgh .-'ÄöüşğЖжщыіқ工业机電한국솔ァロスمحمد0123456789()«»", max_size=40)
PLAIN = st.lists(
    st.text(alphabet="bdgklmnprstvz" + "aeou", min_size=5, max_size=9), min_size=1, max_size=4, unique=True
).map(" ".join)
KINDS: st.SearchStrategy[NameKind] = st.sampled_from(["company", "person", "vessel", "unknown"])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("АЙ МАШИН ТЕХНОЛОДЖИ", "I Machine Technology"),
        ("АЙ МАШИН ТЕХНОЛОДЖИ", "AI MASHIN TEKHNOLODZHI"),
        ("디엔솔루션즈", "DN Solutions"),
        ("ООО «Зорвекс Станкострой»", "Zorvex Machine Tool Building LLC"),
        ("Завод № 412 АО", "Plant 412 JSC"),
        ("Tech Mash", "Techmash OOO"),
        ("Zorvex Makine San. ve Tic. Ltd. Şti.", "Zorvex Machinery"),
        ("株式会社ヴォロネジ半導体工場", "Voronezh Semiconductor Plant JSC"),
        ("北京博瑞通科技有限公司", "Beijing Boruitong Technology Co., Ltd."),
        ("北京博瑞通科技有限公司", "北京博瑞通科技股份有限公司"),
        ("Сeverstan Групп", "Северстан Group"),
        ("Müllerberg GmbH", "Muellerberg GmbH"),
    ],
)
def test_one_firm_in_two_spellings_is_found(left: str, right: str) -> None:
    assert compare_names(left, right).score > SURE


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("AMG", "Pizzeria Amgo"),
        ("AMG", "AMG Pizzeria"),
        ("I Machine Technology", "Mari Machine Building Plant"),
        ("Plant 412", "Plant 413"),
        ("Завод № 412", "Plant 413"),
        ("深圳市精密机械有限公司", "广州市精密机械有限公司"),
        ("Precision Machinery Ltd", "Precision Electronics Ltd"),
        ("ООО Радиофизика", "Radiopribor LLC"),
        ("Zorvex Trading", "Belmaran Trading"),
    ],
)
def test_look_alikes_stay_quiet(left: str, right: str) -> None:
    assert compare_names(left, right).score < QUIET


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ванков Пётр Сергеевич", "Petr VANKOV"),
        ("Bolteanu, Anna", "Anna Bolteanu"),
        ("J. K. Bolteanu", "John Karl Bolteanu"),
        ("Mohammed bin Yusuf al-Zarvani", "Muhammad Yusuf Zarvani"),
        ("Abd al-Rahman Zarvani", "Abdurrahman Zarvani"),
        ("Сяргей Драздовіч", "Sergey Drozdovich"),
        ("陈志远", "Chen Zhiyuan"),
        ("김정훈", "Kim Jung-hoon"),
        ("山田太郎", "Taro Yamada"),
    ],
)
def test_one_person_in_two_spellings_is_found(left: str, right: str) -> None:
    assert compare_names(left, right, "person").score > 0.6


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ivan Petrovich Drozdov", "Ivan Sergeevich Drozdov"),
        ("Anna Bolteanu", "Viktor Bolteanu"),
        ("Yusuf bin Karim al-Zarvani", "Yusuf bin Karim al-Homdi"),
    ],
)
def test_another_person_of_like_name_scores_lower_than_the_same_one(left: str, right: str) -> None:
    assert compare_names(left, right, "person").score < compare_names(left, left, "person").score - 0.3


def test_only_equal_normal_forms_reach_the_cap() -> None:
    assert compare_names("Zorvex LLC", 'OOO "ZORVEX"').score == MOST
    assert compare_names("Zorvex LLC", "Zorveks LLC").score < MOST
    assert compare_names("Zorvex", "Зорвекс").score < MOST


def test_general_words_alone_are_no_match() -> None:
    assert compare_names("International Trading Company", "Export Trading House").score < QUIET


def test_the_public_door_is_open() -> None:
    assert enduse.compare_names("Zorvex", "ZORVEX").score == MOST


@pytest.mark.parametrize(
    "name", ["", " ", "x", "字", "🦊🦊", "\u202eZorvex\u202c", "a\x00b", "(((", "1", "ООО", "¿?", "\ud800", "ß", "İ"]
)
@pytest.mark.parametrize("kind", ["company", "person", "vessel", "unknown"])
def test_bad_input_gets_a_score_and_a_reason(name: str, kind: NameKind) -> None:
    for other in (name, "Zorvex Machinery Ltd"):
        found = compare_names(name, other, kind)
        assert 0.0 <= found.score <= MOST
        assert found.reasons


@pytest.mark.parametrize("letters", ["zor ", "станок", "機械", "한", "ー", "a.", "(", "9", "محمد "])
def test_ten_thousand_letters_take_bounded_time(letters: str) -> None:
    name = (letters * 10_000)[:10_000]
    before = time.process_time()
    compare_names(name, name + "x")
    compare_names(name, "Zorvex Machinery Ltd")
    assert time.process_time() - before < 2.0


def test_hidden_marks_change_nothing() -> None:
    assert compare_names("Zor\u200bvex\u202e Ltd", "Zorvex Ltd").score == MOST


def test_a_word_in_letters_of_another_script_is_repaired() -> None:
    assert compare_names("ZОRVЕХ", "ZORVEX").score > SURE


@given(NAMES, NAMES, KINDS)
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_names_does_not_matter(left: str, right: str, kind: NameKind) -> None:
    assert compare_names(left, right, kind) == compare_names(right, left, kind)


@given(SCRIPTS, SCRIPTS, KINDS)
@settings(max_examples=100, deadline=None)
def test_the_order_does_not_matter_in_mixed_scripts(left: str, right: str, kind: NameKind) -> None:
    assert compare_names(left, right, kind) == compare_names(right, left, kind)


@given(SCRIPTS, SCRIPTS)
@settings(max_examples=100, deadline=None)
def test_a_score_is_a_probability_with_reasons(left: str, right: str) -> None:
    found = compare_names(left, right)
    assert 0.0 <= found.score <= MOST
    assert found.reasons
    assert all(found.reasons)


@given(PLAIN)
@settings(max_examples=60, deadline=None)
def test_a_name_is_itself_whatever_its_case_and_legal_form(name: str) -> None:
    assert compare_names(name, name.upper()).score == MOST
    assert compare_names(f"{name} LLC", f'OOO "{name.title()}"').score == MOST


@given(PLAIN, PLAIN)
@settings(max_examples=60, deadline=None)
def test_case_and_legal_form_change_no_score(left: str, right: str) -> None:
    assert compare_names(left, right).score == compare_names(left.upper(), f"{right} LLC").score


@given(SCRIPTS, SCRIPTS, KINDS)
@settings(max_examples=50, deadline=None)
def test_the_short_way_gives_the_same_score(left: str, right: str, kind: NameKind) -> None:
    one, other = prepare(left, kind), prepare(right, kind)
    assert score_prepared(one, other) == compare_prepared(one, other).score

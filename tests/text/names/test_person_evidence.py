import pytest

from enduse.text.names import compare_names, features_of, prepare, wanted
from enduse.text.names.evidence import FEATURES


def evidence(left: str, right: str) -> dict[str, float]:
    return dict(zip(FEATURES, features_of(left, right, "person"), strict=True))


def score(left: str, right: str) -> float:
    return compare_names(left, right, "person").score


@pytest.mark.parametrize(
    ("left", "right", "state"),
    [
        ("Velmont Orstad", "ORSTAD, Velmont", "full_2"),
        ("Velmont Orstad", "ORSTAD, Velmont Karsten", "part_2"),
        ("Velmont Orstad", "KARSTEN, Velmont", "split_1"),
    ],
)
def test_says_which_words_are_answered(left: str, right: str, state: str) -> None:
    found = evidence(left, right)
    assert [it for it in FEATURES if it[:4] in ("full", "part", "spli") and it[-1].isdigit() and found[it]] == [state]


def test_a_given_name_in_common_tells_less_than_a_rare_one() -> None:
    assert (
        evidence("Maria Orstad", "Maria Belkane")["told_split"]
        < evidence("Zelmira Orstad", "Zelmira Belk")["told_split"]
    )


def test_a_son_is_not_his_father() -> None:
    father, son = "Qasim Zorvani Al-Belmari", "Tariq Qasim Zorvani Al-Belmari"
    assert evidence(father, son)["heir_of_many"] == 1.0
    assert score(father, son) < score("Qasim Zorvani Al-Belmari", "Qasim Zorvani Al-Belmari Al-Orsti")


def test_before_a_comma_stands_a_family_name_and_no_son() -> None:
    assert evidence("Velmont Orstad", "BELKANE ORSTAD, Velmont")["heir"] == 0.0


@pytest.mark.parametrize(
    ("left", "right"), [("Joaquin Orstad", "Joaquina Orstad"), ("Luciano Orstad", "Luciana Orstad")]
)
def test_a_man_and_a_woman_are_two_persons(left: str, right: str) -> None:
    assert score(left, right) < 0.6


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Amy Amanda Jones", "MONTOYA SANCHEZ, Eugenio"),
        ("Judy Bell", "BUZ-AL-JUDDI, Fayiz"),
        ("丽 桂芳 杨", "YU, Kwang Ho"),
        ("Kerry Becker", "AHMED, Abubakar K"),
        ("瑜 赵", "CHU, Yeyou"),
        ("Raymond Wood", "LUMONDE"),
    ],
)
def test_persons_with_little_in_common_are_no_match(left: str, right: str) -> None:
    assert score(left, right) < 0.8


@pytest.mark.parametrize(
    ("left", "right"),
    [("فيصل بوغانمي", "Faisal Boughanmi"), ("رحمت الله نوازی", "Rahmatullah Nawazi"), ("陈伟明", "CHEN, Weiming")],
)
def test_a_person_written_in_another_script_is_a_match(left: str, right: str) -> None:
    assert score(left, right) > 0.8


def test_a_syllable_of_han_tells_little() -> None:
    assert prepare("陈伟", "person").tokens[1].weight < 0.5 < prepare("Orstad", "person").tokens[0].weight


def test_words_of_two_scripts_share_a_key() -> None:
    ours = {text for it in wanted(prepare("رحمت الله", "person")) for text, _ in it.keys}
    theirs = {text for it in wanted(prepare("Rahmatullah", "person")) for text, _ in it.keys}
    assert ours & theirs


def test_the_likest_keys_of_a_word_come_last() -> None:
    for word in wanted(prepare("Zorvexan Machinery")):
        assert [it for _, it in word.keys] == sorted(it for _, it in word.keys)

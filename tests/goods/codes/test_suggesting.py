import pytest

from enduse.errors import BadGoodsCode
from enduse.goods.codes.suggesting import CodeIndex, disagreement, index_codes, suggest_hs6
from enduse.goods.codes.words import excluded_terms, terms_of
from enduse.goods.facts import Fact, Goods
from enduse.model.nomenclature import CodeBook, CodeBooks, CodeLine


@pytest.fixture(scope="module")
def index() -> CodeIndex:
    return index_codes(CodeBooks())


def best(text: str, index: CodeIndex) -> str:
    return suggest_hs6(text, index)[0].code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("СТАНОК ТОКАРНЫЙ С ЧПУ МОД. QX-200, ЗАВ. № 11873", "845811"),
        ("CNC horizontal lathe QX-200", "845811"),
        ("立式加工中心 QX-850", "845710"),
        ("머시닝센터 QX850", "845710"),
        ("dik işleme merkezi QX850", "845710"),
        ("CNC-Drehmaschine QX200", "845811"),
        ("NC旋盤 QX200", "845811"),
        ("станок токарно-винторезный универсальный без чпу", "845819"),
        ("пластины твердосплавные сменные CNMG120408", "820900"),
        ("WIRE CUT EDM QX400", "845630"),
        ("шпиндель для обрабатывающего центра QX-850", "846693"),
    ],
)
def test_suggests_the_code_of_a_description_in_any_language(text: str, code: str, index: CodeIndex) -> None:
    assert best(text, index) == code


def test_a_suggestion_says_which_words_matched(index: CodeIndex) -> None:
    (reason,) = suggest_hs6("ТОКАРНЫЙ СТАНОК С ЧПУ", index)[0].reasons
    assert "токарный" in reason
    assert "чпу" in reason


def test_five_are_suggested_in_order(index: CodeIndex) -> None:
    found = suggest_hs6("CNC lathe", index)
    assert len(found) == 5
    assert [it.score for it in found] == sorted((it.score for it in found), reverse=True)


@pytest.mark.parametrize("text", ["", "\x00\x01", "12345", "." * 100_000, "zzqx " * 20_000])
def test_a_text_that_says_nothing_suggests_nothing(text: str, index: CodeIndex) -> None:
    assert suggest_hs6(text, index) == ()
    assert disagreement(text, "845811", index) is None


def test_a_kind_that_was_read_weighs_its_headings(index: CodeIndex) -> None:
    text = "CNC machine for gears and lathes"
    goods = Goods(text, (Fact("kind", "gear", -1, -1, 0.9),))
    plain = {it.code: it.score for it in suggest_hs6(text, index)}
    weighed = suggest_hs6(text, index, goods)
    assert weighed[0].code == "846140"
    assert weighed[0].score > plain["846140"]
    assert any("kind" in it for it in weighed[0].reasons)


def test_a_machine_declared_as_a_part_is_flagged(index: CodeIndex) -> None:
    found = disagreement("ТОКАРНЫЙ СТАНОК С ЧПУ В СБОРЕ", "8466930000", index)
    assert found is not None
    assert found.declared == "846693"
    assert found.suggested.code == "845811"
    assert "not yet a finding" in found.sentence


def test_the_declared_code_is_not_flagged_where_the_text_bears_it_out(index: CodeIndex) -> None:
    assert disagreement("ТОКАРНЫЙ СТАНОК С ЧПУ", "8458112000", index) is None
    assert disagreement("ТОКАРНЫЙ СТАНОК С ЧПУ", "8458", index) is None


def test_a_declared_code_that_is_none_is_refused(index: CodeIndex) -> None:
    with pytest.raises(BadGoodsCode):
        disagreement("lathe", "lathe", index)


def test_what_a_code_excludes_speaks_against_it() -> None:
    lines = (
        CodeLine("845811", {"en": "Lathes; horizontal, numerically controlled"}),
        CodeLine("845819", {"en": "Lathes; horizontal, other than numerically controlled"}),
    )
    index = index_codes(CodeBooks((CodeBook("hs", "HS2022", lines, frozenset({6})),)))
    assert best("numerically controlled horizontal lathe", index) == "845811"
    assert "=numeric" in excluded_terms("horizontal, other than numerically controlled")


def test_a_purpose_weighs_less_than_the_goods() -> None:
    weights = {it.key: it.weight for it in terms_of("патрон токарный для станка с чпу")}
    assert weights["=lathe"] == 1.0
    assert weights["=numeric"] < 1.0


def test_look_alike_letters_are_read_as_their_word() -> None:
    assert {it.key for it in terms_of("ТОКАРНЫЙ")} == {it.key for it in terms_of("TОКAРНЫЙ")}


def test_a_word_of_a_national_text_leads_to_its_six_digits() -> None:
    lines = (CodeLine("8413701000", {"ru": "погружные кавитационные агрегаты"}),)
    index = index_codes(CodeBooks((CodeBook("tariff", "TNVED", lines),)))
    assert best("агрегат кавитационный", index) == "841370"


def coined(*lines: tuple[str, str]) -> CodeIndex:
    found = tuple(CodeLine(code, {"en": text}) for code, text in lines)
    return index_codes(CodeBooks((CodeBook("hs", "HS2022", found, frozenset({6})),)))


def test_a_code_that_excludes_what_the_text_says_falls_behind_a_longer_text() -> None:
    index = coined(
        ("010111", "quokka wombat, other than numerically controlled"),
        ("020211", "quokka wombat bandicoot numbat bilby potoroo"),
        ("030311", "numerically controlled"),
    )
    plain = {it.code: it.score for it in suggest_hs6("quokka wombat", index, top=999)}
    numeric = {it.code: it.score for it in suggest_hs6("numerically controlled quokka wombat", index, top=999)}
    assert plain["010111"] > plain["020211"]
    assert numeric["010111"] < numeric["020211"]


def test_a_close_second_is_no_disagreement() -> None:
    index = coined(("010111", "quokka wombat"), ("020211", "quokka wombat"), ("030311", "numbat"))
    assert disagreement("quokka wombat", "020211", index) is None
    assert disagreement("quokka wombat", "030311", index) is not None


def test_a_code_without_a_text_is_never_flagged() -> None:
    index = coined(("010111", "quokka wombat"))
    assert disagreement("quokka wombat", "040411", index) is None

"""One company's spellings share a key; legal forms, scripts and quotes do not count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.text.company_names import normal_form, normal_keys

WORDS = st.lists(
    st.sampled_from(["vektor", "бета", "Новострой", "한국정밀", "泽祺恒", "Щёлково", "alpha"]), min_size=1, max_size=3
)
FORMS = st.sampled_from(["ООО", "OOO", "LLC", "АО", "JSC", "ТОО", "ЗАО", "PJSC", "ФГУП"])


@pytest.mark.parametrize(
    "same",
    [
        (
            'АО "БОРИТОНУМЕТ"',
            "AO BORITONUMET",
            "BORITONUMET JSC",
            "Акционерное общество «Боритонумет»",
            "БОРИТОНУМЕТ, АО",
        ),
        ("ООО «Холегровит Импорт»", "KHOLEGROVIT IMPORT LLC", "OOO HOLEGROVIT-IMPORT", "О.О.О. Холегровит Импорт"),
        ("ООО ЯРОНДУСТРИНСТРУМЕНТ", "YARONDUSTRINSTRUMENT LLC", "IARONDUSTRINSTRUMENT Limited Liability Company"),
        ('ООО ТОРГОВЫЙ ДОМ "ЛАДОЛ"', "LADOL TH LLC", "OOO TD LADOL", '"ЛАДОЛ" ООО ТД', "ТД Ладол ООО"),
        (
            "Zeqiheng Enterprise Co., Ltd.",
            "ZEQIHENG ENTERPRISE CO LTD",
            "ZEQIHENG ENTERPRISE COMPANY LIMITED",
            "Zeqiheng Enterprise Co.,Ltd",
        ),
        ("Arddan Makina San. ve Tic. Ltd. Şti.", "ARDDAN MAKINA SAN.TIC.LTD.STI.", "Arddan Makina Limited Şirketi"),
        ("Stellrode Handels GmbH & Co. KG", "STELLRODE HANDELS GMBH & CO KG"),
        ("泽祺恒企業有限公司", "泽祺恒股份有限公司", "泽祺恒有限责任公司"),
        ("주식회사 한국정밀", "(주)한국정밀", "㈜한국정밀", "한국정밀주식회사"),
        ("ТОО «Бета»", "Товарищество с ограниченной ответственностью Бета", "BETA LLP", '"Бета" ЖШС'),
        ("ОсОО Алатау", "ALATAU OsOO", "ОсОО «АЛАТАУ»"),
        ("Nurli yo'l MChJ", "NURLI YOL MCHJ", "Nurli yoʻl"),
        ("Kowalcoin Sp. z o.o.", "KOWALCOIN sp z oo", "Kowalcoin Spółka z ograniczoną odpowiedzialnością"),
        ("Fooland S.p.A.", "FOOLAND SPA"),
        ("Emirvale FZE", "EMIRVALE FZ-LLC", "Emirvale FZCO"),
        ('OOO "Щёлковский завод"', "Shchelkovsky Zavod LLC", "Schelkovskii zavod OOO"),
    ],
)
def test_spellings_of_one_name_share_a_key(same: tuple[str, ...]) -> None:
    assert len({normal_form(name).key for name in same}) == 1
    assert normal_form(same[0]).key


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ООО Вектор", "ООО ТД Вектор"),
        ("ООО Вектор", "ООО Вектор Плюс"),
        ("DP World", "World Ltd"),
        ("IP Solutions LLC", "Solutions LLC"),
    ],
)
def test_different_names_keep_different_keys(left: str, right: str) -> None:
    assert normal_form(left).key != normal_form(right).key


@pytest.mark.parametrize(
    "name", ["", " ", "ООО", "LLC", "Co., Ltd.", "НЕТ ДАННЫХ", "N/A", "-", "12345", "有限公司", "To order", "нет"]
)
def test_a_text_without_a_name_has_no_key_and_says_why(name: str) -> None:
    found = normal_form(name)
    assert found.key == ""
    assert found.reason


@pytest.mark.parametrize(
    ("name", "form"),
    [("ООО Вектор", "LLC"), ("Vektor PJSC", "JSC"), ("ИП Иванов", "SOLE"), ("ФГУП Маяк-0", "STATE"), ("Vektor", "")],
)
def test_tells_the_class_of_the_legal_form(name: str, form: str) -> None:
    assert normal_form(name).legal_form == form


@given(WORDS, FORMS)
def test_the_side_of_the_legal_form_does_not_count(words: list[str], form: str) -> None:
    name = " ".join(words)
    assert normal_form(f"{form} {name}").key == normal_form(f"{name} {form}").key == normal_form(f'{form} "{name}"').key


@given(st.text(alphabet="АОабвxyzkhst Оо\"«».,()-&'Щщьъёц有限公司주식회사LTDltd", max_size=25))
def test_normalising_the_tokens_again_changes_nothing(name: str) -> None:
    once = normal_form(name)
    again = normal_form(" ".join(once.tokens))
    assert again.tokens == once.tokens


@given(WORDS)
def test_case_and_quotes_do_not_count(words: list[str]) -> None:
    name = " ".join(words)
    assert normal_form(name.upper()).key == normal_form(f"«{name}»").key == normal_form(name.lower()).key


@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=8))
def test_many_names_get_the_keys_they_get_alone(names: list[str | None]) -> None:
    assert normal_keys(names) == [normal_form(name or "").key for name in names]

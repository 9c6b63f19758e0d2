"""Papers of the order desk: what they say in five languages, and that no order can write into them."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import SMTP
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from lxml import etree
from pypdf import PdfReader

from enduse.decide.question_texts import LANGUAGES
from enduse.errors import UsageError
from enduse.model.order import Order, OrderLine, OrderParty
from enduse.report.paper_parts.blocks import Grid, Heading, Paper, Words
from enduse.report.paper_parts.cleaning import cleaned, plain_line
from enduse.report.paper_parts.rendering import ENDINGS, render
from enduse.report.paper_parts.typesetting import as_pdf
from enduse.report.papers_certificate import certificate_form
from enduse.report.papers_clause import articles_for, reexport_clause
from enduse.report.papers_letter import LetterPlan, for_customer, question_letter
from enduse.report.papers_texts import day_text, wording

DAY = date(2026, 11, 22)
ALL = tuple(f"Q{it:02}" for it in range(1, 46))
HOSTILE = (
    '#import "@preview/evil:1.0.0": * #eval("1+1") $x$ <label> @ref *b*',
    "=cmd|'/C calc'!A0",
    "{{ 7*7 }} {% include '/etc/passwd' %} ${7*7}",
    '<!ENTITY x SYSTEM "file:///etc/passwd"> &x; <script>alert(1)</script> ]]>',
    "[a](javascript:alert(1)) ![x](http://evil.example/x.png) `code` | cell | # head",
)
ORDER = Order(
    "2026-118",
    DAY,
    (
        OrderParty("seller", "Nordlicht Drehtechnik GmbH", "DE", address="Industriestr. 4, Chemnitz"),
        OrderParty("buyer", "Orient Teks Stanok MChJ", "UZ", address="Amir Temur 5", email="info@orient.example"),
        OrderParty("end_user", "한빛정밀 주식회사", "KR", {"REG": "110111-1"}, "서울 중구 1"),
    ),
    (OrderLine(1, "CNC lathe", brand="NORDAMAT", model="SL2500", serials=("SL-1",), quantity=2.0),),
    "UZ",
    end_use="valve bodies",
)
# What no customer may read: suspicion, lists, scores, and the house's outcomes.
UNSAID = {
    "en": r"suspic|sanction|black ?list|listed|divert|diversion|circumvent|evad|red flag|score|risk|invasion|shell",
    "de": r"verd[aä]cht|sanktion|schwarze|umgeh|umleit|risik|gelistet|invasion|briefkasten",
    "ko": "의심|제재|명단|우회|위험|침공|점수|명목",
    "zh": "怀疑|可疑|制裁|名单|规避|转移风险|风险|入侵|空壳",
    "ja": "疑|制裁|リスト|迂回|リスク|侵攻|ペーパー",
}
# What no paper may say of anybody, in any language.
VERDICTS = (
    r"\b(cleared|is clean|safe to|guilty|criminal)\b|unbedenklich|freigegeben|"
    "문제없음|무혐의|안전함|安全无|清白|没有问题|問題なし|潔白"
)


def letter(order: Order = ORDER, language: str = "en", questions: tuple[str, ...] = ("Q01", "Q09")) -> Paper:
    return question_letter(order, LetterPlan(questions, language, DAY, date(2026, 12, 5)))


def text_of(paper: Paper) -> str:
    return render(paper, "x.txt").decode()


def papers(order: Order, language: str) -> list[Paper]:
    rules = ("eu_no_reexport_clause_machines", "eu_no_reexport_clause_belarus", "tw_affidavit")
    clause = reexport_clause(order, rules, language)
    return [letter(order, language, ALL), certificate_form(order, language), clause]


def hostile(text: str) -> Order:
    """The order with the text wherever a stranger may write."""
    parties = tuple(replace(it, name=text, address=text, email=text, phone=text) for it in ORDER.parties)
    lines = (replace(ORDER.lines[0], text=text, brand=text, model=text, serials=(text,)),)
    return replace(ORDER, id=text, parties=parties, lines=lines, end_use=text, site=text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_and_every_question_of_the_letter(language: str) -> None:
    for section in ("page", "common", "letter", "ask", "certificate", "clause"):
        own = {name for name in wording(language, section) if name != "affidavit_traditional"}
        assert own == set(wording("en", section))
    assert all(len(it) == 2 and all(it) for it in wording(language, "ask").values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_of_all_questions_speaks_of_no_suspicion_no_list_and_no_score(language: str) -> None:
    said = text_of(letter(language=language, questions=ALL))
    assert re.findall(UNSAID[language], said, re.IGNORECASE) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_paper_pronounces_a_verdict(language: str) -> None:
    said = "".join(text_of(it) for it in papers(ORDER, language))
    assert re.findall(VERDICTS, said, re.IGNORECASE) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_certificate_promises_is_there_in_every_language(language: str) -> None:
    said = text_of(certificate_form(ORDER, language))
    assert all(it in said for it in ("한빛정밀 주식회사", "REG 110111-1", "SL-1", "valve bodies", "2026-118"))
    assert "8. " in said


def test_only_questions_that_a_customer_can_answer_are_for_the_customer() -> None:
    asked, own = for_customer(("Q09", "Q25", "Q09", "Q08"))
    assert (asked, own) == (("Q09",), ("Q25", "Q08"))


def test_the_letter_asks_only_what_was_chosen_and_names_the_day() -> None:
    said = text_of(letter(questions=("Q09", "Q25")))
    assert re.findall(r"\[(Q\d\d)\]", said) == ["Q09"]
    assert "5 December 2026" in said


def test_days_are_written_as_each_language_does() -> None:
    said = [day_text(DAY, it) for it in LANGUAGES]
    assert said == ["22 November 2026", "2026년 11월 22일", "22. November 2026", "2026年11月22日", "2026年11月22日"]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError) as error:
        letter(language="fr")
    assert error.value.code == "E-LANGUAGE"


def test_the_clause_names_the_articles_that_ask_for_it() -> None:
    assert articles_for(["eu_no_reexport_clause_machines"]) == ("eu_russia",)
    assert set(articles_for(["eu_no_reexport_clause_belarus", "tw_affidavit_elsewhere"])) == {"eu_belarus", "tw"}
    assert articles_for(["kr_situational"]) == ("house",)
    said = text_of(reexport_clause(ORDER, ["eu_no_reexport_clause"], "en"))
    assert "Article 12g" in said
    assert "Article 8g" not in said
    assert "Affidavit" not in said
    assert "No legal advice" in said


def test_taiwan_gets_the_affidavit_in_its_own_characters() -> None:
    assert "本公司切結" in text_of(reexport_clause(ORDER, ["tw_affidavit"], "zh"))


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_equal_papers_are_equal_files(ending: str, language: str) -> None:
    assert render(letter(language=language), f"a{ending}") == render(letter(language=language), f"a{ending}")


def test_a_clock_with_fractions_of_a_second_stops_no_form() -> None:
    paper = replace(letter(), at=datetime(2026, 11, 22, 1, 2, 3, 456789, tzinfo=UTC))
    assert all(render(paper, f"x{it}") for it in ENDINGS)


def test_another_form_is_refused() -> None:
    with pytest.raises(UsageError) as error:
        render(letter(), "letter.xlsm")
    assert error.value.code == "E-PAPER-FORM"


def _pdf_text(content: bytes) -> str:
    return "".join(it.extract_text() for it in PdfReader(BytesIO(content)).pages)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen, self.said = set[str](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_data(self, data: str) -> None:
        self.said += data


def _bare(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize("text", HOSTILE)
def test_what_an_order_says_stands_in_a_pdf_as_it_was_written(text: str) -> None:
    paper = Paper("record", "t", "en", (Heading(text), Words(text), Grid((text,), ((text,),), (1,))), foot=text)
    said = _bare(_pdf_text(render(paper, "x.pdf")))
    assert said.count(_bare(text)) >= 4


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("at", range(3))
def test_what_an_order_says_is_only_text_in_a_word_document(text: str, at: int) -> None:
    content = render(papers(hostile(text), "en")[at], "x.docx")
    usual = render(papers(ORDER, "en")[at], "x.docx")
    with ZipFile(BytesIO(content)) as packed, ZipFile(BytesIO(usual)) as plain:
        assert packed.namelist() == plain.namelist()
        tags = [{it.tag for it in etree.fromstring(one.read("word/document.xml")).iter()} for one in (packed, plain)]
        assert tags[0] <= tags[1]
    document = Document(BytesIO(content))
    cells = [it.text for table in document.tables for row in table.rows for it in row.cells]
    assert any(text in it for it in cells)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("at", range(3))
def test_what_an_order_says_makes_no_tag_in_html(text: str, at: int) -> None:
    plain, attacked = _Tags(), _Tags()
    plain.feed(render(papers(ORDER, "en")[at], "x.html").decode())
    attacked.feed(render(papers(hostile(text), "en")[at], "x.html").decode())
    assert attacked.seen == plain.seen
    assert text in attacked.said


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("at", range(3))
def test_what_an_order_says_makes_no_markup_in_markdown(text: str, at: int) -> None:
    usual = re.findall(r"(?<!\\)[<`!\[|]", render(papers(ORDER, "en")[at], "x.md").decode())
    said = render(papers(hostile(text), "en")[at], "x.md").decode()
    assert re.findall(r"(?<!\\)[<`!\[|]", said) == usual


def test_no_line_break_reaches_the_headers_of_a_mail() -> None:
    evil = "x@y.example\r\nBcc: everybody@evil.example"
    parties = (ORDER.parties[0], replace(ORDER.parties[1], email=evil))
    content = render(letter(replace(ORDER, id="1\r\nX-Evil: yes", parties=parties)), "letter.eml")
    mail = message_from_bytes(content, policy=SMTP)
    assert (mail["Bcc"], mail["X-Evil"], mail["To"]) == (None, None, None)
    assert mail["Subject"] == "Questions about your order 1 X-Evil: yes"


def test_a_mail_is_a_draft_to_the_buyer_with_text_and_document() -> None:
    mail = message_from_bytes(render(letter(language="ko"), "letter.eml"), policy=SMTP)
    assert (mail["To"], mail["X-Unsent"]) == ("info@orient.example", "1")
    body, document = mail.iter_parts()
    assert "질문" in body.get_content()
    assert document.get_filename() == "letter.docx"


def test_signs_that_turn_or_hide_text_are_taken_out() -> None:
    assert plain_line("ab\u202ecd\u2066ef\u200bgh\x00\ufffe\ud800 i\x85j\ufeff") == "abcdefgh i j"
    assert plain_line("x" * 5_000).endswith("... (1,000 characters more)")


@pytest.mark.parametrize("ending", ENDINGS)
def test_control_signs_in_every_field_break_no_form(ending: str) -> None:
    order = hostile("a\x00b\x1b[31m\u202e\ud800\ufffe\r\nc")
    for paper in papers(order, "zh"):
        content = render(paper, f"x{ending}")
        if ending in (".txt", ".md", ".html"):
            assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", content.decode())


def test_a_pdf_without_eastern_fonts_says_so_and_writes_latin_letters() -> None:
    paper = cleaned(Paper("record", "t", "en", (Words("한빛정밀 and 深圳通达"),)))
    said = _pdf_text(as_pdf(paper, frozenset({"Libertinus Serif"})))
    assert "no font for Hangul, Han characters" in " ".join(said.split())
    assert "한" not in said
    assert "[" in said


def test_long_words_break_and_hashes_stay_whole() -> None:
    digest = "0123456789abcdef" * 4
    paper = Paper("record", "t", "en", (Words(digest), Grid(("a", "b"), (("x" * 300, "y"),), (1, 1))))
    said = _pdf_text(render(paper, "x.pdf"))
    assert digest in said
    assert said.count("x") >= 300


def test_the_typesetter_gets_no_text_but_as_data(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[bytes, str]] = []
    original: Callable[..., bytes] = __import__("typst").compile

    def watch(program: bytes, **options: object) -> bytes:
        inputs = options["sys_inputs"]
        assert isinstance(inputs, dict)
        seen.append((program, inputs["paper"]))
        return original(program, **options)

    monkeypatch.setattr("typst.compile", watch)
    render(letter(hostile(HOSTILE[0])), "x.pdf")
    render(letter(), "x.pdf")
    assert seen[0][0] == seen[1][0]
    assert json.loads(seen[0][1])["blocks"]

"""Letters to those whom claims concern."""

import tomllib
from importlib.resources import files

import pytest

from enduse.errors import UsageError
from enduse.model.claim import Claim, ClaimSource, Request
from enduse.report.claims_letter import LANGUAGES, LetterHead, claim_letter, usual_question
from enduse.report.paper_parts.rendering import render

ASKED = Request(
    "Greymoor Tools", "2024-03-01", "confirmation", "email", "office@greymoor.example",
    ("Does the company belong to you?", "Since when?"), "2024-03-15", ("C1",),
)  # fmt: skip
CLAIM = Claim("Gremoor East", predicate="branch_of", about="Greymoor Tools", text="It poses as a branch.",
              said_on="2024-02", source=ClaimSource(quote="We are the branch of Greymoor Tools"))  # fmt: skip


def text_of(request: Request, claims: list[Claim], language: str = "en") -> str:
    return render(claim_letter(request, claims, LetterHead(language, "Vymysel Desk", "C2")), "x.txt").decode()


def test_the_letter_quotes_what_was_said_and_asks_in_order() -> None:
    text = text_of(ASKED, [CLAIM])

    assert "“We are the branch of Greymoor Tools”" in text
    assert "poses" not in text
    assert text.index("Does the company belong to you?") < text.index("Since when?")
    assert "15 March 2024" in text
    assert "C2-1" in text


@pytest.mark.parametrize("sensitivity", ["personal", "leaked"])
def test_nothing_personal_or_leaked_stands_in_it(sensitivity: str) -> None:
    hidden = Claim("Oleg Vymyshlenny", text="My father owns it.", sensitivity=sensitivity)

    text = text_of(ASKED, [hidden])

    assert "Oleg" not in text
    assert "father" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", ["right_of_reply", "confirmation"])
def test_every_language_has_every_sentence(language: str, purpose: str) -> None:
    english, other = (_shape(it) for it in ("en", language))

    assert other == english
    page = claim_letter(ASKED, [], LetterHead(language)).page
    # The typesetter puts the numbers in this order.
    assert 0 <= page.index("{page}") < page.index("{pages}")
    asked = Request("Greymoor Tools", "2024-03-01", purpose, questions=(usual_question(purpose, language),))
    assert "{" not in text_of(asked, [CLAIM], language)


def _shape(language: str) -> dict[str, list[str]]:
    told = tomllib.loads(files("enduse.data").joinpath("claim_texts", f"{language}.toml").read_text(encoding="utf-8"))
    return {section: sorted(it) for section, it in told.items()}


def test_no_letter_pronounces_a_verdict() -> None:
    for language in LANGUAGES:
        text = files("enduse.data").joinpath("claim_texts", f"{language}.toml").read_text(encoding="utf-8").casefold()
        assert not [
            it for it in ("guilty", "diver", "sanction", "виновн", "санкци", "违法", "제재", "schuld") if it in text
        ]


@pytest.mark.parametrize("name", ["x.docx", "x.pdf", "x.html", "x.md", "x.eml"])
def test_equal_letters_give_equal_bytes_in_every_form(name: str) -> None:
    for language in LANGUAGES:
        paper = claim_letter(ASKED, [CLAIM], LetterHead(language, "Vymysel Desk"))

        assert render(paper, name) == render(paper, name) != b""


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError, match="are not written in 'fr'"):
        claim_letter(ASKED, [], LetterHead("fr"))

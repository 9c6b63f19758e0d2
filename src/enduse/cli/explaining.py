"""`enduse explain`: codes, typologies, layouts and the formats of lists, registers and nomenclatures in plain words."""

import re

from enduse.cli.military_uses import explain_uses, list_uses
from enduse.cli.output import Printer
from enduse.decide.questions import Question
from enduse.errors import UsageError
from enduse.model.messages import Message, messages
from enduse.sources.lists import ListFormat
from enduse.sources.nomenclatures import CodeBookFormat
from enduse.sources.registers import RegisterFormat


def explain_what(what: str, printer: Printer) -> None:
    """Print the long form of a code, a typology, a layout or a format; or a list of all of one kind.

    Raises:
        UsageError: Nothing goes by that name.
    """
    listings = {
        "codes": list_codes,
        "typologies": list_typologies,
        "layouts": list_layouts,
        "lists": list_formats_of_lists,
        "registers": list_formats_of_registers,
        "nomenclatures": list_formats_of_nomenclatures,
        "questions": list_questions,
        "uses": list_uses,
    }
    if what in listings:
        listings[what](printer)
    elif message := messages().get(what.upper()):
        print_message(message, printer)
    elif not any(tell(what, printer) for tell in (explain_plugin, explain_format, explain_question, explain_uses)):
        raise UsageError(
            f"Nothing is called {what!r}. Give a code such as E-WORKSPACE, a typology such as hub_surge, a layout, "
            f"the format of a list, register or nomenclature, a kind of goods, a goods code, or one of: "
            f"{', '.join(listings)}."
        )


def print_message(message: Message, printer: Printer) -> None:
    """Print one code: what happened, why it matters, what to do."""
    if printer.machine:
        printer.rows([vars(message)], [])
    else:
        printer.text(f"{message.code}  {message.title}\n\n{message.means}\n\nWhat to do: {message.do}")


def list_codes(printer: Printer) -> None:
    """Print every code with its title."""
    printer.rows([vars(it) for it in messages().values()], ["code", "title"])


def list_typologies(printer: Printer) -> None:
    """Print every typology with its title."""
    from enduse.case import known_typologies

    rows = [
        {"typology": it.id, "title": it.title, "strength_at_most": it.ceiling} for it in known_typologies().values()
    ]
    printer.rows(rows, ["typology", "title", "strength_at_most"])


def list_questions(printer: Printer) -> None:
    """Print the questions of due diligence that orders are asked."""
    from enduse.decide.questions import questions

    rows = [_question_row(it) for it in questions().values()]
    printer.rows(rows, ["question", "group", "text", "answers"])


def explain_question(what: str, printer: Printer) -> bool:
    """Print one question in five languages, if it is one."""
    from enduse.decide.question_texts import LANGUAGES, question_text
    from enduse.decide.questions import questions

    question = questions().get(what.upper())
    if question is None:
        return False
    texts = {it: question_text(question.id, it) for it in LANGUAGES}
    if printer.machine:
        printer.rows([{**_question_row(question), "texts": {it: texts[it].question for it in LANGUAGES}}], [])
        return True
    english = texts["en"]
    printer.prose(f"{question.id}  {english.question}\n\n{english.why}\nA good answer: {english.good_answer}\n")
    words = [
        {"answer": word, "requires": ", ".join(it.name for it in said) or "nothing"}
        for word, said in question.answers.items()
    ]
    printer.rows(words, ["answer", "requires"])
    for it in LANGUAGES[1:]:
        printer.prose(f"{it}: {texts[it].question}")
    return True


def _question_row(question: Question) -> dict[str, object]:
    return {
        "question": question.id,
        "group": question.group,
        "text": question.text,
        "answers": ", ".join(question.answers),
        "typologies": list(question.typologies),
    }


def list_layouts(printer: Printer) -> None:
    """Print every bundled layout with its title and where its facts come from."""
    from enduse.sources.layout import bundled_layouts

    rows = [{"layout": it.id, "title": it.title, "table": it.table, "source": it.source} for it in bundled_layouts()]
    printer.rows(rows, ["layout", "title", "table"])


def list_formats_of_lists(printer: Printer) -> None:
    """Print every format of lists: whose, built on what, and whether `enduse lists update` can fetch it."""
    from enduse.sources.publications import list_formats

    rows = [
        {**_format_row(it), "fetched": "yes" if it.url else "by hand", "address": it.url, "files": list(it.members)}
        for it in list_formats().values()
    ]
    printer.rows(rows, ["format", "title", "publisher", "built_on", "fetched"])


def list_formats_of_registers(printer: Printer) -> None:
    """Print every format of registers: whose, and built on what."""
    from enduse.sources.publications import register_formats

    rows = [_format_row(it) for it in register_formats().values()]
    printer.rows(rows, ["format", "title", "publisher", "built_on"])


def list_formats_of_nomenclatures(printer: Printer) -> None:
    """Print every format of nomenclatures and correlation tables: whose, and built on what."""
    from enduse.sources.code_books import code_book_formats

    rows = [_format_row(it) for it in code_book_formats().values()]
    printer.rows(rows, ["format", "title", "publisher", "built_on"])


def explain_format(what: str, printer: Printer) -> bool:
    """Print the format of a list, register or nomenclature of that name; False when there is none."""
    from enduse.sources.code_books import code_book_formats
    from enduse.sources.publications import list_formats, register_formats

    found = list_formats().get(what) or register_formats().get(what) or code_book_formats().get(what)
    if found is None:
        return False
    lines = [f"{found.id}  {found.title}", "", found.about, "", f"Publisher: {found.publisher}"]
    lines += [f"Licence: {found.licence}", f"Source: {found.source}"]
    if isinstance(found, ListFormat):
        lines.append(f"Address: {found.url or 'none; download it by hand and add it with `enduse lists add FILE`'}")
        lines += [f"Files: {', '.join(found.members)}"] if found.members else []
    elif isinstance(found, RegisterFormat):
        lines.append(f"Sensitivity: {found.sensitivity}")
    else:
        lines.append("Add a file of it to a case with `enduse add FILE`, or name it once: `enduse goods --book FILE`.")
    printer.text("\n".join(lines))
    return True


def _format_row(known: ListFormat | RegisterFormat | CodeBookFormat) -> dict[str, object]:
    return {"format": known.id, "title": known.title, "publisher": known.publisher, "built_on": _grounds(known.source)}


def _grounds(source: str) -> str:
    """Was a real file read (``seen``), or is the format known from descriptions (``memory``)?"""
    words = re.findall(r"seen|memory", source)
    return words[0] if words and source.startswith(words[0]) else " and ".join(sorted(set(words))) or source


def explain_plugin(what: str, printer: Printer) -> bool:
    """Print a typology or a layout of that name; False when there is none."""
    from enduse.case import known_typologies
    from enduse.sources.layout import bundled_layouts

    if typology := known_typologies().get(what):
        printer.text(typology_page(typology))
        return True
    layout = next((it for it in bundled_layouts() if it.id == what), None)
    if layout:
        absent = "".join(f"\n  {column}: {why}" for column, why in layout.absent.items())
        printer.text(f"{layout.id}  {layout.title}\n\n{layout.about}\n\nSource: {layout.source}")
        printer.text(f"What this file cannot hold:{absent}" if absent else "")
    return layout is not None


def typology_page(typology: object) -> str:
    """What a typology sees, misses and stands on, as a page of text."""
    from enduse.detect import Typology

    assert isinstance(typology, Typology)
    sections = {
        "Innocent explanations": typology.innocent,
        "What it cannot see": typology.misses,
        "What would settle it": typology.settle,
        "Described by": typology.sources,
    }
    lines = [f"{typology.id}  {typology.title}", "", typology.about.strip(), ""]
    lines.append(f"Strength: at most {typology.ceiling:g}, the share of such findings that mean diversion.")
    for title, entries in sections.items():
        lines += ["", f"{title}:", *(f"  - {it}" for it in entries)]
    for finder in typology.finders:
        lines += [
            "",
            f"Looks in {finder.reads} ({finder.id}). Needs: {', '.join(finder.needs.columns) or 'nothing special'}.",
        ]
        lines += [f"  {name} = {value}" for name, value in finder.defaults.items()]
    return "\n".join(lines)

"""Styles of a dossier in Word, by name, so that a reader can restyle the whole of it in one place."""

from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml
from docx.shared import Cm

from enduse.report.dossier_parts.pieces import Document
from enduse.report.dossier_parts.word_xml import words

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_EASTERN = {"ko": "Malgun Gothic", "zh": "Microsoft YaHei"}
_TAGS = {"en": "en-GB", "de": "de-DE", "ko": "ko-KR", "zh": "zh-CN", "uk": "uk-UA", "ru": "ru-RU"}
_LATIN = "Calibri"


@dataclass(frozen=True)
class _Style:
    """A paragraph style: its id is its name without spaces."""

    name: str
    half_points: int
    colour: str = "1C2126"
    paragraph: str = ""
    bold: bool = False


def _box(fill: str, edge: str) -> str:
    side = f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="6" w:color="{edge}"/></w:pBdr>'
    return f'{side}<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/><w:spacing w:before="80" w:after="120"/>'


def _spaced(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


_STYLES = (
    _Style("Dossier Kicker", 18, "565F68", _spaced(0, 0)),
    _Style("Dossier Status", 22, "A3261B", _spaced(0, 160), bold=True),
    _Style("Dossier Note", 18, "565F68", f"<w:keepNext/>{_spaced(0, 80)}"),
    _Style("Dossier Sentence", 21, paragraph=_spaced(0, 100)),
    _Style("Dossier Finding", 22, paragraph=f"<w:keepNext/>{_spaced(200, 60)}", bold=True),
    _Style("Dossier Notice", 20, paragraph=_box("F1F3F4", "8A9299")),
    _Style("Dossier Warning", 20, paragraph=_box("FDF4DC", "7A5200")),
    _Style("Dossier Danger", 20, paragraph=_box("FBEEEC", "A3261B")),
    _Style("Dossier Cell", 17, paragraph=_spaced(30, 30)),
    _Style("Dossier Tiny", 14, paragraph=_spaced(15, 15)),
    _Style("Dossier Gap", 12, paragraph=_spaced(0, 0)),
    _Style("Dossier Picture", 20, paragraph=f"<w:keepNext/>{_spaced(60, 60)}"),
    _Style("footnote text", 15, "565F68", _spaced(0, 0)),
    _Style("toc 1", 20, paragraph=_spaced(0, 30)),
)
_IDS = {"footnote text": "FootnoteText", "toc 1": "TOC1"}
_RUNS = (
    ("footnote reference", "FootnoteReference", '<w:vertAlign w:val="superscript"/>'),
    ("Dossier Grade", "DossierGrade", '<w:color w:val="0B5394"/><w:sz w:val="17"/>'),
    ("Dossier Alert", "DossierAlert", '<w:b/><w:color w:val="A3261B"/><w:sz w:val="17"/>'),
)
_TABLE = (
    f'<w:style xmlns:w="{_W}" w:type="table" w:customStyle="1" w:styleId="DossierTable"><w:name w:val="Dossier Table"/>'
    '<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="C9D0D7"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="C9D0D7"/></w:tblBorders>'
    '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="EEF3F8"/></w:tcPr>'
    "</w:tblStylePr>"
    "</w:style>"
)


def add_styles(made: Any, language: str) -> None:
    """Give the document the styles that the pieces name."""
    styles = made.styles.element
    for style in _STYLES:
        styles.append(parse_xml(_paragraph_style(style)))
    for name, known, form in _RUNS:
        custom = "" if name.startswith("footnote") else ' w:customStyle="1"'
        head = f'<w:style xmlns:w="{_W}" w:type="character"{custom} w:styleId="{known}"><w:name w:val="{name}"/>'
        styles.append(parse_xml(f"{head}<w:rPr>{form}</w:rPr></w:style>"))
    styles.append(parse_xml(_TABLE))
    for name in ("Normal", "Heading 1", "Heading 2", "Title"):
        _letters(made.styles[name].element, language)


def _paragraph_style(it: _Style) -> str:
    known = _IDS.get(it.name, it.name.replace(" ", ""))
    custom = "" if it.name in _IDS else ' w:customStyle="1"'
    bold = "<w:b/>" if it.bold else ""
    size = f'<w:color w:val="{it.colour}"/><w:sz w:val="{it.half_points}"/><w:szCs w:val="{it.half_points}"/>'
    return (
        f'<w:style xmlns:w="{_W}" w:type="paragraph"{custom} w:styleId="{known}"><w:name w:val="{it.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{it.paragraph}</w:pPr><w:rPr>{bold}{size}</w:rPr></w:style>'
    )


def _letters(style: Any, language: str) -> None:
    """Fonts by script and the language of spelling, instead of those of the theme."""
    form = style.get_or_add_rPr()
    for old in [it for it in form if it.tag in (f"{{{_W}}}rFonts", f"{{{_W}}}lang")]:
        form.remove(old)
    eastern = _EASTERN.get(language, "Microsoft YaHei")
    fonts = f'w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:cs="Arial" w:eastAsia="{eastern}"'
    form.insert(0, parse_xml(f'<w:rFonts xmlns:w="{_W}" {fonts}/>'))
    east = _TAGS[language] if language in _EASTERN else "zh-CN"
    west = "en-GB" if language in _EASTERN else _TAGS[language]
    form.append(parse_xml(f'<w:lang xmlns:w="{_W}" w:val="{west}" w:eastAsia="{east}" w:bidi="ar-SA"/>'))


def prepare_page(made: Any, document: Document) -> None:
    """A4, and at the foot of every page the status and the page's number."""
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    foot = section.footer.paragraphs[0]._p
    before, _, rest = document.page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    field = '<w:fldSimple w:instr="{}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    inner = words(f"{document.status}  ·  {before}") + field.format("PAGE") + words(between) + field.format("NUMPAGES")
    rest_of = words(after) if after else ""
    held = f'<w:p xmlns:w="{_W}"><w:pPr><w:pStyle w:val="DossierNote"/></w:pPr>{inner}{rest_of}</w:p>'
    foot.getparent().replace(foot, parse_xml(held))

"""Facts of each line of an order: what the goods are, which entries and lists of codes name them, what is missing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from enduse.case.order_texts import software_types
from enduse.decide.facts import Confidence, Fact, Truths, Value
from enduse.errors import InputError
from enduse.goods.codes.tiers import CodeListing, tiers
from enduse.goods.desk import GoodsAnswer, GoodsDesk, GoodsQuestion
from enduse.goods.entries.evaluation import WORDING, EntryAnswer, missing_words
from enduse.goods.entries.truth import Truth
from enduse.goods.specification import from_answers
from enduse.model.goods_rules import MACHINE_HEADINGS, MACHINE_KINDS, PART_HEADINGS, TOOL_HEADINGS
from enduse.model.order import Order, OrderLine
from enduse.text.countries import eu_members

_SURE = 0.8
_SUBHEADING = 6
_TRUTHS: Mapping[str, Truth] = {"meets": True, "does not meet": False, "cannot tell": None}
_TOOLING = frozenset({"part", "cutting_tool", "accessory", "tool", "control_unit", "set"})
# Parts of machine tools have headings that other goods have as well.
_TOOLING_HEADINGS = TOOL_HEADINGS | {"8466"}
_MAYBE_HEADINGS = PART_HEADINGS - {"8466"}
_CHAPTERS = frozenset({"82", "84", "85", "90"})
_REGIMES: Mapping[str, tuple[str, ...]] = {"GB": ("GB",), "CH": ("WA", "NSG"), "CN": ("CN",), "US": ("US",)}


@dataclass(frozen=True)
class LineFacts:
    """What is known of one line.

    Attributes:
        line: As ordered.
        answer: Of the goods desk.
        facts: For the sheet.
        notes: What a reader must know.
        everyday: Certainly of no list and no machine tool: little needs to be asked about it.
    """

    line: OrderLine
    answer: GoodsAnswer
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    everyday: bool


def line_facts(desk: GoodsDesk, order: Order, line: OrderLine) -> LineFacts:
    """Everything about one line on the order's day.

    A specification that cannot be read is left out and said: it stays missing.
    """
    specifications, notes = _readable(line)
    answer = desk.answer(_question(order, line, specifications))
    told = _Line(order, line, answer)
    facts = tuple(told.facts())
    return LineFacts(line, answer, facts, (*notes, *told.notes()), _is_everyday(facts))


def _question(order: Order, line: OrderLine, specifications: Mapping[str, str]) -> GoodsQuestion:
    # Options count towards the specification: "can be equipped" is enough for an entry.
    serials = f"S/N {', '.join(line.serials)}" if line.serials else ""
    said = (line.text, line.brand, line.model, serials, *line.options)
    kg = line.net_kg
    dollars = line.price * (line.quantity or 1.0) if line.price is not None and order.currency == "USD" else None
    text = "\n".join(it for it in said if it)
    return GoodsQuestion(text, order.on, line.code, kg, dollars, line.quantity, specifications)


def _readable(line: OrderLine) -> tuple[dict[str, str], list[str]]:
    kept, notes = dict[str, str](), list[str]()
    for name, value in line.specifications.items():
        try:
            from_answers({name: value})
            kept[name] = value
        except InputError as error:
            notes.append(f"Line {line.line}: {error.message}")
    try:
        from_answers(kept)
    except InputError as error:
        return {}, [*notes, f"Line {line.line}: its figures do not go together. {error.message}"]
    return kept, notes


def _is_everyday(facts: Iterable[Fact]) -> bool:
    value = {it.name: it.value for it in facts}
    entries = value["goods.entries"]
    listed = entries.rest is not False or any(it is not False for it in entries.of.values()) \
        if isinstance(entries, Truths) else True  # fmt: skip
    return value["goods.machine_tool"] is False and value["goods.priority_tier"] == "none" and not listed


@dataclass(frozen=True)
class _Line:
    order: Order
    line: OrderLine
    answer: GoodsAnswer

    @property
    def key(self) -> str:
        return str(self.line.line)

    @property
    def code(self) -> str:
        return self.answer.code.code if self.answer.code else ""

    @property
    def kind(self) -> str:
        found = self.answer.goods.first("kind")
        return str(found.value) if found else ""

    @property
    def listings(self) -> tuple[CodeListing, ...]:
        return self.answer.listings if self.code else ()

    def fact(
        self, name: str, value: Value | None, sentence: str, confidence: Confidence = "recorded", *sources: str
    ) -> Fact:
        return Fact(f"goods.{name}", value, sentence, confidence, self.key, sources)

    def facts(self) -> Iterator[Fact]:
        """One fact of each name."""
        yield self.fact("kind", self.line.kind, f"Ordered as {self.line.kind}.")
        yield self._code()
        yield self._entries()
        yield self._tier()
        yield self._code_lists()
        yield self._origin()
        yield self._used()
        yield self._software()
        yield self._spec_missing()
        yield self._machine_tool()

    def notes(self) -> Iterator[str]:
        """What contradicts what, and codes that say too little."""
        if self.answer.code_problem:
            yield f"Line {self.key}: {self.answer.code_problem}"
        if self.answer.disagreement:
            yield f"Line {self.key}: {self.answer.disagreement.sentence}"
        if self.code and len(self.code) < _SUBHEADING:
            yield f"Line {self.key}: {self.line.code!r} is a heading of many codes: which six digits?"
        yield from self._made_elsewhere()
        for it in self.answer.goods.every("contradiction"):
            yield f"Line {self.key}: {it.note or it.value}"

    def _made_elsewhere(self) -> Iterator[str]:
        """An origin where the brand has no known plant; parts and tools are made wherever suppliers sit."""
        plants, brand = self.answer.goods.first("maker_countries"), self.answer.goods.first("brand")
        if plants and brand and self.line.origin and self.kind in MACHINE_KINDS:
            known = str(plants.value).split(",")
            if self.line.origin not in known:
                yield (
                    f"Line {self.key}: said to be made in {self.line.origin}; {brand.value} is known to make machines "
                    f"in {', '.join(known)}. Ask for the certificate of origin and the name plate (origin_disguise)."
                )

    def _code(self) -> Fact:
        if len(self.code) >= _SUBHEADING:
            return self.fact("code", self.code, f"Declared code {self.code}.")
        if self.code:
            return self.fact(
                "code", self.code, f"Only {self.code} was given: which six digits? Rules on its subdivisions stay open."
            )
        problem = self.answer.code_problem or "No goods code was given."
        best = next(iter(self.answer.suggestions), None)
        likely = f" The description suggests {best.code}." if best else ""
        return self.fact("code", None, f"{problem}{likely} Which six digits?")

    # --- control entries

    @cached_property
    def regimes(self) -> frozenset[str]:
        """Whose wording of an entry binds the seller: its own state's, and that of the US for US goods."""
        country = self.order.seller_country
        own = ("EU",) if country in eu_members(self.order.on) else _REGIMES.get(country, (country, "WA", "NSG"))
        known = {it for entry in self.answer.entries for it in entry.regimes}
        return frozenset(own if set(own) & known else ("WA", "NSG"))

    @cached_property
    def _bearing(self) -> dict[str, list[EntryAnswer]]:
        """By name, the wordings that bear: the seller's own, else the US one; others bind nobody here."""
        named: dict[str, list[EntryAnswer]] = {}
        for it in self.answer.entries:
            if self.regimes & set(it.regimes) or (not self.order.seller_country or "US" in it.regimes):
                named.setdefault(it.name, []).append(it)
        return {
            name: [it for it in several if self.regimes & set(it.regimes)] or several for name, several in named.items()
        }

    @cached_property
    def _likely(self) -> frozenset[int]:
        """Identities of the entries about work that the machine is known to do: comparing them whole is slow."""
        return frozenset(map(id, self.answer.likely_entries))

    def _truth(self, it: EntryAnswer) -> Truth:
        """An open entry about work that the machine is not known to do is not met.

        One whose criteria are fulfilled is met: an exclusion is the seller's to show.
        """
        if it.answer != "cannot tell" or WORDING in it.missing:
            return _TRUTHS[it.answer]
        if it.criteria is True:
            return True
        return None if id(it) in self._likely else False

    def _entries(self) -> Fact:
        if not self.answer.entries:
            return self._no_entries()
        of = {name: _any(self._truth(it) for it in several) for name, several in self._bearing.items()}
        met = sorted(name for name, it in of.items() if it is True)
        open_ = sorted(name for name, it in of.items() if it is None)
        said = [f"Meets {', '.join(met)}." if met else "", f"Not known: {', '.join(open_)}." if open_ else ""]
        missing = self._missing()
        more = f" Missing: {missing}." if missing else ""
        sentence = " ".join(it for it in said if it) or "Meets no entry that was evaluated."
        return self.fact("entries", Truths(of, False), f"{sentence}{more}", "derived")

    def _no_entries(self) -> Fact:
        if self.kind:
            text = f"Read as {self.kind.replace('_', ' ')}: no entry on machine tools, controls or their software."
            return self.fact("entries", Truths({}, False), text, "derived")
        if self.code and self.code[:2] not in _CHAPTERS:
            return self.fact("entries", Truths({}, False), f"Code {self.code} is of no machine, tool or instrument.")
        if self._is_tool:
            return self.fact("entries", Truths({}, False), f"No entry of the lists held names tools of {self.code}.")
        return self.fact("entries", Truths(), "The description does not tell what the goods are: what are they?")

    @property
    def _is_tool(self) -> bool:
        return self.code[:4] in TOOL_HEADINGS

    @cached_property
    def _open(self) -> list[EntryAnswer]:
        """Entries that bear on this seller and wait for a figure; not where another part of the entry is met."""
        met = {it.entry for several in self._bearing.values() for it in several if self._truth(it) is True}
        said = self.order.us_content
        us = self.order.seller_country == "US" or said is True or (said is None and _is_barred(self.order))
        return [
            it
            for several in self._bearing.values()
            for it in several
            if self._truth(it) is None
            and it.entry not in met
            and WORDING not in it.missing
            and (self.regimes & set(it.regimes) or us)
        ]

    def _missing(self) -> str:
        return missing_words(tuple(dict.fromkeys(lack for it in self._open for lack in it.missing)))

    def _spec_missing(self) -> Fact:
        if open_ := self._open:
            names = ", ".join(dict.fromkeys(it.name for it in open_))
            asked = self.answer.question_to_ask
            return self.fact("spec_missing", True, f"{names} wait for: {self._missing()}. {asked}".strip(), "derived")
        if self.answer.entries or self.kind or self._is_tool or (self.code and self.code[:2] not in _CHAPTERS):
            return self.fact("spec_missing", False, "No figure is missing that would decide an entry.", "derived")
        return self.fact("spec_missing", None, "The description does not tell what the goods are.")

    # --- lists of codes

    def _tier(self) -> Fact:
        priority = [it for it in self.listings if it.authority == "CHPL"]
        if not self.code:
            return self._tier_by_text()
        if priority and not self._is_part_named(priority[0]):
            best = priority[0]
            if best.in_force is None:
                return self.fact("priority_tier", None, f"{best.code} is of tier {best.tier}; {best.note}")
            text = f"{best.code} is of tier {best.tier} of the common high priority list. {best.note}".strip()
            return self.fact("priority_tier", best.tier, text, "recorded", best.citation)
        if priority:
            return self.fact(
                "priority_tier", None, f"Some codes of {self.code} are on the list, e.g. {priority[0].code}."
            )
        if other := self._by_text("CHPL"):
            return self.fact(
                "priority_tier", None, f"Not as {self.code}, but the text suggests {other.code}: {other.tier}."
            )
        return self.fact("priority_tier", "none", f"{self.code} is not on the common high priority list on that day.")

    def _tier_by_text(self) -> Fact:
        if other := next((it for it in self.answer.listings if it.authority == "CHPL"), None):
            return self.fact(
                "priority_tier", None, f"No code was given; the text suggests {other.code}, tier {other.tier}."
            )
        if self.kind == "other" and not self.answer.code_problem:
            return self.fact("priority_tier", None, "No code was given; the text names no goods of the list.")
        return self.fact("priority_tier", None, "No code was given.")

    def _is_part_named(self, listing: CodeListing) -> bool:
        return len(self.code) < len(listing.code)

    def _by_text(self, authority: str) -> CodeListing | None:
        """A listing of the code that the text speaks of where it clearly is another than the declared one."""
        gap = self.answer.disagreement
        if gap is None:
            return None
        found = tiers(gap.suggested.code, "", self.order.on)
        return next((it for it in found if it.authority == authority), None)

    def _code_lists(self) -> Fact:
        if not self.code:
            return self.fact("code_lists", Truths(), "No goods code was given.")
        of = dict[str, Truth]()
        for it in self.listings:
            name = f"{it.authority} {it.list}"
            of[name] = _any([*([of[name]] if name in of else []), self._named(it)])
        if gap := self.answer.disagreement:
            for it in tiers(gap.suggested.code, "", self.order.on):
                of.setdefault(f"{it.authority} {it.list}", None)
        named = [name for name, it in of.items() if it]
        sentence = f"{self.code} is on {'; '.join(named)}." if named else f"{self.code} is on no list of codes held."
        cited = tuple(dict.fromkeys(it.citation for it in self.listings if it.citation))
        return self.fact("code_lists", Truths(of, False), sentence, "recorded", *cited)

    def _named(self, it: CodeListing) -> Truth:
        """Not known where a list means some goods of a code only, or where its codes were not read."""
        sure = it.in_force is True and it.basis in ("list", "priority") and not self._is_part_named(it)
        return True if sure and "only some of the goods" not in it.note else None

    # --- the rest

    def _origin(self) -> Fact:
        known = self.line.origin
        return self.fact("origin", known or None, f"Made in {known}." if known else "Where it was made was not said.")

    def _used(self) -> Fact:
        read = self.answer.goods.first("condition")
        word = self.line.condition or (str(read.value) if read else "")
        if word:
            return self.fact("used", word in ("used", "refurbished"), f"Ordered as {word}.")
        return self.fact("used", None, "Whether it is new or used was not said.")

    def _software(self) -> Fact:
        is_software = self.line.kind in ("software", "service", "technology") or self.kind == "software"
        text = " ".join((self.line.text, self.line.model, *self.line.options)) if is_software else \
            " ".join(self.line.options)  # fmt: skip
        found = software_types(text)
        if found:
            return self.fact("software_type", Truths(dict.fromkeys(found, True), False), f"Read as {', '.join(found)}.")
        if is_software:
            return self.fact("software_type", Truths(), "What the software or service is for was not said.")
        return self.fact("software_type", Truths({}, False), "No software or service.")

    def _machine_tool(self) -> Fact:
        truth, why = self._is_machine_tool()
        return self.fact("machine_tool", truth, why, "derived")

    def _is_machine_tool(self) -> tuple[Truth, str]:
        heading = self.code[:4]
        if heading in MACHINE_HEADINGS | _TOOLING_HEADINGS:
            return True, f"By its heading, {heading}."
        if self.kind in MACHINE_KINDS | _TOOLING or (self.kind == "software" and self.answer.likely_entries):
            return True, f"Read as {self.kind.replace('_', ' ')}."
        if self.kind == "other":
            return False, "The text speaks of other goods."
        if heading and self.code[:2] not in _CHAPTERS:
            return False, f"Heading {heading} is of other goods."
        if len(heading) == 4 and heading not in _MAYBE_HEADINGS and not self.kind and self.line.text:
            return False, f"Heading {heading} is of other goods, and the text names no machine tool."
        return None, "Neither text nor code tells."


def _is_barred(order: Order) -> bool:
    return order.last_country in ("RU", "BY", "")


def _any(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return True if True in found else None if None in found else False


def goods_notes(lines: Iterable[LineFacts]) -> tuple[str, ...]:
    """The notes of all lines."""
    return tuple(note for it in lines for note in it.notes)

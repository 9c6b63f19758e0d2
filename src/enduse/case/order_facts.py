"""Facts of an order as a whole: whose law, where to, by which way, what for. What nobody told has a said default."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from enduse.case.order_texts import Said, countries_named, military_use, region_of, wmd_use
from enduse.decide.facts import Confidence, Fact, Truths
from enduse.goods.entries.truth import Truth
from enduse.model.order import Order, OrderParty
from enduse.text.countries import country_name, eu_members

_OVERLAND = frozenset({"KZ", "KG", "UZ", "TJ", "TM", "MN"})
"""Where goods from the east and the west commonly arrive over Russian rails and roads."""
_OVERLAND_FROM_EUROPE = frozenset({"AM", "AZ", "GE", "CN"})
_EUROPE = frozenset({"CH", "LI", "NO", "GB", "UA", "MD", "RS", "TR"})
_LAW_OF: Mapping[str, str] = {"LI": "CH"}
"""Liechtenstein forms one customs territory with Switzerland."""
FINDING_MATTERS = 0.5


@dataclass(frozen=True)
class OrderFacts:
    """What is known of an order as a whole.

    Attributes:
        order: The order.
        usd: Dollars for one unit of its currency on its day; None: not known.
        parties: Facts of the parties, already made: military bodies and findings bear on the end use.
        refused: Why a licence for such goods and parties was refused before; empty: no refusal is recorded.
        blocked: The decision by which the house does not deal with a party, quoted; empty: there is none.
    """

    order: Order
    usd: float | None
    parties: Sequence[Fact]
    refused: str = ""
    blocked: str = ""

    def facts(self) -> Iterator[Fact]:
        """One of each name."""
        yield from self._seller()
        yield from self._places()
        yield from self._days()
        yield self._value()
        yield from self._use()
        yield from self._papers()
        yield from self._us()
        refused = self.refused or "No refusal of a licence for these goods and parties is recorded."
        yield Fact("refusal.held", bool(self.refused), refused)
        blocked = self.blocked or "No party of the order is blocked by a decision of the house."
        yield Fact("decision.blocked", bool(self.blocked), blocked)
        yield Fact("sheet.complete", True, confidence="derived")

    # --- whose law

    def _seller(self) -> Iterator[Fact]:
        country = self.order.seller_country
        if not country:
            yield Fact("seller.country", None, "The seller's country was not said: whose law binds it?")
            yield Fact("seller.law", Truths(), "The seller's country was not said: whose law binds it?")
        else:
            yield Fact("seller.country", country, f"The seller is in {country_name(country)}.")
            yield self._law(country)
        yield Fact("seller.us_person", self._is_us, "By the seller's country and the owners that were named.")

    @property
    def _is_us(self) -> bool:
        seller = self.order.party("seller")
        owners = seller.owners or () if seller else ()
        return self.order.seller_country == "US" or any(it.country == "US" for it in owners)

    def _law(self, country: str) -> Fact:
        laws = {country: True, _LAW_OF.get(country, country): True}
        if country in eu_members(self.order.on):
            laws["EU"] = True
        if self._is_us:
            laws["US"] = True
        return Fact(
            "seller.law", Truths(dict(laws), False), f"The law of {', '.join(laws)} binds the seller.", "derived"
        )

    # --- where to

    def _places(self) -> Iterator[Fact]:
        last = self.order.last_country
        said = (
            f"The goods go to {country_name(last)}, as far as the order says." if last else "No destination was said."
        )
        yield Fact("destination", last or None, said)
        yield self._region()
        yield self._countries()
        yield self._transit()
        yield self._onward()

    def _region(self) -> Fact:
        addressed = [(self.order.site, self.order.site_country or self.order.last_country)]
        addressed += [(it.address, it.country) for it in self._parties if it.role in ("end_user", "consignee", "buyer")]
        found = [(it, address) for address, country in addressed if address and (it := region_of(address, country))]
        sure = next((it for it, _ in found if it.truth), None)
        if sure:
            return Fact("destination.region", sure.words, f"An address of the order lies in {sure.words}.", "derived")
        if found:
            it, address = found[0]
            text = f"{address!r} lies in {it.words}, of which a part is occupied: is this place?"
            return Fact("destination.region", None, text, "derived")
        if self.order.last_country == "UA" and not any(address for address, _ in addressed):
            return Fact("destination.region", None, "Ukraine, but no address: is the place in an occupied region?")
        return Fact("destination.region", "none", "No address of the order lies in an occupied region.", "derived")

    @property
    def _parties(self) -> Sequence[OrderParty]:
        return [it for it in self.order.parties if it.role != "seller"]

    def _countries(self) -> Fact:
        order = self.order
        named = {it.country for it in self._parties} | {order.destination, order.site_country, order.last_country}
        of = dict.fromkeys(sorted((named | set(order.route or ())) - {""}), True)
        # Who carries or pays is seldom described; the buyer's country must be known.
        buyer = order.party("buyer")
        rest: Truth = False if buyer and buyer.country else None
        return Fact("countries", Truths(dict(of), rest), f"Named in the order: {', '.join(of) or 'none'}.")

    def _transit(self) -> Fact:
        order = self.order
        if order.route is not None:
            of = dict.fromkeys(order.route, True)
            said = f"The route passes {', '.join(of)}." if of else "The route passes no other country."
            return Fact("route.transit", Truths(dict(of), False), said)
        if self._may_cross_russia:
            text = f"The route to {country_name(order.last_country)} was not said; it may cross Russia or Belarus."
            return Fact("route.transit", Truths({"RU": None, "BY": None}, False), text)
        return Fact(
            "route.transit", Truths({}, False),
            "The route was not said; between these countries a way through Russia or Belarus is not usual.", "probable",
        )  # fmt: skip

    @property
    def _may_cross_russia(self) -> bool:
        start, end = self.order.seller_country, self.order.last_country
        if end in _OVERLAND or not end:
            return True
        in_europe = start in _EUROPE or start in eu_members(self.order.on)
        return end in _OVERLAND_FROM_EUROPE and in_europe

    def _onward(self) -> Fact:
        texts = (self.order.end_use, self.order.terms, *(it.function for it in self._parties))
        named = countries_named(texts)
        of = {country: it.truth for country, it in named.items() if country != self.order.last_country}
        said = "; ".join(f"{country}: the order's text says “{it.words}”" for country, it in named.items() if it.truth)
        text = f"{said}." if said else "Nobody told that the goods go on to another country."
        return Fact("onward", Truths(of, False), text, "alleged" if said else "recorded")

    # --- when and how much

    def _days(self) -> Iterator[Fact]:
        for name, day in (("signed_on", self.order.signed_on), ("ship_on", self.order.ship_on)):
            said = f"Said: {day}." if day else "Not said; the day of the order is taken."
            yield Fact(name, day or self.order.on, said, "recorded" if day else "possible")

    def _value(self) -> Fact:
        order = self.order
        total = order.value
        if total is None and order.lines and all(it.price is not None for it in order.lines):
            total = sum((it.price or 0.0) * (it.quantity or 1.0) for it in order.lines)
        if total is None or self.usd is None:
            why = (
                "Its value was not said." if total is None else f"No dated rate of {order.currency or 'its currency'}."
            )
            return Fact("value_usd", None, why)
        return Fact(
            "value_usd", round(total * self.usd, 2), f"{total:,.2f} {order.currency} at a dated rate.", "derived"
        )

    # --- what for

    def _use(self) -> Iterator[Fact]:
        military, weapons = self._military(), self._weapons()
        yield self._named()
        if not self.order.end_use.strip():
            yield Fact("end_use.stated", None, "No end use was stated.")
        yield military
        yield weapons
        yield self._suspected(military, weapons)
        yield Fact("end_use.informed", False, "Nobody told that the authority informed the seller.")

    def _named(self) -> Fact:
        user = self.order.party("end_user")
        if user and user.name and user.identifiers and user.address:
            return Fact("end_user.named", True, f"{user.name}, with number and address.")
        lacking = [
            word
            for word, told in (
                ("name", user and user.name),
                ("number", user and user.identifiers),
                ("address", user and user.address),
            )
            if not told
        ]
        return Fact("end_user.named", None, f"Of the final user no {' and no '.join(lacking)} was given.")

    def _military(self) -> Fact:
        said = military_use(self.order.end_use)
        return self._by_text_or_party("end_use.military", said, "party.military", "military")

    def _weapons(self) -> Fact:
        said = wmd_use(self.order.end_use)
        return self._by_text_or_party("end_use.wmd", said, "party.missile_or_wmd", "such")

    def _by_text_or_party(self, name: str, said: Said, fact: str, what: str) -> Fact:
        """Known where the text says it or who receives the goods is such a body; nobody knows what nobody told."""
        takers = [it for it in self._of(fact) if it.about.partition(" ")[0] in ("end_user", "consignee", "buyer")]
        sure = next((it for it in takers if it.value is True), None)
        if said.truth is True:
            return Fact(name, True, f"The stated end use says “{said.words}”.", "alleged")
        if sure:
            return Fact(
                name, True, f"{sure.about.replace('_', ' ')}: {sure.sentence}", sure.confidence, sources=sure.sources
            )
        named = next((it for it in takers if it.value is None and it.sentence), None)
        if said.truth is None:
            return Fact(name, None, f"The stated end use says “{said.words}”: what exactly is made?", "possible")
        if named:
            return Fact(name, None, f"{named.about.replace('_', ' ')}: {named.sentence}", "possible")
        return Fact(name, False, f"Nothing that was told or recorded speaks of {what} use.")

    def _suspected(self, *uses: Fact) -> Fact:
        reasons = [it.sentence for it in uses if it.value is True]
        reasons += [
            f"{it.about}: {it.sentence}"
            for it in self._of("party.findings")
            if isinstance(it.value, float) and it.value >= FINDING_MATTERS
        ]
        reasons += [
            f"The order's text names {country_name(country)}."
            for country, it in countries_named((self.order.end_use,)).items()
            if it.truth and country != self.order.last_country
        ]
        if reasons:
            return Fact("end_use.suspected", True, " ".join(reasons), "probable")
        return Fact("end_use.suspected", False, "Nothing that was told or recorded gives a reason for suspicion.")

    def _of(self, name: str) -> Iterable[Fact]:
        return (it for it in self.parties if it.name == name)

    # --- papers

    def _papers(self) -> Iterator[Fact]:
        yield _told("clause.no_reexport", self.order.no_reexport, "the clause against re-export to Russia and Belarus")
        between = self.order.all_in("intermediate")
        if between and all(it.name and it.function for it in between):
            yield Fact("intermediaries.named", True, f"{len(between)} named, each with its function.")
        said = "Whether others stand between was not said." if not between else "Not each is named with its function."
        if not (between and all(it.name and it.function for it in between)):
            yield Fact("intermediaries.named", None, said)
        yield self._own()

    def _own(self) -> Fact:
        asked = [it for it in self._parties if it.role in ("buyer", "end_user")]
        mine = next((it for it in asked if it.own_subsidiary), None)
        if mine:
            return Fact("own_subsidiary", True, f"{mine.name or mine.role} is wholly owned by the seller.", "alleged")
        return Fact("own_subsidiary", False, "Neither buyer nor final user is said to be wholly owned by the seller.")

    # --- the United States

    def _us(self) -> Iterator[Fact]:
        made = {it.origin for it in self.order.lines}
        if "US" in made:
            yield Fact("us.origin", True, "A line was made in the United States.")
        elif made and "" not in made:
            yield Fact("us.origin", False, f"Made in {', '.join(sorted(made))}.")
        else:
            yield Fact("us.origin", None, "Where each line was made was not said.")
        if self.order.us_content is not None or "US" in made or self.order.seller_country == "US":
            value = self.order.us_content if "US" not in made and self.order.us_content is not None else True
            yield Fact("us.content", value, "By what was said, the origin of the goods and the seller's country.")
        else:
            yield Fact("us.content", None, "US content, or a direct product of US technology, was not spoken of.")


def _told(name: str, value: bool | None, what: str, confidence: Confidence = "alleged") -> Fact:
    words = {
        True: f"Said: there is {what}.",
        False: f"Said: there is not {what}.",
        None: f"Nobody said whether there is {what}.",
    }
    return Fact(name, value, words[value], confidence if value is not None else "recorded")

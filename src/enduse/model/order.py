"""An order under examination: who, what, where, why, as the seller knows it. Nothing here is checked or looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Role = Literal[
    "seller", "buyer", "consignee", "intermediate", "end_user", "forwarder", "bank", "payer", "installer", "owner"
]
ROLES: tuple[Role, ...] = (
    *("seller", "buyer", "consignee", "intermediate", "end_user"),
    *("forwarder", "bank", "payer", "installer", "owner"),
)
GoodsKind = Literal["goods", "parts", "software", "service", "technology"]


@dataclass(frozen=True)
class OwnerShare:
    """Somebody who owns or controls a party, as the customer or a register says.

    Attributes:
        name: As written.
        percent: 0 to 100; None: not said.
        country: ISO alpha-2, where known.
        kind: ``company``, ``person`` or ``unknown``.
        relation: ``owner``, ``controller``, ``director`` ...
    """

    name: str
    percent: float | None = None
    country: str = ""
    kind: Literal["company", "person", "unknown"] = "unknown"
    relation: str = "owner"


@dataclass(frozen=True)
class OrderParty:
    """One party of an order.

    Attributes:
        role: What it does in the order; several parties may be ``intermediate``.
        name: As written; empty: not named.
        country: ISO alpha-2 of its seat; empty: not known.
        identifiers: Scheme (``INN``, ``USCC``, ``LEI``, ``REG`` ...) to value.
        address: As written.
        phone: As written.
        email: As written.
        website: As written.
        incorporated: Day of incorporation.
        activity: What it does, in words.
        activity_code: NACE, OKVED or the like, as written.
        employees: How many.
        function: What an intermediary is there for, and its margin, in words.
        owners: To natural persons where known; None: not known; empty: known to have none.
        own_subsidiary: Wholly owned by the seller; None: not known.
    """

    role: Role
    name: str = ""
    country: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    incorporated: date | None = None
    activity: str = ""
    activity_code: str = ""
    employees: int | None = None
    function: str = ""
    owners: tuple[OwnerShare, ...] | None = None
    own_subsidiary: bool | None = None


@dataclass(frozen=True)
class OrderLine:
    """One kind of goods in an order.

    Attributes:
        line: Number from 1.
        text: Description, as written.
        kind: Goods, parts, software, service or technology.
        brand: Mark, as written.
        model: As written.
        serials: Serial numbers.
        code: Goods code, digits only; empty: not given.
        quantity: Pieces.
        price: Of one piece, in the order's currency.
        net_kg: Of the whole line.
        origin: ISO alpha-2 where made; empty: not known.
        year: Of making.
        condition: ``new``, ``used``, ``refurbished`` or empty.
        specifications: Parameter (see ``enduse goods``) to value as written, e.g. ``{"upr_x_um": "0.8"}``.
        options: Options, unlocks and software included.
        host_serials: For parts: the machines they are for.
        part_numbers: For parts.
    """

    line: int
    text: str = ""
    kind: GoodsKind = "goods"
    brand: str = ""
    model: str = ""
    serials: tuple[str, ...] = ()
    code: str = ""
    quantity: float | None = None
    price: float | None = None
    net_kg: float | None = None
    origin: str = ""
    year: int | None = None
    condition: str = ""
    specifications: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    host_serials: tuple[str, ...] = ()
    part_numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """One change of an order.

    Attributes:
        field: Dotted name, e.g. ``consignee.name``, ``destination``.
        old: As it was; empty: nothing.
        new: As it is.
        changed_on: The day.
        by: Who, where known.
    """

    field: str
    old: str
    new: str
    changed_on: date | None = None
    by: str = ""


@dataclass(frozen=True)
class Given:
    """An answer to a question of the catalogue.

    Attributes:
        question: ``Q01`` ...
        value: One of the question's answer words (``yes``, ``no``, ``unsure`` ...).
        text: What was said, as written.
        evidence: Files or references behind it.
        by: Who answered.
        on: When.
    """

    question: str
    value: str
    text: str = ""
    evidence: tuple[str, ...] = ()
    by: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Adjustment:
    """A house rule set aside or changed for one order; a rule of law cannot be.

    Attributes:
        part: Id of the question or house rule.
        outcome: What it says instead, e.g. ``RECORD``.
        reason: Why; never empty.
        by: Who.
    """

    part: str
    outcome: str
    reason: str
    by: str = ""


@dataclass(frozen=True)
class Order:
    """An order.

    Attributes:
        id: The seller's number; empty: none.
        on: The day whose law counts: of export where known.
        parties: All parties, the seller first.
        lines: What is sold.
        destination: ISO alpha-2 of the last country as declared; empty: not said.
        route: ISO alpha-2 of the countries passed, in order; None: not known.
        currency: ISO 4217.
        value: Of the whole order in ``currency``.
        terms: Terms of payment in words: ``100% prepayment``, ``cash``, ``letter of credit`` ...
        delivery_terms: Incoterm and place, as written.
        signed_on: Day of the contract.
        ship_on: Planned day of shipment.
        end_use: What the goods are for, in the customer's words.
        installation: Is installation by the maker or an authorised engineer ordered? None: not said.
        training: Likewise, training or warranty service at the site.
        dealer_contract: Has the dealer's contract territory, reporting and termination terms?
        no_reexport: Has the contract the clause against re-export to Russia and Belarus?
        us_content: US-origin content, FDP or other foreign re-export conditions; None: not known.
        site: Address of installation, as written.
        site_country: ISO alpha-2 of that address.
        answers: By question; several to one question may contradict each other.
        changes: What was changed, oldest first.
        adjustments: House rules changed for this order.
    """

    id: str
    on: date
    parties: tuple[OrderParty, ...]
    lines: tuple[OrderLine, ...] = ()
    destination: str = ""
    route: tuple[str, ...] | None = None
    currency: str = ""
    value: float | None = None
    terms: str = ""
    delivery_terms: str = ""
    signed_on: date | None = None
    ship_on: date | None = None
    end_use: str = ""
    installation: bool | None = None
    training: bool | None = None
    dealer_contract: bool | None = None
    no_reexport: bool | None = None
    us_content: bool | None = None
    site: str = ""
    site_country: str = ""
    answers: tuple[Given, ...] = ()
    changes: tuple[Change, ...] = ()
    adjustments: tuple[Adjustment, ...] = field(default=())

    def party(self, role: Role) -> OrderParty | None:
        """The first party in that role, where one is named or described."""
        return next((it for it in self.parties if it.role == role), None)

    def all_in(self, role: Role) -> tuple[OrderParty, ...]:
        """Every party in that role."""
        return tuple(it for it in self.parties if it.role == role)

    @property
    def seller_country(self) -> str:
        """ISO alpha-2; empty: not said."""
        seller = self.party("seller")
        return seller.country if seller else ""

    @property
    def last_country(self) -> str:
        """Where the goods will be used, as far as the order says: site, end user, destination, consignee, buyer."""
        named = (self.party(role) for role in ("consignee", "buyer"))
        user = self.party("end_user")
        known = (self.site_country, user.country if user else "", self.destination)
        return next((it for it in (*known, *(it.country for it in named if it)) if it), "")

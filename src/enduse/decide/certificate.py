"""What speaks for and against an end-user certificate, each point in three values and one sentence."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from anyascii import anyascii
from rapidfuzz import fuzz

from enduse.decide.text_overlap import overlap
from enduse.goods.entries.truth import Truth
from enduse.model.order import Order, OrderParty
from enduse.text.company_names import normal_form
from enduse.text.contacts import emails_of, phones_of

INVASION = date(2022, 2, 24)
OLDEST = timedelta(days=182)
"""A certificate older than half a year is asked for anew: policy of the house, after what licensing offices ask."""
_LATE = timedelta(days=30)
"""A file made longer than this after the day on the paper was not signed on that day."""
_SAME_PERSON, _LIKE_PERSON = 90, 75
_REUSED = 0.8
"""Four fifths of a longer text, in runs of five words, do not agree by chance between two firms."""
_NEEDED = (
    *("issuer", "register_number", "signatory", "signatory_role", "authority", "site", "end_use", "contract"),
    *("dated", "valid_until"),
)


@dataclass(frozen=True)
class Certificate:
    """An end-user certificate as it was read.

    Attributes:
        fields: ``issuer``, ``register_number``, ``signatory``, ``signatory_role``, ``authority``, ``phone``, ``email``,
            ``site``, ``end_use``, ``contract`` as written; what was not read is left out.
        text: All of its words; empty: none could be read, e.g. of a scan.
        dated: Day it was signed.
        valid_until: Last day.
        author: Of the file's properties.
        created: Day of the file's properties.
    """

    fields: Mapping[str, str]
    text: str = ""
    dated: date | None = None
    valid_until: date | None = None
    author: str = ""
    created: date | None = None

    def get(self, name: str) -> str:
        """A field; empty: not read."""
        return self.fields.get(name, "").strip()


@dataclass(frozen=True)
class EarlierCertificate:
    """A certificate that was handed in before, for this or another order."""

    order_id: str
    issuer: str
    text: str
    author: str = ""


@dataclass(frozen=True)
class Officer:
    """Somebody who acts for a company, by a register; ``start <= day < end``."""

    name: str
    register: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class CertificateKnowledge:
    """What else is known.

    Attributes:
        history: Earlier certificates.
        officers: Of the issuer; None: no register that is loaded tells them.
        form: Sentences of the house's own form, which every honest certificate shares.
    """

    history: tuple[EarlierCertificate, ...] = ()
    officers: tuple[Officer, ...] | None = None
    form: tuple[str, ...] = ()


@dataclass(frozen=True)
class CertificateFinding:
    """One point.

    Attributes:
        check: ``fields``, ``undertakings``, ``signatory``, ``issuer``, ``site``, ``machine``, ``workshop``,
            ``template``, ``file``, ``age_of_issuer``, ``contacts``, ``validity``.
        truth: Yes: nothing found against it; no: something is wrong; not known: not assessable.
        sentence: In words, for the clerk.
    """

    check: str
    truth: Truth
    sentence: str


@dataclass(frozen=True)
class _Case:
    certificate: Certificate
    order: Order
    known: CertificateKnowledge

    @property
    def user(self) -> OrderParty | None:
        """The final user, where one is named."""
        user = self.order.party("end_user")
        return user if user and user.name else None


_Told = tuple[Truth, str]


def check_certificate(
    certificate: Certificate, order: Order, known: CertificateKnowledge = CertificateKnowledge()
) -> tuple[CertificateFinding, ...]:
    """Every check, always in the same order; none of them says that a certificate is genuine."""
    case = _Case(certificate, order, known)
    return tuple(CertificateFinding(name, *check(case)) for name, check in _CHECKS.items())


def _fields(case: _Case) -> _Told:
    days = {"dated": case.certificate.dated, "valid_until": case.certificate.valid_until}
    lacking = [it.replace("_", " ") for it in _NEEDED if not (days.get(it) or case.certificate.get(it))]
    if len(lacking) == len(_NEEDED):
        return None, "No field could be read from the file: give the fields in a TOML file and check again."
    if lacking:
        return False, f"Not filled in, or not readable: {', '.join(lacking)}."
    return True, "Every field is filled in."


def _undertakings(case: _Case) -> _Told:
    if not case.certificate.text:
        return None, "The text could not be read: look for the undertakings yourself."
    text = case.certificate.text.casefold()
    lacking = [name for name, words in _undertaken().items() if not any(it in text for it in words)]
    if lacking:
        return False, f"Nothing was found in the text on: {', '.join(lacking)}."
    return True, "The words of every undertaking were found; read whether they promise it."


def _signatory(case: _Case) -> _Told:
    name, day = case.certificate.get("signatory"), case.certificate.dated or case.order.on
    if not name:
        return False, "Who signs is not named."
    if case.known.officers is None:
        return (
            None,
            f"No register that is loaded tells who may sign for the issuer: ask for an extract that names {name}.",
        )
    best = max(case.known.officers, key=lambda it: _likeness(name, it.name), default=None)
    if best is None or _likeness(name, best.name) < _LIKE_PERSON:
        proof = case.certificate.get("authority")
        said = f"The register does not name {name} among the officers of the issuer"
        return (None, f"{said}; look at the proof that is named: {proof}.") if proof else (False, f"{said}.")
    if _likeness(name, best.name) < _SAME_PERSON:
        return None, f"{best.register} names {best.name}, who may be {name}: compare the names."
    if (best.start and day < best.start) or (best.end and best.end <= day):
        span = f"{best.start or '...'} to {best.end or '...'}"
        return False, f"{best.register} names {best.name}, but not on {day}: from {span}."
    return True, f"{best.register} names {best.name} on {day}."


def _issuer(case: _Case) -> _Told:
    issuer = case.certificate.get("issuer")
    if not issuer or case.user is None:
        return None, "The issuer cannot be compared: " + (
            "the order names no final user." if issuer else "it was not read."
        )
    if _same_firm(issuer, case.user):
        return True, f"The issuer is the final user of the order, {case.user.name}."
    other = next((it for it in case.order.parties if it.name and _same_firm(issuer, it)), None)
    who = f"the {other.role.replace('_', ' ')} of the order" if other else "no party of the order"
    return False, f"The issuer, {issuer}, is {who}; the final user is {case.user.name}."


def _site(case: _Case) -> _Told:
    written, ordered = case.certificate.get("site"), case.order.site
    if written and ordered and fuzz.token_set_ratio(_folded(written), _folded(ordered)) < _LIKE_PERSON:
        return False, f"The site of the certificate ({written}) is not that of the order ({ordered})."
    answer = next((it for it in case.order.answers if it.question == "Q02"), None)
    if answer is None:
        return None, "Whether the issuer owns or rents the site was not asked (Q02)."
    if answer.value == "no":
        return False, "The issuer neither owns nor rents the site (Q02)."
    if not answer.evidence:
        return None, "It is said that the site is the issuer's (Q02), without a paper that shows it."
    return True, f"The site is the issuer's by {', '.join(answer.evidence)} (Q02)."


def _machine(case: _Case) -> _Told:
    text = _squeezed(case.certificate.text)
    wanted = [
        (kind, it)
        for line in case.order.lines
        for kind, it in (("model", line.model), *(("serial", one) for one in line.serials))
        if len(_squeezed(it)) > 2
    ]
    if not text or not wanted:
        return None, "Model and serial number cannot be compared: " + (
            "the order has none." if text else "no text was read."
        )
    lacking = [f"{kind} {it}" for kind, it in wanted if _squeezed(it) not in text]
    if lacking:
        return False, f"The certificate does not name {', '.join(lacking)}."
    return True, "The certificate names every model and serial number of the order."


def _workshop(case: _Case) -> _Told:
    answer = next((it for it in case.order.answers if it.question == "Q06"), None)
    if answer is None or answer.value not in ("well", "low"):
        return None, "Whether activity, staff and machines of the site fit this machine is not known (Q06)."
    fits = answer.value == "well"
    return fits, f"Activity, staff and machines of the site {'fit' if fits else 'do not fit'} (Q06)."


def _template(case: _Case) -> _Told:
    issuer = case.certificate.get("issuer") or (case.user.name if case.user else "")
    others = [it for it in case.known.history if issuer and not _same_name(it.issuer, issuer)]
    if not case.certificate.text or not issuer or not others:
        return None, "There is no earlier certificate of another issuer to compare its text with."
    measured = [(overlap(case.certificate.text, it.text, case.known.form), it) for it in others]
    told = [(share, it) for share, it in measured if share is not None]
    if not told:
        return None, "Beside the house's own form there is too little text to compare with other issuers'."
    share, closest = max(told, key=lambda it: it[0])
    said = f"{share:.0%} of its own words stand in the certificate of {closest.issuer} (order {closest.order_id})"
    return share < _REUSED, f"{said}." if share < _REUSED else f"{said}: two firms did not write that apart."


def _file(case: _Case) -> _Told:
    certificate = case.certificate
    if not certificate.author and certificate.created is None:
        return None, "The file tells neither its author nor its day."
    seller = case.order.party("seller")
    if seller and _same_firm(certificate.author, seller):
        return None, "The file was made on the seller's own form: its author and day say nothing of who filled it in."
    if certificate.created and certificate.dated and certificate.created > certificate.dated + _LATE:
        return False, f"The file was made on {certificate.created}, the paper is dated {certificate.dated}."
    other = next((it for it in _others(case) if it.name and _same_firm(certificate.author, it)), None)
    if other:
        return False, f"The file's author is {certificate.author}, the {other.role.replace('_', ' ')} of the order."
    issuer = certificate.get("issuer")
    again = [it for it in case.known.history if it.author and it.author == certificate.author]
    if strange := next((it for it in again if issuer and not _same_name(it.issuer, issuer)), None):
        whose = f"{strange.issuer} (order {strange.order_id})"
        return False, f"The same author, {certificate.author}, made the certificate of {whose}."
    told = ", ".join(filter(None, (certificate.author, str(certificate.created or ""))))
    return True, f"Author and day of the file ({told}) contradict nothing that is known."


def _age_of_issuer(case: _Case) -> _Told:
    founded = case.user.incorporated if case.user else None
    if founded is None:
        return None, "When the issuer was founded is not known (Q03)."
    if founded >= INVASION:
        return False, f"The issuer was founded on {founded}, after 24 February 2022: ask what it did before (Q03)."
    return True, f"The issuer was founded on {founded}."


def _contacts(case: _Case) -> _Told:
    country = case.user.country if case.user else ""
    phones = {it.number or it.digits for it in phones_of(case.certificate.get("phone"), country)}
    mails = emails_of(case.certificate.get("email"))
    if not phones and not mails:
        return None, "The certificate names neither telephone nor e-mail."
    for it in _others(case):
        same = phones & {one.number or one.digits for one in phones_of(it.phone, it.country)}
        theirs = emails_of(it.email)
        written = {one.address for one in theirs}
        hosts = {one.domain for one in theirs if not one.free}
        shared = [
            *same,
            *(one.address for one in mails if one.address in written or (one.domain in hosts and not one.free)),
        ]
        if shared:
            who = f"{it.role.replace('_', ' ')} {it.name}"
            return False, f"{', '.join(sorted(set(shared)))} is, or belongs to the site of, the {who}."
    return True, "No other party of the order has its telephone or e-mail."


def _validity(case: _Case) -> _Told:
    signed, last = case.certificate.dated, case.certificate.valid_until
    ship = case.order.ship_on or case.order.on
    if last and last < ship:
        return False, f"It ends on {last}, before the shipment of {ship}."
    if signed is None:
        return None, "The day of signature was not read."
    if signed > case.order.on:
        return False, f"It is dated {signed}, after the day of the check, {case.order.on}."
    if ship - signed > OLDEST:
        return False, f"It was signed on {signed}, more than half a year before {ship}: ask for a new one."
    return True, f"It was signed on {signed}{f' and holds until {last}' if last else ''}."


_CHECKS: Mapping[str, Callable[[_Case], _Told]] = {
    "fields": _fields,
    "undertakings": _undertakings,
    "signatory": _signatory,
    "issuer": _issuer,
    "site": _site,
    "machine": _machine,
    "workshop": _workshop,
    "template": _template,
    "file": _file,
    "age_of_issuer": _age_of_issuer,
    "contacts": _contacts,
    "validity": _validity,
}


def _others(case: _Case) -> list[OrderParty]:
    """Every party but the seller, the final user and firms that are the same as it."""
    user = case.user
    return [
        it
        for it in case.order.parties
        if it.role not in ("seller", "end_user") and not (user and it.name and _same_firm(it.name, user))
    ]


def _same_firm(name: str, party: OrderParty) -> bool:
    return _same_name(name, party.name)


def _same_name(left: str, right: str) -> bool:
    one, other = normal_form(left).key, normal_form(right).key
    return bool(one) and one == other


def _likeness(left: str, right: str) -> float:
    return float(fuzz.token_sort_ratio(_folded(left), _folded(right)))


def _folded(text: str) -> str:
    return " ".join(anyascii(text).casefold().replace(",", " ").replace(".", " ").split())


def _squeezed(text: str) -> str:
    return "".join(it for it in text.casefold() if it.isalnum())


@cache
def _undertaken() -> Mapping[str, tuple[str, ...]]:
    text = files("enduse.data").joinpath("certificate_words.toml").read_text(encoding="utf-8")
    return {name: tuple(words) for name, words in tomllib.loads(text).items()}

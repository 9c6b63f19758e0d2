"""What became milder between two tellings of one business: the desk is no oracle for those who try until it says yes.

A question answered is no softening where the answer was open before. A fact that is told otherwise than it was told
before is one, whatever the reason; the approver is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from enduse.decide.outcomes import strictest
from enduse.decide.questions import questions
from enduse.model.order import Order, OrderLine, OrderParty
from enduse.text.company_names import normal_form
from enduse.text.contacts import emails_of, phones_of

SAME_BUSINESS = timedelta(days=365)
"""Orders further apart than this are not compared."""
_WORSE_IS_HIGHER = ("upr", "pa_", "accuracy", "positioning", "run_out", "runout")
_ROLES = ("buyer", "consignee", "end_user")


@dataclass(frozen=True)
class Softening:
    """Something that is told more mildly than before.

    Attributes:
        field: What: ``end_user.name``, ``goods 1 upr_x_um``, ``Q11``.
        before: As it was told.
        now: As it is told.
        sentence: In words.
    """

    field: str
    before: str
    now: str
    sentence: str


def softenings(before: Order, now: Order) -> tuple[Softening, ...]:
    """Everything told more mildly, or changed where a change could hide something; empty where nothing is."""
    return tuple((*_parties(before, now), *_whole(before, now), *_goods(before, now), *_answers(before, now)))


def same_business(one: Order, other: Order) -> str:
    """Why two orders look like one business: shared goods and a shared party or way to reach it; empty: they do not."""
    if abs(one.on - other.on) > SAME_BUSINESS or not _same_goods(one, other):
        return ""
    return next(
        (why for left in _acting(one) for right in _acting(other) if (why := related(left, right))),
        "",
    )


def related(left: OrderParty, right: OrderParty) -> str:
    """Why two parties look like one, or like one behind the other; empty: they do not."""
    shared = [scheme for scheme, value in left.identifiers.items() if value and right.identifiers.get(scheme) == value]
    if shared:
        return f"the same number ({shared[0]} {left.identifiers[shared[0]]})"
    if left.name and right.name and normal_form(left.name).key == normal_form(right.name).key:
        return "the same name"
    if phone := _phones(left) & _phones(right):
        return f"the same telephone ({sorted(phone)[0]})"
    if mail := _mails(left) & _mails(right):
        return f"the same e-mail address ({sorted(mail)[0]})"
    if left.address and _plain(left.address) == _plain(right.address):
        return "the same address"
    owners = {_plain(it.name) for it in left.owners or ()} & {_plain(it.name) for it in right.owners or ()}
    return f"the same owner ({sorted(owners)[0]})" if owners - {""} else ""


def _acting(order: Order) -> list[OrderParty]:
    return [it for it in order.parties if it.role != "seller" and it.name]


def _phones(party: OrderParty) -> set[str]:
    return {it.digits for it in phones_of(party.phone, party.country)} if party.phone else set()


def _mails(party: OrderParty) -> set[str]:
    return {it.address.casefold() for it in emails_of(party.email)} if party.email else set()


def _plain(text: str) -> str:
    return "".join(it for it in text.casefold() if it.isalnum())


def _parties(before: Order, now: Order) -> Iterator[Softening]:
    for role in _ROLES:
        old, new = before.party(role), now.party(role)  # type: ignore[arg-type]
        if old is None or not old.name:
            continue
        if new is None or not new.name:
            yield _told(f"{role}.name", old.name, "", f"The {_words(role)} {old.name} is not named any more.")
        elif normal_form(old.name).key != normal_form(new.name).key:
            why = related(old, new)
            link = f", with {why}" if why else ""
            yield _told(
                f"{role}.name", old.name, new.name, f"Another {_words(role)}: {old.name}, now {new.name}{link}."
            )
        if new and old.country and new.country and old.country != new.country:
            sentence = f"The {_words(role)} was in {old.country}, now in {new.country}."
            yield _told(f"{role}.country", old.country, new.country, sentence)
    dropped = {it.name for it in before.all_in("intermediate") if it.name} - {it.name for it in now.parties}
    for name in sorted(dropped):
        yield _told("intermediate", name, "", f"The intermediary {name} is not named any more.")


def _whole(before: Order, now: Order) -> Iterator[Softening]:
    if before.last_country and now.last_country and before.last_country != now.last_country:
        sentence = f"The goods were for {before.last_country}, now for {now.last_country}."
        yield _told("destination", before.last_country, now.last_country, sentence)
    if before.end_use and _plain(before.end_use) != _plain(now.end_use):
        yield _told(
            "end_use", before.end_use, now.end_use, f"Another end use: “{before.end_use}”, now “{now.end_use}”."
        )
    lost = set(before.route or ()) - set(now.route or ())
    for country in sorted(lost):
        yield _told("route", country, "", f"The route does not pass {country} any more.")
    for name in ("installation", "training", "no_reexport"):
        if getattr(before, name) is False and getattr(now, name):
            yield _told(name, "no", "yes", f"{name.replace('_', '-').capitalize()}: was no, now yes.")


def _goods(before: Order, now: Order) -> Iterator[Softening]:
    for old in before.lines:
        new = _counterpart(old, now)
        if new is None:
            continue
        if old.code and new.code and old.code[:6] != new.code[:6]:
            sentence = f"The code of {_shown(old)} was {old.code}, now {new.code}."
            yield _told(f"goods {old.line} code", old.code, new.code, sentence)
        if old.kind == "goods" and new.kind == "parts":
            yield _told(f"goods {old.line} kind", "goods", "parts", f"{_shown(old)} was goods, now parts.")
        yield from _figures(old, new)


def _figures(old: OrderLine, new: OrderLine) -> Iterator[Softening]:
    for name, was in old.specifications.items():
        became = new.specifications.get(name, "")
        if became and became != was and _is_lower(name, was, became):
            sentence = f"{name} of {_shown(old)} was {was}, now {became}: a lower specification."
            yield _told(f"goods {old.line} {name}", was, became, sentence)


def _is_lower(name: str, was: str, became: str) -> bool:
    """A coarser accuracy or fewer axes; for what is no number any change counts."""
    try:
        left, right = float(was.replace(",", ".")), float(became.replace(",", "."))
    except ValueError:
        return was.casefold() != became.casefold()
    return right > left if name.startswith(_WORSE_IS_HIGHER) else right < left


def _answers(before: Order, now: Order) -> Iterator[Softening]:
    said, says = (_worst(it) for it in (before, now))
    for question, (value, outcome) in said.items():
        if question in says and says[question][1] < outcome:
            became = says[question][0]
            yield _told(question, value, became, f"{question} was answered {value}, now {became}.")


def _worst(order: Order) -> Mapping[str, tuple[str, int]]:
    found = dict[str, tuple[str, int]]()
    for it in order.answers:
        known = questions().get(it.question)
        outcome = int(strictest(known.answers.get(it.value, ()))) if known else 0
        if it.question not in found or outcome > found[it.question][1]:
            found[it.question] = (it.value, outcome)
    return found


def _counterpart(line: OrderLine, order: Order) -> OrderLine | None:
    alike = [it for it in order.lines if _same_line(line, it)]
    return alike[0] if alike else None


def _same_line(one: OrderLine, other: OrderLine) -> bool:
    if one.model and other.model:
        return _plain(one.model) == _plain(other.model)
    if set(one.serials) & set(other.serials):
        return True
    return (
        bool(one.text) and _plain(one.text) == _plain(other.text) or bool(one.code and one.code[:4] == other.code[:4])
    )


def _same_goods(one: Order, other: Order) -> bool:
    return any(_same_line(left, right) for left in one.lines for right in other.lines)


def _shown(line: OrderLine) -> str:
    return " ".join(filter(None, (line.brand, line.model))) or line.text or f"line {line.line}"


def _words(role: str) -> str:
    return role.replace("_", " ")


def _told(field: str, before: str, now: str, sentence: str) -> Softening:
    return Softening(field, before, now, sentence)

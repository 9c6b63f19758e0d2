"""The end-user certificate to be signed, filled in with what the order tells."""

from enduse.model.order import Order, OrderLine
from enduse.report.paper_parts.blocks import Bullets, Fields, Grid, Heading, Paper, Signature, Words
from enduse.report.papers_texts import country_text, page_text, paper_language, start_of, wording

UNDERTAKINGS = ("final", "purpose", "military", "reexport", "onward", "visit", "move", "truth")
"""What the user declares, in this order."""
PARTY_FIELDS = ("issuer", "register_number", "signatory", "signatory_role", "authority", "phone", "email")
USE_FIELDS = ("site", "end_use", "contract")
SIGN_FIELDS = ("dated", "valid_until")


def certificate_form(order: Order, language: str) -> Paper:
    """The certificate for the final user of the order; without a named user its fields stay open."""
    spoken = paper_language(language)
    texts, common = wording(spoken, "certificate"), wording(spoken, "common")
    known = known_fields(order, spoken)
    seller = order.party("seller")
    to = ", ".join(filter(None, (seller.name, seller.address, country_text(seller.country, spoken)))) if seller else ""
    blocks = (
        Words(texts["intro"], "note"),
        Fields(((common["seller"], to),)),
        Heading(texts["party"]),
        Fields(tuple((texts[it], known.get(it, "")) for it in PARTY_FIELDS)),
        Heading(texts["goods"]),
        Grid(
            tuple(common[it] for it in ("description", "model", "serial", "pieces")),
            tuple(_goods(it) for it in order.lines),
            (5, 4, 4, 2),
        ),
        Heading(texts["use"]),
        Fields(tuple((texts[it], known.get(it, "")) for it in USE_FIELDS)),
        Heading(texts["undertakings"]),
        Bullets(tuple(texts[it] for it in UNDERTAKINGS), numbered=True),
        Heading(texts["sign"]),
        Fields(tuple((texts[it], "") for it in SIGN_FIELDS)),
        Signature((texts["stamp"],)),
    )
    author = seller.name if seller else ""
    return Paper(
        "certificate", texts["title"], spoken, blocks, author, order.id, start_of(order.on), page=page_text(spoken)
    )


def known_fields(order: Order, language: str) -> dict[str, str]:
    """What the order tells of the certificate's fields, by field."""
    user = order.party("end_user")
    where = ", ".join(filter(None, (order.site, country_text(order.site_country, language)))) if order.site else ""
    known = {"end_use": order.end_use, "contract": order.id, "site": where}
    if user is not None:
        numbers = "; ".join(f"{scheme} {value}" for scheme, value in user.identifiers.items())
        seat = ", ".join(filter(None, (user.address, country_text(user.country, language)))) if user.address else ""
        known |= {"issuer": user.name, "register_number": numbers, "phone": user.phone, "email": user.email}
        known["site"] = where or seat
    return known


def _goods(line: OrderLine) -> tuple[str, str, str, str]:
    quantity = f"{line.quantity:g}" if line.quantity else ""
    return line.text, " ".join(filter(None, (line.brand, line.model))), ", ".join(line.serials), quantity

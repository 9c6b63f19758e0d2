"""The parties, goods and terms of an order as tables of a paper."""

from enduse.model.order import Order, OrderLine, OrderParty
from enduse.report.paper_parts.blocks import Block, Fields, Grid
from enduse.text.countries import country_name


def parties_table(order: Order) -> Block:
    """Every party with what the order tells of it."""
    header = ("Role", "Name", "Country", "Numbers", "Address and contact")
    return Grid(header, tuple(_party(it) for it in order.parties), (2, 4, 2, 3, 5))


def goods_table(order: Order) -> Block:
    """Every line."""
    header = ("Line", "Goods", "Make and model", "Serials", "Code", "Quantity", "Price")
    return Grid(header, tuple(_line(it, order.currency) for it in order.lines), (1, 5, 3, 3, 2, 2, 2))


def terms_table(order: Order) -> Block:
    """Route, place, money and purpose; what the order does not tell says so."""
    route = " > ".join(country_name(it) for it in order.route) if order.route is not None else ""
    value = f"{order.value:,.2f} {order.currency}".strip() if order.value is not None else ""
    rows = (
        ("Law of", f"{order.on:%-d %B %Y}"),
        ("Destination", country_name(order.destination) if order.destination else ""),
        ("Route", route),
        (
            "Place of use",
            ", ".join(filter(None, (order.site, country_name(order.site_country) if order.site_country else ""))),
        ),
        ("Stated end use", order.end_use),
        ("Value", value),
        ("Payment", order.terms),
        ("Delivery", order.delivery_terms),
        ("Contract signed", f"{order.signed_on:%-d %B %Y}" if order.signed_on else ""),
        ("Shipment planned", f"{order.ship_on:%-d %B %Y}" if order.ship_on else ""),
        ("Installation by the maker", _told(order.installation)),
        ("Clause against re-export", _told(order.no_reexport)),
    )
    return Fields(tuple((label, value or "not told") for label, value in rows))


def _told(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _party(party: OrderParty) -> tuple[str, ...]:
    numbers = "; ".join(f"{scheme} {value}" for scheme, value in party.identifiers.items())
    contact = "; ".join(filter(None, (party.address, party.phone, party.email, party.website)))
    owners = "; ".join(
        f"owner {it.name}" + (f" {it.percent:g} %" if it.percent is not None else "") for it in party.owners or ()
    )
    country = country_name(party.country) if party.country else "not told"
    role = party.role.replace("_", " ")
    return role, party.name or "not named", country, numbers, "; ".join(filter(None, (contact, owners)))


def _line(line: OrderLine, currency: str) -> tuple[str, ...]:
    price = f"{line.price:,.2f} {currency}".strip() if line.price is not None else ""
    year = f"{line.condition} {line.year or ''}".strip()
    text = ", ".join(filter(None, (line.text, "" if line.kind == "goods" else line.kind, year)))
    model = " ".join(filter(None, (line.brand, line.model)))
    quantity = f"{line.quantity:g}" if line.quantity is not None else ""
    return str(line.line), text, model, ", ".join(line.serials), line.code, quantity, price

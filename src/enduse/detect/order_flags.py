"""What the patterns of diversion say of one order, before any record of others is asked.

Each test has one definition: the typologies over the ledger's orders use the same functions.
"""

from enduse.detect.order_course import (
    banned_software_or_service,
    last_minute_redirect,
    refuses_installation_or_training,
    vague_end_use,
)
from enduse.detect.order_firms import (
    forwarder_as_final_destination,
    no_web_presence_or_generic_mail,
    phone_country_mismatch,
    product_buyer_mismatch,
)
from enduse.detect.order_flag import NO_PEERS, OrderPeers
from enduse.detect.order_flag import Flag as Flag
from enduse.detect.order_money import cash_or_overpay, letter_of_credit_to_bank_consignee, third_party_payer
from enduse.model.order import Order

_TESTS = (
    third_party_payer,
    cash_or_overpay,
    letter_of_credit_to_bank_consignee,
    forwarder_as_final_destination,
    last_minute_redirect,
    refuses_installation_or_training,
    product_buyer_mismatch,
    vague_end_use,
    no_web_presence_or_generic_mail,
    phone_country_mismatch,
    banned_software_or_service,
)


def order_flags(order: Order, peers: OrderPeers = NO_PEERS) -> tuple[Flag, ...]:
    """Every flag of one order, the strongest first.

    Args:
        order: The order.
        peers: What other orders and declarations tell (``orders.order_peers``); without it nothing is said of prices,
            of what the brand's other buyers have installed, and of texts that others wrote.
    """
    found = [it for test in _TESTS for it in test(order, peers)]
    return tuple(sorted(found, key=lambda it: (-it.strength, it.typology, it.sentence)))

"""What a line of an order is: a machine, a part, software, a service."""

from functools import lru_cache

from enduse.detect.order_signs import sign
from enduse.goods.heads import MACHINE_KINDS
from enduse.goods.reading import read_goods
from enduse.model.order import GoodsKind, OrderLine

_MACHINE_CODES = tuple(str(it) for it in range(8456, 8466))
_OTHER_CODES = ("8466", "8207", "8208", "8209", "8204", "8205", "8523", "8537", "8538")


def goods_kind(item_type: str, text: str, code: str) -> GoodsKind:
    """What the type of an item says; where there is none, what its text does.

    >>> goods_kind("", "CAM software licence, 3 seats", ""), goods_kind("Ersatzteil", "Spindel", "")
    ('software', 'parts')
    """
    if code.startswith(_MACHINE_CODES):
        return "goods"
    said = item_type or ("" if sign("goods.machine", text) and not sign("goods.software", text) else text)
    for word, kind in _KINDS:
        if sign(f"goods.{word}", said):
            return kind
    return "goods"


_KINDS: tuple[tuple[str, GoodsKind], ...] = (("software", "software"), ("service", "service"), ("part", "parts"))


def is_machine(line: OrderLine) -> bool:
    """Is it a machine tool: by its code, else by its text?"""
    if line.kind != "goods" or line.code.startswith(_OTHER_CODES):
        return False
    if line.code.startswith(_MACHINE_CODES):
        return True
    return not line.code[:4].isdigit() and _says_machine(" ".join(filter(None, (line.text, line.brand, line.model))))


@lru_cache(maxsize=4096)
def _says_machine(text: str) -> bool:
    kind = read_goods(text).first("kind")
    return str(kind.value) in MACHINE_KINDS if kind else bool(sign("goods.machine", text))

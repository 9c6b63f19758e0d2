"""Find where controlled goods really end up, and say how we know."""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Public name -> module, loaded on first use: `import ibis` costs a second and `enduse --help` passes here.
# No name may equal a subpackage (detect, goods, screen, trace): Python would bind one over the other.
_PUBLIC = {
    "open": "enduse.case",
    "create": "enduse.case",
    "Case": "enduse.case",
    "PackRequest": "enduse.case.packing",
    "make_pack": "enduse.case.packing",
    "verify_pack": "enduse.case.packing_verify",
    "EnduseError": "enduse.errors",
    "UsageError": "enduse.errors",
    "check": "enduse.case.order_asking",
    "compare_names": "enduse.text.names",
    "read_goods": "enduse.goods.reading",
}


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'enduse' has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted([*_PUBLIC, "__version__"])

"""The schemes that can be planted, one file each; importing this package registers all of them."""

from importlib import import_module
from pkgutil import iter_modules

for _it in iter_modules(__path__):
    import_module(f"{__name__}.{_it.name}")

"""Collect the objects that the modules of one package, and third parties, define."""

from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from types import ModuleType
from typing import Protocol, TypeVar

from enduse.errors import BadPlugin


class HasId(Protocol):
    """Anything that a folder of plug-ins may hold."""

    @property
    def id(self) -> str:
        """Unique within its folder."""
        ...


T = TypeVar("T", bound=HasId)


def collect(package: ModuleType, kind: type[T]) -> dict[str, T]:
    """Find every ``kind`` defined in the modules of ``package``.

    Adding a file is enough; there is no list to edit. Third parties add theirs through the
    entry-point group named as the package, e.g. ``enduse.detect.typologies``.

    Returns:
        The objects by id, in the order of their ids.

    Raises:
        BadPlugin: Two modules use the same id.
    """
    found: dict[str, T] = {}
    modules = [import_module(it.name) for it in iter_modules(package.__path__, f"{package.__name__}.")]
    strangers = [it.load() for it in entry_points(group=package.__name__)]
    for value in [item for module in modules for item in vars(module).values()] + strangers:
        if not isinstance(value, kind):
            continue
        if found.setdefault(value.id, value) is not value:
            raise BadPlugin(f"{package.__name__}: id {value.id!r} is already taken; ids must be unique.")
    return dict(sorted(found.items()))

"""Every error that enduse raises on purpose, and every notice it gives.

* EnduseError                 catch this to catch everything below
  - UsageError                the call itself is wrong                          (exit 2)
    - NotAWorkspace           no workspace in this folder or above it
    - UnknownSubject          nothing in the ledger goes by that name
    - UnknownTypology         no typology has that id
  - InputError                a file or its mapping cannot be used              (exit 3)
    - UnreadableFile          damaged, empty, locked, of no known kind
    - UnsafeFile              a bomb, an entity attack, a path that escapes
    - UnknownLayout           no layout reads these columns, and none can be proposed
    - BadGoodsCode            the text is no goods code
    - BadIdentifier           the text fails the scheme's check digits
  - ListsError                lists are missing or stale, or could not be fetched  (exit 4)
    - FetchFailed             a publisher's file could not be had whole and unaltered
    - ListsMissing            no list is loaded, or those loaded are older than was asked for
  - StoreError                the ledger cannot be read or written              (exit 1)
    - LedgerDamaged           a part or a manifest is missing or altered
    - SchemaTooNew            written by a newer enduse
    - DiskFull                no room; the last good version still stands
    - WriteConflict           another writer kept winning
  - PolicyRefused             a rule of the house forbids the step              (exit 6)
    - DeskRefused             the desk's own rules: four eyes, tiers, order of steps
  - BadPlugin                 a layout, typology, list, rule or format is ill formed
  - Interrupted               stopped by the user; run the same command to go on (exit 130)

Each error says what was seen, why it matters and what to do now, and carries a code that
``enduse explain CODE`` expands. The codes stand in ``data/messages.toml``.
"""

from dataclasses import dataclass
from typing import ClassVar


class EnduseError(Exception):
    """Base class: catch this to catch everything we raise on purpose.

    Args:
        message: What was seen, what was expected, what to do now.
        code: One of ``data/messages.toml``; the class has a default.
    """

    default_code: ClassVar[str] = "E-INTERNAL"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code or self.default_code

    @property
    def message(self) -> str:
        """The sentence without its code."""
        return str(self.args[0])


class UsageError(EnduseError):
    """The call itself is wrong."""

    default_code = "E-USAGE"
    exit_code = 2


class NotAWorkspace(UsageError):
    """No workspace in this folder or above it."""

    default_code = "E-WORKSPACE"


class UnknownSubject(UsageError):
    """Nothing in the ledger goes by that name."""

    default_code = "E-SUBJECT"


class UnknownTypology(UsageError):
    """No typology has that id."""

    default_code = "E-TYPOLOGY"


class InputError(EnduseError):
    """A file or its mapping cannot be used; nothing of it was kept."""

    default_code = "E-INPUT"
    exit_code = 3


class UnreadableFile(InputError):
    """Damaged, empty, locked, or of no known kind."""

    default_code = "E-FILE"


class UnsafeFile(InputError):
    """A bomb, an entity attack, or a path that escapes its archive."""

    default_code = "E-UNSAFE"


class UnknownLayout(InputError):
    """No layout reads these columns, and none can be proposed."""

    default_code = "E-LAYOUT"


class BadGoodsCode(InputError, ValueError):
    """The text is no goods code."""

    default_code = "E-CODE"


class BadIdentifier(InputError, ValueError):
    """The text fails the check digits of its scheme."""

    default_code = "E-IDENTIFIER"


class ListsError(EnduseError):
    """Lists are missing or stale, or could not be fetched; the last good snapshots stay in use."""

    default_code = "E-LISTS"
    exit_code = 4


class FetchFailed(ListsError):
    """A publisher's file could not be had whole and unaltered."""

    default_code = "E-FETCH"


class ListsMissing(ListsError):
    """No list is loaded, or those loaded are older than was asked for."""

    default_code = "E-LISTS-STALE"


class StoreError(EnduseError):
    """The ledger cannot be read or written."""

    default_code = "E-STORE"


class LedgerDamaged(StoreError):
    """A part or a manifest is missing or altered."""

    default_code = "E-DAMAGED"


class SchemaTooNew(StoreError):
    """The ledger was written by a newer enduse."""

    default_code = "E-SCHEMA-NEW"


class DiskFull(StoreError):
    """No room is left; the last good version still stands."""

    default_code = "E-DISK"


class WriteConflict(StoreError):
    """Another writer kept publishing first."""

    default_code = "E-CONFLICT"


class PolicyRefused(EnduseError):
    """A rule of the house forbids the step; nothing was written."""

    default_code = "E-POLICY"
    exit_code = 6


class DeskRefused(PolicyRefused):
    """The desk's own rules forbid the step: four eyes, tiers, order of steps."""

    default_code = "E-DESK-REFUSED"


class BadPlugin(EnduseError):
    """A layout, typology, list, rule or format is ill formed."""

    default_code = "E-PLUGIN"


class Interrupted(EnduseError):
    """Stopped by the user; the same command goes on where it stopped."""

    default_code = "E-INTERRUPTED"
    exit_code = 130


@dataclass(frozen=True)
class Notice:
    """Something the reader of the result must know, which stopped nothing.

    Attributes:
        code: One of ``data/messages.toml``, e.g. ``"W-HS-NUMBER"``.
        message: What was seen, why it matters, what was done about it.
    """

    code: str
    message: str

"""What one record says happened to one machine, as written and before anybody is recognised in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class MachineEvent:
    """One event of one machine; the columns of the ledger's table ``events``.

    Attributes:
        row: Number of the record in its file; several machines of one record share it.
        serial: As written.
        kind: One of ``store.record_kinds.EVENT_KINDS``, else as written.
        more: What else the record says, by the publisher's own word for it: never lost.
    """

    row: int
    serial: str
    kind: str
    happened_on: date | None = None
    brand: str = ""
    model: str = ""
    party: str = ""
    party_identifier: str = ""
    party_address: str = ""
    party_country: str = ""
    place_country: str = ""
    place: str = ""
    authorised: bool | None = None
    reference: str = ""
    note: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

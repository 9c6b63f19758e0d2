"""Company registers and ownership records in their publishers' own formats, one file each."""

from dataclasses import dataclass

from enduse.model.event import MachineEvent
from enduse.model.listing import BadRecord
from enduse.model.relation import RegisterRecord, Relation
from enduse.sources.lists import Format, ListFile, Reading

RegisterFile = ListFile
RegisterReading = Reading[RegisterRecord | Relation | MachineEvent | BadRecord]


@dataclass(frozen=True)
class RegisterFormat(Format[RegisterRecord | Relation | MachineEvent | BadRecord]):
    """One publisher's register in one format; define one as a module-level object in a file of this folder.

    Attributes:
        sensitivity: ``personal`` where it describes natural persons.
        table: The ledger's table that most of its records go to.
    """

    sensitivity: str = "public"
    table: str = "register_records"

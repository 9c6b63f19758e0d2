"""Evidence of a case: added, shown, compared, checked, erased, and given away without what is private."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from enduse.case.evidence_pages import PageChange, PageSnapshot, changes, page_key, snapshots_of
from enduse.errors import Notice, PolicyRefused, UnsafeFile, UsageError
from enduse.model.evidence import EvidenceFacts, EvidenceItem, KeptText, Particulars, number_of
from enduse.sources.evidence_parts.machine_text import Tesseract
from enduse.sources.evidence_parts.media import harmless_name
from enduse.sources.evidence_parts.page_text import inert_page
from enduse.sources.evidence_parts.pictures import without_marks
from enduse.sources.evidence_parts.reading import PAGES, Asked, ReadEvidence, read_evidence
from enduse.store.atomic import explained, write_atomically
from enduse.store.evidence_files import Kept
from enduse.store.evidence_store import EvidenceStore, NewEvidence, Problem

_SHORTEST_HASH = 6


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class AddedEvidence:
    """What came of an addition.

    Attributes:
        item: The evidence.
        new: False: the same bytes with the same facts were there already.
        notices: What could not be read, and why.
    """

    item: EvidenceItem
    new: bool
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class EvidenceDesk:
    """The evidence of one workspace.

    Attributes:
        root: Its folder.
        now: The clock.
        tesseract: Reads pictures.
    """

    root: Path
    now: Callable[[], datetime] = _now
    tesseract: Tesseract = field(default_factory=Tesseract.found)

    @cached_property
    def store(self) -> EvidenceStore:
        """Where it is kept."""
        return EvidenceStore(self.root)

    def add(self, path: Path, facts: EvidenceFacts, by: str) -> AddedEvidence:
        """Keep a file as evidence: its bytes first, then what is told and seen of it.

        Safe to kill at any moment: what has no row yet is no evidence, and the same command does it again.

        Raises:
            InputError: It cannot be read at all, or attacks its reader.
        """
        with self.store.alone():
            key_id, key = self.store.ring.made_for(facts.key_owner) if facts.sealed else ("", None)
            kept = self.store.files.keep(path, key)
            if known := self._known(kept, facts):
                # Sealed anew they have another name; the copy that is named stays.
                self._drop(kept)
                return AddedEvidence(known, new=False)
            try:
                with self.store.files.opened(kept.stored, key) as file:
                    read = read_evidence(file, Asked(path.name, kept.size, facts.language, self.tesseract))
            except UnsafeFile:
                self._drop(kept)
                raise
            text = self._kept_text(read, key)
            told = Particulars(path.name, kept.sha256, kept.size, facts, read.marks, text)
            new = NewEvidence(kept.stored, kept.stored_size, read.media.type, key_id, told)
            return AddedEvidence(self.store.append(new, self.now(), by), True, read.notices)

    def items(self) -> list[EvidenceItem]:
        """All of it, oldest first."""
        return self.store.items()

    def find(self, key: str) -> EvidenceItem:
        """The evidence of a number (``E7``), or of the first digits of its hash.

        Raises:
            UsageError: ``E-EVIDENCE-UNKNOWN``.
        """
        number, items = number_of(key), self.items()
        if number is not None:
            found = [it for it in items if it.number == number]
        else:
            long = len(key) >= _SHORTEST_HASH
            found = [it for it in items if long and any(each.startswith(key.lower()) for each in _hashes(it))]
        if len(found) != 1:
            many = f"{len(found)} pieces ({', '.join(it.id for it in found)})" if found else "nothing"
            raise UsageError(
                f"{key!r} names {many} among {len(items)} pieces of evidence. Give a number such as E1; see them with "
                "`enduse evidence show`.",
                code="E-EVIDENCE-UNKNOWN",
            )
        return found[0]

    def text(self, item: EvidenceItem) -> str:
        """What it says, as it was read when it was added.

        Raises:
            StoreError: The bytes were changed since.
        """
        if self.store.files.state(item.stored) != "kept":
            with self.store.opened(item):
                pass
        return self.store.text(item)

    def page_changes(self, keys: Sequence[str]) -> list[PageChange]:
        """What changed on a page.

        Args:
            keys: One address: all its captures, in the order of time; or two pieces of evidence.

        Raises:
            UsageError: ``E-EVIDENCE-DIFF``: fewer than two captures, or more than two pieces of evidence.
        """
        groups = self._captures(keys) if len(keys) in (1, 2) else []
        if not any(len(it) > 1 for it in groups):
            raise UsageError(
                f"There are not two captures to compare in {' and '.join(map(repr, keys))}: give one address or two "
                "numbers. Add another capture of the same address with `enduse evidence add --from ADDRESS "
                "--captured DAY`.",
                code="E-EVIDENCE-DIFF",
            )
        return [change for group in groups for change in changes(group)]

    def verify(self) -> list[Problem]:
        """What is not as it was, and what was erased; reads every byte."""
        return self.store.verify()

    def erase(self, owner: str, reason: str, by: str) -> int:
        """Erase a person's or source's key; how many pieces of evidence closed for ever.

        Raises:
            UsageError: ``E-EVIDENCE-REASON``, ``E-EVIDENCE-OWNER``.
        """
        if not reason.strip():
            raise UsageError(
                "No reason is given: say with --reason why this is erased, without naming the person.",
                code="E-EVIDENCE-REASON",
            )
        with self.store.alone():
            return self.store.erase(owner, reason.strip(), self.now(), by)

    def exported(self, item: EvidenceItem, *, sensitive: bool = False) -> tuple[str, bytes]:
        """Name and bytes as they may leave the house: pictures without position or camera, pages inert.

        Args:
            item: Which.
            sensitive: Also what is marked personal or leaked.

        Raises:
            PolicyRefused: ``E-EVIDENCE-WITHHELD``.
        """
        if item.sensitivity != "none" and not sensitive:
            raise PolicyRefused(
                f"{item.id} is marked {item.sensitivity}, so it is not given away; a dossier cites it by its hash. "
                "Where you may pass it on, say so with --sensitive.",
                code="E-EVIDENCE-WITHHELD",
            )
        with self.store.opened(item) as file:
            name = item.particulars.name if item.particulars else item.id
            if item.media_type in PAGES:
                return f"{name.rpartition('.')[0] or name}.html", inert_page(file.read()).encode()
            if item.media_type.startswith("image/"):
                stem = name.rpartition(".")[0] or name
                return f"{stem}.{'jpg' if item.media_type == 'image/jpeg' else 'png'}", without_marks(file, name)
            return harmless_name(name, item.media_type), file.read()

    def write_original(self, item: EvidenceItem, target: Path) -> None:
        """Write the bytes exactly as they were added."""
        with self.store.opened(item) as file, explained("writing the original", target), target.open("wb") as out:
            while block := file.read(1 << 20):
                out.write(block)

    def write_export(self, item: EvidenceItem, target: Path, *, sensitive: bool = False) -> None:
        """Write what ``exported`` gives."""
        _, data = self.exported(item, sensitive=sensitive)
        with explained("writing the export", target):
            write_atomically(target.absolute(), data)

    def _captures(self, keys: Sequence[str]) -> list[list[PageSnapshot]]:
        """The captures to compare, page by page."""
        if len(keys) == 1:
            every = [page for it in self.items() if it.text_stored and it.particulars for page in self._pages(it)]
            return [[it for it in every if page_key(it.url) == page_key(keys[0])]]
        first, second = (self._pages(self.find(it)) for it in keys)
        if len(first) == len(second) == 1:
            return [[*first, *second]]
        shared = {page_key(it.url) for it in first} & {page_key(it.url) for it in second}
        return [[it for it in (*first, *second) if page_key(it.url) == key] for key in sorted(shared)]

    def _pages(self, item: EvidenceItem) -> list[PageSnapshot]:
        return snapshots_of(item, self.text(item))

    def _known(self, kept: Kept, facts: EvidenceFacts) -> EvidenceItem | None:
        for it in self.items():
            told = it.particulars
            if told and (told.sha256, told.facts) == (kept.sha256, facts):
                return it
        return None

    def _drop(self, kept: Kept) -> None:
        if all(it.stored != kept.stored for it in self.items()):
            self.store.files.drop(kept.stored)

    def _kept_text(self, read: ReadEvidence, key: bytes | None) -> KeptText | None:
        if not read.text:
            return None
        kept = self.store.files.keep_bytes(read.text.encode("utf-8", "replace"), key)
        return KeptText(kept.stored, read.read_by, read.by_machine)


def _hashes(item: EvidenceItem) -> tuple[str, ...]:
    return (item.stored, item.particulars.sha256) if item.particulars else (item.stored,)

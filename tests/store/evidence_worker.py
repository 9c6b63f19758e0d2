"""Adds evidence until it is killed; says what was confirmed. Called with a workspace's folder and a name."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from enduse.model.evidence import EvidenceFacts, Particulars
from enduse.store.evidence_store import EvidenceStore, NewEvidence


def add_forever(root: Path, who: str) -> None:
    """Add small pieces, every second one sealed."""
    store = EvidenceStore(root)
    for turn in range(10_000):
        facts = EvidenceFacts(sensitivity="personal", person=who) if turn % 2 else EvidenceFacts()
        with store.alone():
            key_id, key = store.ring.made_for(facts.key_owner) if facts.sealed else ("", None)
            kept = store.files.keep_bytes(f"{who} {turn}".encode() * 5_000, key)
            told = Particulars(f"{turn}.txt", kept.sha256, kept.size, facts)
            new = NewEvidence(kept.stored, kept.stored_size, "text/plain", key_id, told)
            item = store.append(new, datetime.now(UTC), who)
        print(item.id, flush=True)


if __name__ == "__main__":
    add_forever(Path(sys.argv[1]), sys.argv[2])

"""The table of contents of an OLE container: enough to tell a workbook from a document and a locked file."""

import struct
from typing import BinaryIO

_END = 0xFFFFFFFA
_MOST_SECTORS = 4_096


def root_entries(reader: BinaryIO) -> frozenset[str]:
    """Names of streams and storages in an OLE container; those that could be read, if it is damaged."""
    header = reader.read(512)
    if len(header) < 512:
        return frozenset()
    size = 1 << struct.unpack_from("<H", header, 30)[0]
    if size not in (512, 4096):
        return frozenset()
    fat = _fat(reader, struct.unpack_from("<109I", header, 76), size)
    names = set()
    for sector in _chain(fat, struct.unpack_from("<I", header, 48)[0]):
        block = _sector(reader, sector, size)
        for at in range(0, len(block) - 127, 128):
            length = struct.unpack_from("<H", block, at + 64)[0]
            if 2 < length <= 64 and block[at + 66] in (1, 2):
                names.add(block[at : at + length - 2].decode("utf-16-le", "replace"))
    return frozenset(names)


def _fat(reader: BinaryIO, sectors: tuple[int, ...], size: int) -> list[int]:
    table: list[int] = []
    for sector in sectors:
        if sector >= _END:
            break
        block = _sector(reader, sector, size)
        table.extend(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))
    return table


def _chain(fat: list[int], first: int) -> list[int]:
    found: list[int] = []
    while first < _END and len(found) < _MOST_SECTORS:
        found.append(first)
        first = fat[first] if first < len(fat) else _END
    return found


def _sector(reader: BinaryIO, sector: int, size: int) -> bytes:
    reader.seek((sector + 1) * size)
    return reader.read(size)

"""What lists in XML need beside the walk: elements anywhere in a record, its texts, the words of the root."""

import re
from collections.abc import Collection, Iterator

from enduse.sources.list_parts.errors import WholeFile, empty
from enduse.sources.list_parts.xml import Node, root_of, walk


def record_nodes(file: WholeFile, paths: Collection[str]) -> Iterator[Node]:
    """The records at these paths, walked to the end of the document.

    Raises:
        UnreadableFile: E-LIST-EMPTY when there is none, and what ``walk`` raises.
        UnsafeFile: E-XML-ENTITY.
    """
    found = False
    for _, node in walk(file, paths):
        found = True
        yield node
    if not found:
        raise empty(file.name)


def root_word(head: bytes, attribute: str) -> str:
    """An attribute of the document's root, empty where it has none."""
    found = re.search(rf"(?:^|\s){re.escape(attribute)}\s*=\s*[\"']([^\"']*)[\"']", root_of(head)[1])
    return found[1].strip() if found else ""


def deep(node: Node, *names: str) -> Iterator[Node]:
    """The elements of these names anywhere below, in order."""
    for child in node.children:
        if child.name in names:
            yield child
        yield from deep(child, *names)


def texts_in(node: Node, *names: str) -> list[str]:
    """Their texts, without empty ones."""
    return [it.text for it in deep(node, *names) if it.text]


def leaves(node: Node) -> Iterator[tuple[str, str]]:
    """Every attribute and text below by its element: ``("nameAlias@title", "Mr")``, ``("remark", "...")``."""
    for child in node.children:
        yield from ((f"{child.name}@{name}", value) for name, value in child.attributes.items() if value.strip())
        if child.text:
            yield child.name, child.text
        yield from leaves(child)

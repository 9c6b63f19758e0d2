"""Lists published as XML: their records one after the other, in bounded memory, with entities refused."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lxml import etree

from enduse.errors import InputError
from enduse.sources.list_parts.errors import WholeFile, damaged, entities, truncated

_ENTITY = re.compile(rb"<!ENTITY|<\0!\0E\0N\0T\0I\0T\0Y|\0<\0!\0E\0N\0T\0I\0T\0Y")
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)((?:\s[^<>]*)?)/?>")
_LOOP = re.compile(r"entity (?:reference )?loop|amplification", re.I)
_CUT = ("Premature end", "Couldn't find end", "Document is empty", "no element found", "unclosed", "Extra content")


@dataclass(frozen=True)
class Node:
    """An element that is read to its end.

    Attributes:
        name: Without namespace.
        text: Stripped; empty where there is none. Text between child elements is not kept: no list has any.
        attributes: By name without namespace.
        children: In document order.
        ordinal: Which of the walked records it is, from 1; 0 for an inner element.
    """

    name: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple["Node", ...] = ()
    ordinal: int = 0

    def all(self, path: str) -> tuple["Node", ...]:
        """Every element at that path of names below this one, e.g. ``"akaList/aka"``."""
        found: tuple[Node, ...] = (self,)
        for step in path.split("/"):
            found = tuple(child for it in found for child in it.children if child.name == step)
        return found

    def first(self, path: str) -> "Node":
        """The first element at that path; an empty one where there is none."""
        return next(iter(self.all(path)), Node(path))

    def value(self, path: str) -> str:
        """The text of the first element at that path that has one; empty where there is none."""
        return next((it.text for it in self.all(path) if it.text), "")

    def values(self, path: str) -> tuple[str, ...]:
        """Every text at that path that is not empty."""
        return tuple(it.text for it in self.all(path) if it.text)

    def get(self, attribute: str) -> str:
        """The attribute's text, stripped; empty where it is missing."""
        return self.attributes.get(attribute, "").strip()

    def texts(self) -> tuple[str, ...]:
        """Every text in it, in order: the raw record for a report."""
        own = (self.text,) if self.text else ()
        return own + tuple(text for child in self.children for text in child.texts())


def root_of(head: bytes) -> tuple[str, str]:
    """Name of the document's root without namespace, and the text of its attributes; empty when it is no XML."""
    text = head[:8192].decode("utf-8-sig", errors="replace").lstrip()
    if not text.startswith("<"):
        return "", ""
    text = re.sub(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", "", text, flags=re.S)
    found = _ROOT.match(text.lstrip())
    return (found.group(1), found.group(2)) if found else ("", "")


def walk(file: WholeFile, paths: Collection[str]) -> Iterator[tuple[str, Node]]:
    """The elements at the given paths of names, root included (``"sdnList/sdnEntry"``), each with its path.

    Elements of one path are numbered from 1; one inside another is part of it and not told apart. The whole document
    is walked, so a cut is seen at the latest at its end.

    Raises:
        UnreadableFile: E-LIST-TRUNCATED, E-LIST-DAMAGED.
        UnsafeFile: E-XML-ENTITY.
    """
    counts = dict.fromkeys(paths, 0)
    above: list[str] = []
    inside = 0
    for event, element in xml_events(file):
        if event == "start":
            # Inside a record only the depth is counted: most elements are there.
            if not inside:
                above.append(f"{above[-1]}/{local_name(element.tag)}" if above else local_name(element.tag))
            inside += bool(inside or above[-1] in counts)
            continue
        inside -= bool(inside)
        if not inside:
            path = above.pop()
            if path in counts:
                counts[path] += 1
                yield path, _node(element, counts[path])
            let_go(element)


def xml_events(file: WholeFile) -> Iterator[tuple[str, Any]]:
    """Starts and ends of elements as lxml gives them; for forms that records of fields do not fit.

    Raises:
        UnreadableFile: E-LIST-TRUNCATED, E-LIST-DAMAGED.
        UnsafeFile: E-XML-ENTITY, when the document declares entities.
    """
    with file.open() as reader:
        if _ENTITY.search(reader.read(1 << 20)):
            raise entities(file.name)
    options = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}
    with file.open() as reader:
        try:
            first = True
            for event, element in etree.iterparse(
                reader, events=("start", "end"), remove_comments=True, remove_pis=True, **options
            ):
                if first and _declares_entities(element):
                    raise entities(file.name)
                first = False
                yield event, element
        except etree.XMLSyntaxError as error:
            raise _syntax_error(file.name, error) from error


def _syntax_error(name: str, error: Any) -> InputError:
    said = str(getattr(error, "msg", "") or error)
    if _LOOP.search(said):
        return entities(name)
    if any(it in said for it in _CUT) or said in ("None", ""):
        return truncated(name, f"the XML ends before its elements do ({said})")
    return damaged(name, f"the XML breaks off its own rules ({said})")


def _declares_entities(element: Any) -> bool:
    dtd = element.getroottree().docinfo.internalDTD
    return dtd is not None and any(True for _ in dtd.iterentities())


def _node(element: Any, ordinal: int = 0) -> Node:
    children = tuple(_node(it) for it in element if isinstance(it.tag, str))
    attributes = {local_name(name): value for name, value in element.attrib.items()}
    return Node(local_name(element.tag), (element.text or "").strip(), attributes, children, ordinal)


def let_go(element: Any) -> None:
    """Free an element that is read, and those before it."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


@cache
def local_name(tag: str) -> str:
    """The tag without its namespace."""
    return tag.rsplit("}", 1)[-1]

"""XML of strangers: no DTD, no entities, nothing fetched, and limits on size, depth and number of elements.

The parser is expat through defusedxml, which refuses a DOCTYPE at its first letter, before any entity exists. The tree is our
own: a few lines, frozen when an element ends, without links to its parents.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError

LARGEST: Final = 2_000_000  # bytes; the largest process we know of has 150,000
DEEPEST: Final = 60
MOST: Final = 10_000  # elements, drawing included


class NotAProcess(DomainError):
    """The file is not read at all."""

    code = "workflow.not_a_process"
    status = 422
    message = _("This file cannot be read as a process.")


class TooLarge(NotAProcess):
    code = "workflow.file_too_large"
    message = _("The file is larger than %(most)s bytes. A process is far smaller; is it the right file?")


class NotXml(NotAProcess):
    code = "workflow.not_xml"
    message = _("The file cannot be read as XML (line %(line)s). Please export it again as BPMN 2.0.")


class DoctypeRefused(NotAProcess):
    code = "workflow.doctype_refused"
    message = _("The file has a DOCTYPE or entities of its own. A process needs neither, so it is not read.")


class TooDeep(NotAProcess):
    code = "workflow.too_deep"
    message = _("The file has more than %(depth)s levels or %(most)s elements (seen at “%(element)s”), so it is not read.")


@dataclass(slots=True)
class Element:
    """`space` is the namespace, `tag` the name in it. Attributes of a namespace are kept as `{space}name`."""

    space: str
    tag: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str, space: str) -> Iterator["Element"]:
        return (child for child in self.children if child.tag == tag and child.space == space)


def read_xml(data: bytes) -> Element:
    """The root element. Raises a NotAProcess for whatever is not plain, small XML."""
    if len(data) > LARGEST:
        raise TooLarge(most=LARGEST)
    tree = _Tree()
    parser = DefusedXMLParser(target=tree, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data)
        parser.close()
    except ParseError as error:
        raise NotXml(line=error.position[0]) from error
    except DefusedXmlException as error:
        raise DoctypeRefused from error
    except (ValueError, LookupError) as error:  # an encoding that expat does not know
        raise NotXml(line=1) from error
    if (root := tree.close()) is None:
        raise NotXml(line=1)
    return root


class _Tree:
    """What the parser tells element by element; called by it."""

    def __init__(self) -> None:
        self._open: list[Element] = []
        self._root: Element | None = None
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        space, name = _split(tag)
        self._count += 1
        if len(self._open) >= DEEPEST or self._count > MOST:
            raise TooDeep(depth=DEEPEST, most=MOST, element=name)
        element = Element(space, name, dict(attributes))
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def data(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text

    def end(self, _tag: str) -> None:
        self._open.pop()

    def close(self) -> Element | None:
        return self._root


def _split(tag: str) -> tuple[str, str]:
    space, brace, name = tag.rpartition("}")
    return (space[1:], name) if brace else ("", tag)

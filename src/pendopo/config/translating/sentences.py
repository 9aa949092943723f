"""Find every translatable sentence in Python files and templates."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# function → how many strings it takes: (context, singular, plural)
_CALLS: Final = {
    "gettext": ("msgid",),
    "gettext_lazy": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "ngettext_lazy": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "pgettext_lazy": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
    "npgettext_lazy": ("context", "msgid", "plural"),
    "_": ("msgid",),
}
_MODULE: Final = "django.utils.translation"
_STRING: Final = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_TEMPLATE_CALL: Final = re.compile(rf"(?<!\w)(n?p?gettext|_)\(((?:{_STRING}(?:\s*,\s*)?)+)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a catalogue translates. `plural` is empty unless the sentence counts something."""

    msgid: str
    context: str = ""
    plural: str = ""


def sentences_in(path: Path) -> Iterator[Sentence]:
    """The sentences of one file, in the order in which they stand there. Raises SyntaxError."""
    text = path.read_text(encoding="utf-8")
    yield from _in_python(text, path) if path.suffix == ".py" else _in_template(text, path)


def _in_python(text: str, path: Path) -> Iterator[Sentence]:
    if _MODULE.rpartition(".")[2] not in text:
        return
    tree = ast.parse(text, filename=str(path))
    names = dict(_imported_names(tree))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        function = call.func
        if isinstance(function, ast.Name):
            kind = names.get(function.id)
        elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            kind = function.attr if names.get(function.value.id) == "" else None
        else:
            kind = None
        if kind in _CALLS:
            strings = [_constant(argument) for argument in call.args[: len(_CALLS[kind])]]
            if len(strings) == len(_CALLS[kind]) and None not in strings:
                yield Sentence(**dict(zip(_CALLS[kind], [string or "" for string in strings], strict=True)))


def _imported_names(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Local name → translating function, or "" for the module itself, whatever they were renamed to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == _MODULE:
            yield from ((alias.asname or alias.name, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils":
            yield from ((alias.asname or alias.name, "") for alias in node.names if alias.name == "translation")


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _in_template(text: str, path: Path) -> Iterator[Sentence]:
    if "trans" not in text and "_(" not in text:
        return
    from django.utils.translation.template import templatize

    # Django turns the tags into calls and blanks the rest.
    for call in _TEMPLATE_CALL.finditer(templatize(text, origin=str(path))):
        kinds = _CALLS[call[1]]
        strings = [ast.literal_eval(string) for string in re.findall(_STRING, call[2])]
        if len(strings) == len(kinds):
            yield Sentence(**dict(zip(kinds, strings, strict=True)))

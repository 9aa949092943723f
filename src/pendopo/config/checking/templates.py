"""Every template compiles, and what it names by a constant exists: templates, URLs, static files."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pendopo.config.translating.catalogues import PACKAGE


def faults() -> Iterator[str]:
    from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines

    engine = engines["django"]
    by_name: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "templates" in path.parts:
            by_name[path.as_posix().split("/templates/", 1)[1]].append(path.relative_to(PACKAGE))
    for name, paths in by_name.items():
        if len(paths) > 1:
            yield f"{name} exists {len(paths)} times, only one is ever used: {', '.join(map(str, paths))}"
        try:
            template = engine.get_template(name)
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            yield f"{paths[0]}: {error}"
        except TemplateDoesNotExist:
            yield f"{paths[0]}: Django does not find it (is its folder in settings.TEMPLATES or its package installed?)"
        else:
            for fault in _missing(template.template.nodelist):  # type: ignore[attr-defined]  # the engine's own template
                yield f"{paths[0]}: {fault}"


def _missing(nodelist: Any) -> Iterator[str]:
    from django.template import loader_tags
    from django.template.defaulttags import URLNode
    from django.templatetags.static import StaticNode

    for node in _all(nodelist):
        if isinstance(node, loader_tags.ExtendsNode) and not _template_exists(name := _constant(node.parent_name)):
            yield f"extends {name!r}, which does not exist"
        elif isinstance(node, loader_tags.IncludeNode) and not _template_exists(name := _constant(node.template)):
            yield f"includes {name!r}, which does not exist"
        elif isinstance(node, URLNode) and not _url_exists(name := _constant(node.view_name)):
            yield f"links to the page {name!r}, which no URL has"
        elif isinstance(node, StaticNode) and not _static_exists(name := _constant(node.path)):
            yield f"names the file {name!r}, which is in no static folder"


def _all(nodes: Any) -> Iterator[Any]:
    for node in nodes:
        yield node
        for attribute in getattr(node, "child_nodelists", ()):
            yield from _all(getattr(node, attribute, None) or ())
        for _, branch in getattr(node, "conditions_nodelists", ()):
            yield from _all(branch)


def _constant(expression: Any) -> str:
    """The text of a constant in quotes; empty for whatever is only known when the page is made."""
    value = getattr(expression, "var", expression)
    return value if isinstance(value, str) else ""


def _template_exists(name: str) -> bool:
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template

    try:
        return not name or bool(get_template(name))
    except TemplateDoesNotExist:
        return False
    except TemplateSyntaxError:
        return True  # it is there; its own fault is told where it stands


def _url_exists(name: str) -> bool:
    from django.urls import get_resolver

    resolver = get_resolver()
    *spaces, last = name.split(":")
    for space in spaces:
        if space not in resolver.namespace_dict:
            return False
        resolver = resolver.namespace_dict[space][1]
    return not name or last in resolver.reverse_dict


def _static_exists(name: str) -> bool:
    from django.contrib.staticfiles import finders

    return not name or finders.find(name) is not None

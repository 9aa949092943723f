"""Template tags for the small pieces that stand in a line of text, and what the partials need."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Textarea
from django.template.context import Context
from django.templatetags.static import static
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from pendopo.web.components import icons, words
from pendopo.web.languages import REGIONAL, is_draft, offered_at, tongue_of

register = template.Library()

_SURFACE_OF_ROOM = {
    "kiosk": "kiosk", "display": "display", "desk": "staff", "greeter": "staff", "oversight": "staff", "backoffice": "staff",
    "accounts": "staff",
}  # fmt: skip


@register.simple_tag(takes_context=True)
def surface(context: Context, name: str) -> str:
    """{% surface "ticket" %}: say whose screen this is. The base templates do; a fragment sent alone may repeat it."""
    # An attribute, not a variable: it must reach partials that were included with "only".
    context.pendopo_surface = name  # type: ignore[attr-defined]
    return ""


def _surface_of(context: Context) -> str:
    """Return the surface that was said, else the one of the folder in which the outermost template lies."""
    if said := getattr(context, "pendopo_surface", None):
        return said
    name = getattr(context.template, "name", None) or ""
    return _SURFACE_OF_ROOM.get(name.partition("/")[0], "public")


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str, size: str = "", extra: str = "") -> SafeString:
    """{% icon "clock" %}: a decorative icon; the word beside it carries the meaning. Sizes: sm, lg, xl."""
    where = _surface_of(context)
    icons.require(name, surface=where)
    classes = " ".join(filter(None, ("icon", f"icon--{size}" if size else "", extra)))
    if where in icons.INLINE_SURFACES:
        attributes, content = icons.drawings()[name]
        return format_html(
            '<svg class="{}" width="24" height="24" aria-hidden="true" {}>{}</svg>',
            classes,
            mark_safe(attributes),  # noqa: S308 - our own drawings
            mark_safe(content),  # noqa: S308
        )
    return format_html(
        '<svg class="{}" width="24" height="24" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        classes,
        static(f"pendopo/img/icons-{where}.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def priority_icon(context: Context, priority: str) -> SafeString:
    """{% priority_icon "elderly" %}: the icon of a class of the head start (see words.PRIORITY_ICONS)."""
    return icon(context, words.PRIORITY_ICONS[priority])


@register.filter
def priority_word(priority: str) -> str:
    """{{ "elderly"|priority_word }}: the word of a class, in the language of the page."""
    return str(words.PRIORITY_WORDS[priority])


@register.simple_tag
def zone_letter(letter: str) -> SafeString:
    """{% zone_letter "A" %}: the coloured square with the zone's letter."""
    return format_html('<span class="zone zone-{}">{}</span>', letter.lower(), letter)


@register.simple_tag
def number_label(number: str, colour: bool = True) -> SafeString:
    """{% number_label "A-047" %}: the ticket's number, its letter in the colour of the zone, its dash lighter.

    A long number ("AB-1047") says so in a class, by which the largest sizes shrink instead of being cut.
    """
    letters, dash, digits = number.partition("-")
    classes = "number" + (" number--long" if len(number) > 5 else "") + (f" zone-{letters[:1].lower()}" if colour else "")
    if not dash:
        return format_html('<span class="{}">{}</span>', classes, number)
    return format_html(
        '<span class="{}"><span class="number__letter">{}</span><span class="number__dash">-</span>{}</span>',
        classes,
        letters,
        digits,
    )


@register.simple_tag
def key(name: str) -> SafeString:
    """{% key "Enter" %}: the visible hint of a hot key. The element that it presses carries data-key="Enter" (js/keys.js)."""
    return format_html('<kbd class="kbd">{}</kbd>', name)


@register.simple_tag
def wait_mark(text: str, level: str = "good") -> SafeString:
    """{% wait_mark "22 mnt" "warn" %}: a wait against its promise; dot, diamond or triangle for good, warn, bad."""
    word = words.WAIT_WORDS[level]
    spoken = format_html('<span class="visually-hidden"> ({})</span>', word) if word else ""
    return format_html('<span class="wait wait--{}">{}{}</span>', level, text, spoken)


@register.simple_tag(takes_context=True)
def state_chip(context: Context, state: str, word: str = "") -> SafeString:
    """{% state_chip "called" %}: icon, word and colour of a ticket's state; another word may be given."""
    face = words.STATES[state]
    modifier = f" state--{face.modifier}" if face.modifier else ""
    return format_html('<span class="state{}">{} {}</span>', modifier, icon(context, face.icon), word or face.word)


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """{% dialog id="close-counter" title=heading %} … {% enddialog %}: a native dialog.

    Opened by any element with data-dialog="close-counter", closed by one with data-close inside it (js/dialogs.js).
    The content brings its own .dialog__body and .dialog__foot, usually inside one form.
    """
    return format_html(
        '<dialog class="dialog" id="{0}" aria-labelledby="{0}-title"><div class="dialog__head">'
        '<h2 class="card__title" id="{0}-title">{1}</h2></div>{2}</dialog>',
        id,
        title,
        content,
    )


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """{% widget form.phone %}: the control alone, with the kit's class for its kind (field.html does the rest)."""
    control = field.field.widget
    if isinstance(control, (RadioSelect, CheckboxSelectMultiple, CheckboxInput)):
        return field.as_widget()
    kind = "textarea" if isinstance(control, Textarea) else "select" if isinstance(control, Select) else "input"
    given = control.attrs.get("class", "")
    # Django's own ten rows are a wall on a phone; a form that asks for another number keeps it.
    rows = {"rows": "4"} if kind == "textarea" and control.attrs.get("rows") == "10" else {}
    return field.as_widget(attrs={"class": f"{kind} {given}".strip(), **rows})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the field is one box to tick: its label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether the field is a group of choices: its label is a legend."""
    return isinstance(field.field.widget, (RadioSelect, CheckboxSelectMultiple))


@register.filter
def open_icon(state: str) -> str:
    """The icon of an opening state: open, break or closed."""
    return words.OPEN_ICONS[state]


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The page numbers to show around the current one, with "…" for those left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag
def draft_language() -> SafeString | str:
    """{% draft_language %}: says that no speaker has read the words of this page yet, where that is so. In Indonesian: all know it."""
    code = translation.get_language() or ""
    if not is_draft(code):
        return ""
    with translation.override("id"):
        mark = translation.gettext("draft, not yet confirmed by a speaker")
    return format_html('<p class="draft"><bdi lang="{}">{}</bdi>: <span lang="id">{}</span></p>', code, REGIONAL[code][1], mark)


@register.filter
def own(text: Any, capital: str = "") -> Any:
    """{{ page.name|own }}: the mall's own words, which are Indonesian, marked so on a page of another language.

    A reason may be ours instead (a lazy text): then it is marked only where it has no translation. {{ reason|own:"capital" }}
    begins with a capital letter.
    """
    if text is None or text == "":
        return ""
    words = str(text)
    return _marked(words[:1].upper() + words[1:] if capital else text, tongue_of(text) or "id")


@register.filter
def refusal(text: Any) -> Any:
    """{{ error|refusal }}: a sentence of ours; one that a regional language lacks stands there in Indonesian, and is marked so."""
    return _marked(text, tongue_of(text) or translation.get_language() or "id")


def _marked(text: Any, tongue: str) -> Any:
    """Unchanged where it is in the language of the page."""
    return text if tongue == translation.get_language() else format_html('<span lang="{}">{}</span>', tongue, text)


@register.inclusion_tag("components/language_switch.html", takes_context=True)
def language_switch(context: Context, full_names: bool = False) -> dict[str, Any]:
    """{% language_switch %}: a form that posts the wanted language to web:language and comes back to this page."""
    request = context.get("request")
    return {
        "languages": offered_at(request.path if request else "/", dict(settings.LANGUAGES)),
        "full_names": full_names,
        "back_to": request.get_full_path() if request else "/",
        "csrf_token": context.get("csrf_token"),
    }

"""The hall's voice: languages, volume by hour, which display speaks, and the mall's own recordings word by word."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.directory.doors import device_of
from pendopo.directory.models import DeviceKind, Mall
from pendopo.directory.reads import devices_of
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.voice.keep_clip import keep_clip, remove_clip
from pendopo.voice.languages import INDONESIAN, LANGUAGES, Language
from pendopo.voice.set_voice import QuietHoursRefused, VoiceRefused, set_display_voice, set_voice
from pendopo.voice.settings_of import voice_of
from pendopo.voice.sound_file import LARGEST_BYTES, NotASound, SoundTooLarge
from pendopo.voice.word_list import WordKind, WordRow, word_groups
from pendopo.voice.wording import Announcement, phrases
from pendopo.voice.words import missing_words, signs_of, sources_of
from pendopo.web.backoffice.room import actor_of, mall_page, show
from pendopo.web.backoffice.voice_form import DisplayVoiceForm, VoiceForm
from pendopo.web.sounds import address_of

_NUMBER = re.compile(r"([A-Za-z]{0,3})-?([0-9]{1,5})")
_EXAMPLE = "A-047"
_KINDS: dict[WordKind, str | Promise] = {
    WordKind.SIGN: _("Words of your own signs"),
    WordKind.SENTENCE: _("Words of every call"),
    WordKind.NUMBER: _("Number words"),
    WordKind.LETTER: _("Letters"),
}


class NumberRefused(DomainError):
    code = "web.sample_number_refused"
    status = 400
    message = _("Please write a number as it stands on a ticket, such as A-047.")


@dataclass(frozen=True, slots=True)
class SayableWord:
    """A word on the page. `seconds` is the length of the mall's own recording, None when the shipped clip says it."""

    word: str
    prompt: str
    address: str
    seconds: float | None


@require_http_methods(["GET", "POST"])
@mall_page
def voice(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    form = VoiceForm(request.POST) if request.method == "POST" else VoiceForm(voice=voice_of(mall))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            set_voice(
                mall=mall, languages=chosen["languages"], reading=chosen["reading"], volume=chosen["volume"],
                quiet=chosen["quiet"], at=at, actor=actor_of(request),
            )  # fmt: skip
        except (QuietHoursRefused, VoiceRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("web:voice", mall=mall.code)
    return _page(request, mall, at, form)


@require_POST
@mall_page
def display(request: HttpRequest, mall: Mall, at: datetime, device: UUID) -> HttpResponse:
    form = DisplayVoiceForm(request.POST)
    if not form.is_valid():
        raise VoiceRefused
    set_display_voice(
        device=device_of(mall, device), speaks=form.cleaned_data["speaks"], volume=form.cleaned_data["volume"], at=at,
        actor=actor_of(request),
    )  # fmt: skip
    return redirect(f"{reverse('web:voice', args=[mall.code])}#layar")


@require_POST
@mall_page
def record(request: HttpRequest, mall: Mall, at: datetime, language: str, phrase: str) -> HttpResponse:
    """One word in a person's own voice."""
    sent = request.FILES.get("sound")
    if sent is None:
        raise NotASound
    if (sent.size or 0) > LARGEST_BYTES:
        raise SoundTooLarge
    kept = keep_clip(mall=mall, language=language, word=phrase, content=sent.read(), at=at, actor=actor_of(request))
    if "application/json" not in request.META.get("HTTP_ACCEPT", ""):
        return redirect(_place(mall, language, phrase))
    clip = sources_of(mall, [language])[language][phrase]
    return JsonResponse({"address": address_of(clip), "milliseconds": kept.milliseconds, "trimmed": kept.trimmed_ms})


@require_POST
@mall_page
def remove(request: HttpRequest, mall: Mall, at: datetime, language: str, phrase: str) -> HttpResponse:
    remove_clip(mall=mall, language=_language(language).code, word=phrase, at=at, actor=actor_of(request))
    return redirect(_place(mall, language, phrase))


@require_safe
@mall_page
def sample(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    """The clips of a call that nobody made, and the words of it that nobody says."""
    language = _language(request.GET.get("bahasa", INDONESIAN.code))
    written = _NUMBER.fullmatch(request.GET.get("nomor", _EXAMPLE).strip())
    if written is None:
        raise NumberRefused
    call = Announcement(written[1].upper(), int(written[2]), request.GET.get("loket", "3")[:6])
    said, sources = phrases(language, call, voice_of(mall).reading), sources_of(mall, [language.code])[language.code]
    return JsonResponse(
        {
            "clips": [[address_of(sources[word]) for word in phrase if word in sources] for phrase in said],
            "missing": [word for phrase in said for word in phrase if word not in sources],
        }
    )


def _language(code: str) -> Language:
    """Raises NotFound."""
    if code not in LANGUAGES:
        raise NotFound
    return LANGUAGES[code]


def _place(mall: Mall, language: str, word: str) -> str:
    return f"{reverse('web:voice', args=[mall.code])}?bahasa={language}#kata-{word}"


def _page(request: HttpRequest, mall: Mall, at: datetime, form: VoiceForm) -> HttpResponse:
    language = LANGUAGES.get(request.GET.get("bahasa", ""), INDONESIAN)
    signs, sources = signs_of(mall), sources_of(mall)
    context = {
        "form": form,
        "language": language,
        "languages": LANGUAGES.values(),
        "counters": signs.counters,
        "example": f"{signs.prefixes[0]}-047" if signs.prefixes else _EXAMPLE,
        "missing": [
            (each, lacking) for each in voice_of(mall).languages if (lacking := missing_words(each, signs, sources[each.code]))
        ],
        "displays": [device for device in devices_of(mall, at) if device.kind == DeviceKind.DISPLAY and not device.revoked],
        "today": business_date(at, mall.time_zone),
        "groups": [
            (_KINDS[group.kind], group.recorded, [_sayable(row) for row in group.words])
            for group in word_groups(language, signs, sources[language.code])
        ],
    }
    return show(request, "voice.html", context, mall=mall, at=at, status=422 if form.errors else 200)


def _sayable(row: WordRow) -> SayableWord:
    address = address_of(row.clip) if row.clip else ""
    return SayableWord(row.word, row.prompt, address, row.own.milliseconds / 1000 if row.own else None)

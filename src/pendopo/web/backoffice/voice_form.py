"""The form in which a mall decides how its displays speak."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendopo.voice.languages import LANGUAGES
from pendopo.voice.models import VoiceSettings
from pendopo.voice.settings_of import Quiet, Voice
from pendopo.voice.wording import Reading

QUIET_ROWS = 4


def _percent(**more: Any) -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=100, widget=forms.NumberInput(attrs={"step": 5}), **more)


def _time() -> forms.TimeField:
    return forms.TimeField(required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))


class VoiceForm(forms.Form):
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=[(language.code, language.name) for language in LANGUAGES.values()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Said one after the other. While others wait for their call, the first alone. None: gong and text only."),
    )
    reading = forms.ChoiceField(
        label=_("Numbers are said"), choices=VoiceSettings._meta.get_field("reading").choices or (), widget=forms.RadioSelect
    )
    volume = _percent(label=_("Usual volume, in percent"))

    def __init__(self, *arguments: Any, voice: Voice | None = None, **words: Any) -> None:
        if voice is not None:
            words["initial"] = _initial(voice)
        super().__init__(*arguments, **words)
        for row in range(QUIET_ROWS):
            self.fields[f"starts_{row}"] = _time()
            self.fields[f"ends_{row}"] = _time()
            self.fields[f"volume_{row}"] = _percent(required=False)

    def quiet_rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [(self[f"starts_{row}"], self[f"ends_{row}"], self[f"volume_{row}"]) for row in range(QUIET_ROWS)]

    def clean(self) -> dict[str, Any]:
        """A row of quiet hours is either whole or empty; an empty volume means silence."""
        cleaned: dict[str, Any] = super().clean() or {}
        quiet = []
        for row in range(QUIET_ROWS):
            starts, ends = cleaned.get(f"starts_{row}"), cleaned.get(f"ends_{row}")
            if (starts is None) != (ends is None) and not {f"starts_{row}", f"ends_{row}"} & self.errors.keys():
                self.add_error(f"ends_{row}", _("Quiet hours need a beginning and an end."))
            elif starts is not None and ends is not None:
                quiet.append(Quiet(starts, ends, cleaned.get(f"volume_{row}") or 0))
        return {**cleaned, "quiet": quiet, "reading": Reading(cleaned.get("reading") or Reading.NUMBER)}


def _initial(voice: Voice) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "languages": [language.code for language in voice.languages],
        "reading": voice.reading.value,
        "volume": voice.volume,
    }
    for row, quiet in enumerate(voice.quiet[:QUIET_ROWS]):
        initial |= {f"starts_{row}": quiet.starts, f"ends_{row}": quiet.ends, f"volume_{row}": quiet.volume}
    return initial


class DisplayVoiceForm(forms.Form):
    """Whether one display speaks, and how loud."""

    speaks = forms.BooleanField(required=False)
    volume = _percent()

"""Forms of signing in and of setting a password."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    surel = forms.EmailField(
        label=_("E-mail address"), max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True, "spellcheck": "false"}),
    )  # fmt: skip
    sandi = forms.CharField(
        label=_("Password"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


class PasswordForm(forms.Form):
    sandi = forms.CharField(
        label=_("New password"), max_length=200, strip=False,
        help_text=_("At least ten signs. A sentence that only you know is best."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
    )  # fmt: skip
    ulangi = forms.CharField(
        label=_("The same once more"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean_ulangi(self) -> str:
        again = self.cleaned_data["ulangi"]
        if "sandi" in self.cleaned_data and again != self.cleaned_data["sandi"]:
            raise forms.ValidationError(_("The two are not the same. Please type both again."))
        return str(again)

"""Passkeys in a real Chromium with a device of its own (WebAuthn through the DevTools): made, used for coming in, taken away."""

import os

import pytest

from pendopo.accounts.models import Passkey
from tests.situations.browser import HERE, answers
from tests.situations.hall import a_counter, an_officer

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PASSWORD = "kebun teh di lereng"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def opened(chromium, settings):
    """`opened(device=True)`: a page in a browser of its own, and what speaks to its DevTools."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    contexts = []

    def page(*, device: bool = True, **more):
        context = chromium.new_context(base_url=HERE, viewport={"width": 1100, "height": 1400}, **more)
        context.route("**/*", answers())
        contexts.append(context)
        shown = context.new_page()
        if device:
            tools = context.new_cdp_session(shown)
            tools.send("WebAuthn.enable")
            tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        return shown

    yield page
    for context in contexts:
        context.close()


@pytest.fixture
def budi():
    budi = an_officer(a_counter())
    budi.set_password(PASSWORD)
    budi.save(update_fields=["password"])
    return budi


def gives_password(page, person, wanted: str) -> None:
    page.goto(f"/masuk?next={wanted}")
    page.fill("#id_surel", person.email)
    page.fill("#id_sandi", PASSWORD)
    page.click("form[action='/masuk'] button")


def look(page, name: str) -> None:
    """Where somebody wants to see what was seen."""
    if folder := os.environ.get("PENDOPO_LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_passkey_is_made_opens_the_account_and_is_taken_away(opened, budi):
    page = opened()
    gives_password(page, budi, "/akun")
    page.fill("#id_nama", "Laptop kantor")
    look(page, "akun-kosong")
    page.click("form[data-passkey='create'] button")
    page.wait_for_selector(".account__papers")
    look(page, "akun-kertas")
    assert Passkey.objects.get(user=budi).name == "Laptop kantor"

    page.goto("/akun")
    page.wait_for_selector("text=Laptop kantor")
    look(page, "akun")
    page.click("form[action='/keluar'] button")
    page.goto("/masuk?next=/akun")
    page.wait_for_selector("form[data-passkey='get'] button")
    look(page, "masuk")
    page.click("form[data-passkey='get'] button")
    page.wait_for_selector("text=Laptop kantor")

    page.click("form[action$='/lepas'] button")
    page.wait_for_selector("form[data-passkey='create']")
    assert not Passkey.objects.exists()


def test_at_the_second_step_the_device_answers_in_place_of_a_code(opened, budi):
    page = opened()
    gives_password(page, budi, "/akun")
    page.fill("#id_nama", "Laptop kantor")
    page.click("form[data-passkey='create'] button")
    page.wait_for_selector(".account__papers")
    page.goto("/akun")
    page.click("form[action='/keluar'] button")

    gives_password(page, budi, "/akun")
    page.wait_for_selector("form[action='/masuk/kode']")
    look(page, "langkah-kedua")
    page.click("form[data-passkey='get'] button")

    page.wait_for_selector("text=Laptop kantor")


def test_a_device_that_says_no_is_told_in_words_and_the_password_stays(opened, budi):
    page = opened()
    page.goto("/masuk")
    # It keeps no passkey for this place.
    page.click("form[data-passkey='get'] button")
    page.wait_for_selector("[data-passkey-said]:not(:empty)")
    look(page, "masuk-tidak")
    assert "lanjutkan dengan kata sandi" in page.inner_text("[data-passkey-said]")

    gives_password(page, budi, "/akun")
    page.wait_for_selector("#sesi")


def test_without_scripts_no_passkey_is_asked_for(opened, budi):
    page = opened(device=False, java_script_enabled=False)
    page.goto("/masuk")
    assert not page.is_visible("form[data-passkey='get']")
    gives_password(page, budi, "/akun")
    assert not page.is_visible("form[data-passkey='create']")
    assert "memerlukan JavaScript" in page.inner_text("#kunci")

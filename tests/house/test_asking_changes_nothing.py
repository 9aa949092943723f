"""A page may be asked for as often as one likes: only what is posted changes something, and only from our own pages."""

import re

import pytest
from django.apps import apps
from django.test import Client

from pendopo.web.desk.commands import COMMANDS
from tests.house.addresses import HOT, WholeMall, addresses, stand_at
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db

# What says only that somebody was here.
_SIGNS_OF_LIFE = {"place_tag", "earlier_tag", "earlier_seen_at", "last_seen_at", "last_login", "seen_at", "attended_at"}
_OF_DJANGO = {"sessions", "contenttypes", "auth"}
# A browser that has come in, whatever it asks for.
_OF_BROWSERS = {"accounts.BrowserSession"}
# That somebody looked is what they record.
_LOOKS = {"privacy.Look"}
ONLY_POSTED = {
    "ticket_data_copy", "ticket_data_correct", "ticket_data_erase", "rights_fulfil", "keeping_change", "breach_act",
    "code_begin", "code_confirm", "code_remove", "passkey_ask", "passkey_sign_in", "passkey_begin", "passkey_add", "passkey_remove",
    "sessions_end_others", "session_end", "sign_out_person",
    "outside_link", "outside_unlink",
    "kiosk_take", "kiosk_shown", "kiosk_arrive", "kiosk_print", "printer_change", "printer_test", "printer_revoke", "paper_choice",
    "ticket_arrive", "ticket_rejoin", "open_counter", "sign_out",
    "language", "find_ticket", "screen_offer", "screen_revoke", "invite_person", "hall_pause", "hall_pause_end", "issuing_stop",
    "issuing_resume", "rehearsal_begin", "rehearsal_end", "voice_display", "voice_record", "voice_remove", "dismiss_person",
    "hall_say", "hall_break", "hall_see", "roster_remove", "hall_counter_close", "hall_counter_expect", "hall_counter_officer",
    "hall_help_over", "hall_line_stop", "hall_line_give", "hall_line_move", "hall_line_threshold",
    "hall_day_end", "hall_day_open", "hall_line_day_end", "hall_line_day_open",
    "thing_end", "change_undo", "change_cancel", "import_undo", "holiday_add", "holiday_remove", "special_day",
    "greeter_check", "greeter_rejoin", "greeter_print", "greeter_ask", "greeter_attend", "greeter_help_counter",
    "hall_attend", "hall_outside", "kiosk_ask", "plan_change",
}  # fmt: skip


@pytest.fixture
def mall(monkeypatch):
    stand_at(monkeypatch, NINE)
    return WholeMall()


def everything_stored() -> dict[str, list[tuple[str, ...]]]:
    """Every row of every table of ours."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label not in _OF_DJANGO and model._meta.label not in _OF_BROWSERS | _LOOKS:
            columns = [field.attname for field in model._meta.concrete_fields if field.attname not in _SIGNS_OF_LIFE]
            found[model._meta.label] = [tuple(map(str, row)) for row in model.objects.order_by("pk").values_list(*columns)]
    return found


def test_asking_changes_nothing_and_commands_are_posted(mall):
    only_posted = set()
    before = everything_stored()
    for address in addresses():
        client = mall.browser(address)

        got, looked = client.get(mall.path(address)), client.head(mall.path(address))

        assert everything_stored() == before, f"{address.name} changes something when it is asked for"
        expected = (
            {404, 405} if address.name in {"found_mall", "first_day", "root_certificate"} else {200, 204, 301, 302, 303, 405}
        )
        assert {got.status_code, looked.status_code} <= expected, address.name
        if got.status_code == 405:
            only_posted.add(address.name)
    assert only_posted == ONLY_POSTED


def test_a_command_of_the_desk_that_is_only_asked_for_does_nothing(mall):
    desk = Client()
    desk.cookies["meja"] = mall.lease_cookie
    before = everything_stored()
    for word in (*COMMANDS, "panggil"):
        assert desk.get(f"/d/{word}", mall.presses()).status_code in {200, 404}, word
        assert everything_stored() == before, word


def test_nothing_is_posted_from_elsewhere(mall):
    """Cold addresses ask for the form's own token, hot ones for our own origin."""
    before = everything_stored()
    for address in addresses():
        client = Client(enforce_csrf_checks=True)
        client.cookies = mall.browser(address).cookies

        answer = client.post(mall.path(address), mall.presses(), headers={"origin": "https://elsewhere.example"})

        assert answer.status_code in {403, 405}, address.name
        assert everything_stored() == before, address.name


def test_every_form_that_posts_carries_the_token_unless_it_is_hot(mall):
    posting = 0
    for address in addresses():
        page = mall.page(address)
        for attributes, body in re.findall(r"<form\b([^>]*)>(.*?)</form>", page, re.DOTALL):
            if 'method="post"' in attributes:
                posting += 1
                action = (re.search(r'action="([^"]*)"', attributes) or ["", mall.path(address)])[1]
                assert ("csrfmiddlewaretoken" in body) != action.startswith(HOT), (address.name, action)
    assert posting > 20

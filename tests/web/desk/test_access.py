"""Who may: the lease alone counts under /d/, the post at the pages; Joko from another mall finds nothing anywhere."""

import pytest
from django.test import Client

from pendopo.accounts.models import User
from pendopo.directory.models import Post
from pendopo.queue.dismiss import dismiss
from pendopo.queue.models import DeskLease
from tests.situations.desk_screen import HTMX, JSON, DeskScreen, a_desk_screen, a_desk_with_waiting, words_of
from tests.situations.hall import a_counter, a_manager, a_person, a_post, a_service, a_supervisor, an_officer, joko
from tests.situations.line import a_key, a_ticket, again, an_open_desk
from tests.situations.times import MONDAY, NINE, TUESDAY, days, on

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def opened(client: Client, counter, **fields):
    return client.post("/pos/buka", {"loket": counter.code, **fields}, headers=JSON)


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "x.y", "01a2084b-ed43-7003-ba3d-4aba40c58f8c.geheim", "{lease}.", "{lease}.falsch", "{lease}", ".{secret}"],
)
def test_a_forged_cookie_opens_nothing(cookie):
    screen, (ticket,) = a_desk_with_waiting(1)
    opened = screen.desk.opened
    screen.client.cookies["meja"] = cookie.format(lease=opened.lease, secret=opened.secret)

    for refused in (screen.press("panggil"), screen.press("batal", tiket=ticket.id)):
        assert (refused.status_code, refused.json()["type"]) == (403, "queue.lease_lost")
    assert screen.sheet("nomor", tiket=ticket.id).status_code == 403
    assert again(ticket).state == "waiting"


def test_yesterdays_lease_is_over(at_nine):
    screen, _waiting = a_desk_with_waiting(1)
    at_nine(on(TUESDAY, "09:00"))

    assert screen.press("panggil").json()["type"] == "queue.lease_lost"
    lost = screen.sheet("meja")
    assert lost.status_code == 403
    assert lost.headers["HX-Retarget"] == "#meja"
    assert lost.cookies["meja"].value == ""


def test_a_desk_that_was_taken_over_is_told_and_the_visitor_is_served_on():
    screen, _waiting = a_desk_with_waiting(1)
    ticket = screen.serve()
    budi = signed_in(screen.desk.officer)

    assert opened(budi, screen.counter).json()["type"] == "queue.held_elsewhere"
    answer = opened(budi, screen.counter, ambil_alih="ya").json()

    assert (answer["ticket"], answer["number"], answer["state"]) == (str(ticket.id), ticket.label, "serving")
    assert screen.press("selesai", tiket=ticket.id, hasil="served").json()["type"] == "queue.lease_lost"
    assert "Loket tidak buka di sini" in words_of(screen.click("selesai", tiket=ticket.id, hasil="served"))
    finished = budi.post("/d/selesai", {"kunci": a_key(), "tiket": ticket.id, "hasil": "served"}, headers=JSON)
    assert finished.json()["state"] == "done"


def test_a_colleague_is_told_who_holds_it_and_may_not_take_it():
    screen = a_desk_screen()
    ani = signed_in(an_officer(screen.counter, name="Ani"))

    refused = ani.post("/pos/buka", {"loket": screen.counter.code, "ambil_alih": "ya"})

    assert refused.status_code == 409
    assert "Budi" in words_of(refused)
    assert "Pengawas bisa mengambil alih" in words_of(refused)
    assert DeskLease.objects.get().officer == screen.desk.officer


@pytest.mark.parametrize("role", [a_supervisor, a_manager])
def test_supervisor_and_manager_take_over(role):
    screen = a_desk_screen()
    rina = role(screen.counter.agency if role is a_supervisor else screen.counter.mall)

    assert opened(signed_in(rina), screen.counter, ambil_alih="ya").status_code == 200
    assert DeskLease.objects.exclude(state="closed").get().officer == rina


def test_joko_finds_nothing():
    screen, (ticket,) = a_desk_with_waiting(1)
    stranger = signed_in(joko())

    assert stranger.get(f"/loket/{screen.counter.code}/").status_code == 404
    assert opened(stranger, screen.counter).status_code == 404
    assert opened(stranger, screen.counter, ambil_alih="ya").status_code == 404
    assert screen.counter.code not in stranger.get("/pos").content.decode()
    assert again(ticket).state == "waiting"


def test_joko_at_his_own_desk_touches_no_number_of_another_mall():
    _screen, (ticket,) = a_desk_with_waiting(1)
    his = a_desk_screen()
    his_visitor = a_ticket(his.line)
    service = a_service(line=ticket.line)
    his.press("panggil")

    for word in ("panggil-ini", "batal", "lewat", "selesai", "tahan", "lanjut", "kembalikan", "catatan", "datang", "tiba"):
        refused = his.press(word, tiket=ticket.id, hasil="served", alasan="copy")
        assert refused.status_code == 404, word
    assert his.press("alihkan", tiket=his_visitor.id, tujuan=f"jalur:{ticket.line_id}").status_code == 404
    assert his.press("alihkan", tiket=his_visitor.id, tujuan=f"layanan:{service.id}").status_code == 404
    assert his.press("ambil", layanan=service.id).status_code == 404
    assert his.press("hadir", kode=ticket.visit.code).status_code == 404
    assert his.sheet("nomor", tiket=ticket.id).status_code == 404
    assert again(ticket).state == "waiting"


def test_a_key_of_somebody_else_has_no_effect():
    screen, (first, _second) = a_desk_with_waiting(2)
    key = a_key()
    screen.press("panggil", key=key)
    neighbour = DeskScreen(an_open_desk(a_counter(line=screen.line)))

    refused = neighbour.press("panggil", key=key)

    assert refused.status_code == 409
    assert again(first).counter_id == screen.counter.id


def test_other_sites_cannot_press():
    screen, (ticket,) = a_desk_with_waiting(1)

    refused = screen.client.post("/d/panggil", {"kunci": a_key()}, headers={**JSON, "origin": "https://jahat.example"})

    assert refused.status_code == 403
    assert again(ticket).state == "waiting"


def test_a_session_that_ended_stops_nobody_and_the_page_comes_back_to_the_same_visitor():
    screen, _waiting = a_desk_with_waiting(1)
    screen.signed_in()
    ticket = screen.serve()
    screen.client.logout()
    screen.client.cookies["meja"] = f"{screen.desk.opened.lease}.{screen.desk.opened.secret}"

    assert screen.press("catatan", tiket=ticket.id, catatan="x").status_code == 200
    asked = screen.page()
    assert asked.headers["Location"] == f"/masuk?next=/loket/{screen.counter.code}/"

    assert ticket.label in words_of(screen.signed_in().page())


def test_who_sits_down_at_a_colleagues_machine_does_not_call_in_that_name():
    screen = a_desk_screen()
    ani = an_officer(screen.counter, name="Ani", email="ani@contoh.go.id", password="kebun teh di lereng")

    entered = screen.client.post("/masuk", {"surel": ani.email, "sandi": "kebun teh di lereng"})

    assert entered.status_code == 302
    assert entered.cookies["meja"].value == ""


def test_the_desks_page_is_the_leaseholders_only():
    screen = a_desk_screen()
    screen.client.force_login(an_officer(screen.counter, name="Ani"))

    assert screen.page().headers["Location"].startswith("/pos?loket=")


def test_a_post_that_ended_closes_the_page():
    screen = a_desk_screen().signed_in()
    Post.objects.filter(user=screen.desk.officer).update(until_date=NINE.date().replace(day=1))

    assert screen.page().status_code == 404


def the_post_is_over(officer) -> None:
    Post.objects.filter(user=officer).update(until_date=MONDAY - days(1))


def the_account_is_closed(officer) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)


@pytest.mark.parametrize("ends", [the_post_is_over, the_account_is_closed])
def test_who_left_presses_nothing_from_that_moment_on(ends):
    screen, (ticket, _next) = a_desk_with_waiting(2)
    screen.signed_in()
    served = screen.serve()

    ends(screen.desk.officer)

    for word in ("panggil", "panggil-ini", "selesai", "tahan", "alihkan", "lewat-lanjut", "jeda", "tutup", "ambil"):
        refused = screen.press(word, tiket=served.id, hasil="served", alasan="copy")
        assert (refused.status_code, refused.json()["type"]) == (403, "queue.lease_lost"), word
    assert (screen.sheet("meja").status_code, screen.sheet("alihkan", tiket=served.id).status_code) == (403, 403)
    assert screen.page().status_code in {302, 404}
    assert "Loket tidak buka di sini" in words_of(screen.click("panggil"))
    assert again(ticket).state == "serving"


def test_who_was_dismissed_is_told_that_there_is_no_post_today():
    screen = a_desk_screen().signed_in()
    dismiss(person=screen.desk.officer, mall=screen.counter.mall, at=NINE, actor="officer:rina")

    assert "Anda tidak bertugas hari ini" in words_of(screen.client.get("/pos"))
    assert opened(screen.client, screen.counter, ambil_alih="ya").status_code == 404
    assert DeskLease.objects.get().state == "closed"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites():
    counter = a_counter()
    client = signed_in(an_officer(counter))

    cookie = opened(client, counter).cookies["meja"]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")


def test_opening_a_second_counter_asks_first():
    first = a_counter()
    second = a_counter(mall=first.mall)
    budi = an_officer(first)
    a_post(user=budi, mall=first.mall, agency=second.agency, counters=[second])
    client = signed_in(budi)
    opened(client, first)

    assert opened(client, second).json()["type"] == "queue.officer_elsewhere"
    assert opened(client, second, ambil_alih="ya").status_code == 200
    assert DeskLease.objects.exclude(state="closed").get().counter == second


def test_one_leaves_only_after_the_counter_is_closed():
    screen = a_desk_screen().signed_in()

    refused = screen.client.post("/keluar")
    assert (refused.status_code, "masih buka" in words_of(refused)) == (409, True)

    screen.press("tutup")
    assert screen.client.post("/keluar").headers["Location"] == "/masuk"
    assert screen.client.get("/pos").status_code == 302


def test_somebody_without_a_post_is_told_so():
    a_counter()
    told = signed_in(a_person("Sari")).get("/pos")

    assert told.status_code == 200
    assert "Anda tidak bertugas hari ini" in words_of(told)
    assert signed_in(a_person("Sari")).get("/loket/x/").status_code == 404


def test_htmx_without_a_session_is_led_to_the_door():
    assert Client().get("/pos", headers=HTMX).headers["HX-Redirect"] == "/masuk"

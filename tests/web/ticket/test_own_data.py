"""Whoever holds a visit sees, takes home, corrects and erases what is held of it; the link alone opens nothing."""

import json

import pytest
from django.test import Client

from pendopo.directory.models import Mall
from pendopo.privacy.proof import proof_word
from pendopo.queue.models import Channel, Ticket, Visit
from tests.privacy.test_erase import NOTE, a_visit_over
from tests.situations.line import a_key, a_ticket, again
from tests.situations.times import NINE, minutes
from tests.web.backoffice.conftest import words_of as words_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def over() -> Ticket:
    return a_visit_over()


def page_of(ticket: Ticket, word: str = "") -> str:
    return f"/t/{ticket.visit.code}/data" + (f"/{word}" if word else "")


def a_holder(ticket: Ticket) -> Client:
    phone = Client()
    answer = phone.post(page_of(ticket), {"bukti": proof_word(ticket.visit_id).lower()})
    assert answer.status_code == 303
    return phone


def test_the_link_alone_shows_nothing(over):
    phone = Client()
    phone.get(f"/t/{over.visit.code}")

    page = phone.get(page_of(over))

    assert "Kata bukti di kertas Anda" in words_on(page)
    assert NOTE not in page.content.decode()
    for word in ("salinan", "koreksi", "hapus"):
        assert phone.post(page_of(over, word)).headers["Location"] == page_of(over)
    assert again(over).note


def test_the_paper_s_proof_word_shows_all_of_it(over):
    page = words_on(a_holder(over).get(page_of(over)))

    for part in (NOTE, over.label, "Disabilitas", "Kursi roda", "Petugas yang melihatnya"):
        assert part in page


def test_a_wrong_word_is_refused_and_not_for_ever_tried(over):
    phone = Client()
    statuses = [phone.post(page_of(over), {"bukti": "ZZZZ"}).status_code for _try in range(6)]

    assert statuses == [403] * 5 + [429]


def test_the_proof_is_for_this_visit_and_for_a_moment(over, at_nine):
    phone, other = a_holder(over), a_visit_over()
    phone.cookies["bukti"]["path"] = "/"
    assert NOTE not in phone.get(page_of(other)).content.decode()

    at_nine(NINE + minutes(16))
    assert NOTE not in phone.get(page_of(over)).content.decode()


def test_the_phone_that_took_the_number_holds_it(over):
    phone = Client()
    mall, service = Mall.objects.get(pk=over.mall_id), over.service
    code = phone.post(f"/m/{mall.code}/layanan/{service.code}/nomor", {"kunci": str(a_key())}).headers["Location"].split("/")[2]

    assert Visit.objects.get(code=code).channel == Channel.HOME
    assert "Inilah semua data kunjungan Anda" in words_on(phone.get(f"/t/{code}/data"))
    assert "Inilah semua" not in words_on(Client().get(f"/t/{code}/data"))


def test_the_copy_is_taken_home_as_a_file(over):
    answer = a_holder(over).post(page_of(over, "salinan"))

    assert json.loads(answer.content)["numbers"][0]["note"].startswith(NOTE)


def test_language_and_class_are_corrected(over):
    a_holder(over).post(page_of(over, "koreksi"), {"bahasa": "en", "prioritas": "none"})

    assert (again(over).priority, again(over).visit.language) == ("none", "en")


def test_in_the_line_the_class_stays():
    ticket = a_ticket(priority="elderly")

    answer = a_holder(ticket).post(page_of(ticket, "koreksi"), {"prioritas": "none"})

    assert answer.status_code == 409
    assert again(ticket).priority == "elderly"


def test_erased_is_erased_and_the_link_with_it(over):
    phone, code = a_holder(over), over.visit.code

    answer = phone.post(page_of(over, "hapus"))

    assert "Data Anda sudah dihapus" in words_on(answer)
    assert again(over).note == ""
    assert phone.get(f"/t/{code}").status_code == 404
    assert again(over).visit.code not in str(answer.cookies)


def test_a_visit_that_goes_on_is_not_erased():
    ticket = a_ticket()

    answer = a_holder(ticket).post(page_of(ticket, "hapus"))

    assert (answer.status_code, "belum selesai" in words_on(answer)) == (409, True)

"""The pad on the greeter's phone: printed beforehand, entered afterwards."""

import re

import pytest
from django.urls import reverse

from pendopo.catalogue.numbering import paper_label
from pendopo.queue.models import Channel, Ticket
from tests.situations.hall import a_line, a_mall, a_service
from tests.situations.line import a_key, a_ticket
from tests.situations.times import NINE, minutes
from tests.web.backoffice.conftest import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(mall):
    line = a_line(mall=mall, prefix="A")
    a_service(line=line, name="Akta Kelahiran")
    return line


def test_a_sheet_is_entered_with_its_time_and_priority(phone, line):
    later = a_ticket(line, at=NINE - minutes(10))

    answer = phone.press("kertas", nomor=paper_label(phone.mall.id, "A", 7), jam="08:40", prioritas="elderly")

    ticket = Ticket.objects.get(number__gt=1000)
    assert answer.status_code == 200
    assert "A-K07" in words_of(answer)
    assert (ticket.visit.channel, ticket.priority, ticket.joined_at) == (Channel.PAPER, "elderly", NINE - minutes(20))
    assert ticket.rank_at < later.rank_at
    assert "A-K07" in words_of(phone.get("kertas"))


def test_a_press_sent_again_and_a_colleagues_entry_say_that_it_was_entered_before(phone, line):
    key, sheet = a_key(), paper_label(phone.mall.id, "A", 7)
    phone.press("kertas", key=key, nomor=sheet, jam="08:40")

    for again in (key, a_key()):
        assert "sudah dimasukkan" in words_of(phone.press("kertas", key=again, nomor=sheet, jam="08:55"))
    assert Ticket.objects.get().joined_at == NINE - minutes(20)


def test_a_press_that_lay_in_the_phone_stands_by_the_time_written(phone, line):
    phone.press("kertas", nomor=paper_label(phone.mall.id, "A", 7), jam="08:40", lalu="600", script=True)

    ticket = Ticket.objects.get()
    assert (ticket.taken_at, ticket.joined_at) == (NINE - minutes(10), NINE - minutes(20))


@pytest.mark.parametrize("typed", ["", "A-K07", "A-047", "A-K08 {sign}", "B-K07 {sign}", "<b>", "A-K1000 {sign}"])
def test_a_wrong_copy_is_named_and_enters_nothing(phone, line, typed):
    sign = paper_label(phone.mall.id, "A", 7)[-1]

    answer = phone.press("kertas", nomor=typed.format(sign=sign), jam="08:40")

    assert answer.status_code in (404, 422)
    assert not Ticket.objects.exists()


def test_where_a_line_has_several_services_one_must_be_chosen(phone, line):
    kia = a_service(line=line, name="Kartu Identitas Anak")
    sheet = paper_label(phone.mall.id, "A", 7)

    assert "Pilih" in words_of(phone.press("kertas", nomor=sheet, jam="08:40"))
    phone.press("kertas", nomor=sheet, jam="08:40", layanan=kia.code)

    assert Ticket.objects.get().service == kia


def test_a_visitor_served_meanwhile_is_noted_and_her_page_says_so(phone, line):
    phone.press("kertas", nomor=paper_label(phone.mall.id, "A", 7), jam="08:40", dilayani="ya")

    ticket = Ticket.objects.select_related("visit").get()
    page = phone.client.get(reverse("web:ticket", args=[ticket.visit.code]))
    assert ticket.state == "done"
    assert page.status_code == 200


def test_the_pad_shows_numbers_whose_letters_are_accepted(phone, line):
    page = phone.get("kertas/bloknot", jalur=line.code, dari="25", banyak="24").content.decode()

    numbers = re.findall(r'class="pad__big">(A-K\d+) <small>([A-Z])</small>', page)
    assert [number for number, _sign in numbers] == [f"A-K{n}" for n in range(25, 49)]
    number, sign = numbers[-1]
    assert phone.press("kertas", nomor=f"{number}{sign}", jam="08:40").status_code == 200


def test_another_malls_pad_is_not_taken(phone, line):
    other = a_mall(code="lain")
    a_line(mall=other, prefix="A")
    foreign = next(
        label for n in range(1, 24) if (label := paper_label(other.id, "A", n)) != paper_label(phone.mall.id, "A", n)
    )

    assert phone.press("kertas", nomor=foreign, jam="08:40").status_code == 422

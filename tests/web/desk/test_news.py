"""Help asked and given between desks, and words from whoever runs the mall, as officers see and press them."""

import pytest

from pendopo.queue.message_desks import message_desks
from pendopo.queue.watch_models import Alert
from tests.situations.desk_screen import a_desk_screen
from tests.situations.hall import a_counter, a_line, a_manager
from tests.situations.line import a_ticket
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def screens():
    """Two desks of one zone."""
    line = a_line()
    return a_desk_screen(a_counter(line=line)).signed_in(), a_desk_screen(a_counter(line=line)).signed_in()


def shown(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_help_asked_at_one_desk_stands_at_the_other_and_is_answered_there(screens):
    asking, colleague = screens

    asked = shown(asking.click("minta-bantuan"))
    assert "Rekan di zona ini, penyambut, dan pengelola melihatnya." in asked
    assert f"Loket {asking.counter.number} minta bantuan" in shown(colleague.sheet("antrean"))

    answered = shown(colleague.click("saya-datang", panggilan=Alert.objects.get().id))
    assert "Anda bilang akan datang" in answered
    assert f"{colleague.desk.officer.name} datang membantu Anda." in shown(asking.page())

    assert "news__item" not in shown(asking.click("bantuan-selesai"))
    assert "minta bantuan" not in shown(colleague.sheet("antrean")).lower()


def test_asking_leaves_the_visitors_card_alone_and_works_without_javascript(screens):
    asking, _colleague = screens
    a_ticket(asking.line, at=NINE)
    ticket = asking.serve()

    fragment, page = shown(asking.click("minta-bantuan")), shown(asking.plain("minta-bantuan"))

    assert 'id="berita"' in fragment
    assert ticket.label not in fragment
    assert ticket.label in page
    assert "Bantuan diminta pukul" in page


def test_words_from_the_manager_stand_until_they_are_read(screens):
    desk, other = screens
    mall = desk.counter.mall
    message_desks(mall=mall, text="Rapat <b>pukul 15.00</b>", sender=a_manager(mall), at=NINE)

    page = shown(desk.page())
    assert "Rapat &lt;b&gt;pukul 15.00&lt;/b&gt;" in page

    message = page.split('name="pesan" value="')[1].split('"')[0]
    assert "Rapat" not in shown(desk.click("sudah-baca", pesan=message))
    assert "Rapat" in shown(other.page())


def test_a_help_that_is_not_there_is_refused_with_a_sentence(screens):
    desk, _other = screens

    refused = shown(desk.click("saya-datang", panggilan=desk.counter.id))

    assert "news__item" in refused


def test_the_browser_is_heard_from_without_a_word(screens):
    desk, _other = screens

    answer = desk.sheet("detak")

    assert (answer.status_code, answer.content) == (204, b"")


def test_closing_offers_another_line_where_somebody_is():
    line = a_line()
    other = a_line(mall=line.mall)
    desk = a_desk_screen(a_counter(line=line)).signed_in()
    a_ticket(line, at=NINE)
    assert "Mereka pindah ke jalur lain" not in shown(desk.sheet("tutup"))

    a_desk_screen(a_counter(line=other))
    assert "Mereka pindah ke jalur lain" in shown(desk.sheet("tutup"))
    desk.click("tutup", menunggu="move", ke=other.id)

    assert other.tickets.count() == 1

"""The page that says how often the waits we told were right."""

from datetime import timedelta

import pytest

from pendopo.queue.models import PromiseDay
from tests.situations.hall import a_line, a_mall
from tests.situations.times import MONDAY

pytestmark = pytest.mark.django_db

ADDRESS = "/m/kalianda/perkiraan"


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def measured(line, *, told, kept, sooner=0, back=1):
    PromiseDay.objects.create(
        mall=line.mall, line=line, business_date=MONDAY - timedelta(days=back), told=told, kept=kept, sooner=sooner
    )


@pytest.fixture
def mall():
    return a_mall(code="kalianda", name="MPP Kalianda")


def test_before_anything_is_measured_it_says_so(client, mall):
    shown = page(client, ADDRESS)

    assert "Belum ada yang diukur" in shown
    assert "Cara kami mengukur" in shown


def test_it_says_how_many_of_a_hundred_waited_no_longer_than_told(client, mall):
    measured(a_line(mall=mall, name="Paspor"), told=40, kept=34, sooner=18)

    shown = page(client, ADDRESS)

    assert "<b>85</b>" in shown
    assert "<b>85 dari 100</b> menunggu tidak lebih lama" in shown
    assert "Paspor" in shown
    assert 'width="85"' in shown


def test_a_line_that_was_wrong_too_often_is_named(client, mall):
    measured(a_line(mall=mall, name="Paspor"), told=40, kept=10)

    assert "kami hanya memberi tahu jumlah orang" in page(client, ADDRESS)


def test_too_few_numbers_give_no_share(client, mall):
    measured(a_line(mall=mall, name="Paspor"), told=12, kept=3)

    shown = page(client, ADDRESS)

    assert "Nomornya masih terlalu sedikit" in shown
    assert "25 dari 100</b>" not in shown


def test_the_portal_leads_there(client, mall):
    assert ADDRESS in page(client, "/m/kalianda/")


def test_the_number_of_queries_stays_as_lines_and_days_grow(client, mall, django_assert_num_queries):
    measured(a_line(mall=mall), told=40, kept=30)
    page(client, ADDRESS)
    with django_assert_num_queries(5):
        page(client, ADDRESS)

    for back in range(1, 6):
        measured(a_line(mall=mall), told=40, kept=30, back=back)
    with django_assert_num_queries(5):
        page(client, ADDRESS)

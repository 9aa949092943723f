"""Whoever sees to something sees to what stands in the own hall."""

import pytest

from pendopo.queue.watch_models import Alert
from tests.situations.hall import a_counter, a_line, a_mall, a_manager
from tests.web.backoffice.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["absent", "wait", "stopped", "device", "help"])
def test_what_stands_in_another_mall_is_not_there(kind):
    elsewhere = a_line()
    rina = signed_in(a_manager(a_mall(code="kalianda")))

    for about in (a_counter(line=elsewhere).pk, elsewhere.pk, elsewhere.mall.pk):
        assert rina.post(f"/aula/kalianda/lihat/{kind}/{about}").status_code == 404
    assert not Alert.objects.exists()

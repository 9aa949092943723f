"""A process in numbered sentences: who, what, and what comes next."""

import pytest
from django.utils.translation import override

from pendopo.workflow.reading.bpmn import read_bpmn
from pendopo.workflow.roles import ROLES, role_name, role_named
from pendopo.workflow.shipped import shipped
from pendopo.workflow.text_form import text_form
from tests.situations.processes import drawn, repeated


def told(data: bytes) -> list[str]:
    with override("en"):
        return [str(line) for line in text_form(read_bpmn(data).processes[0])]


def test_a_choice_names_each_answer_and_where_it_leads():
    assert told(drawn("start:s user:a x:g user:b end:e", 's>a a>g g>b?v=="ok" g>e* b>e', facts={"a": "v=ok,no"})) == [
        '1. Front office: a\n   → v=="ok": step 2, b\n   → otherwise: end: e',
        "2. Front office: b\n   → end: e",
    ]


def test_branches_races_edges_and_repeats_are_said():
    nodes = "start:s par:f user:a edge:late@a race:r message:m timer:t par:j end:e stop:x"
    flows = "s>f f>a f>r r>m r>t m>j t>j a>j j>e late>x"
    assert told(drawn(nodes, flows, inside={"a": repeated("many")})) == [
        (
            "1. Front office: a (as often as “many” says, at once)\n"
            "   → once all branches are done: end: e\n   → ended by “late (3 working days)”: end at once: x"
        ),
        "2. Message: m\n   → once all branches are done: end: e",
        "3. Time: t (3 working days)\n   → once all branches are done: end: e",
    ]


@pytest.mark.parametrize(
    ("length", "words"),
    [
        ("<timeDuration>P1Y2M1W2D</timeDuration>", "14 months 7 working days"),
        ("<timeDuration>PT90M30S</timeDuration>", "1 hours 30 minutes 30 seconds"),
        ("<timeDate>${visit.at}</timeDate>", "visit.at"),
        ("<timeDate>2027-01-04T08:00:00+07:00</timeDate>", "2027-01-04T08:00:00+07:00"),
    ],
)
def test_a_length_of_time_is_said_in_words(length, words):
    event = f"<timerEventDefinition>{length}</timerEventDefinition>"
    assert told(drawn("start:s timer:t end:e", "s>t t>e", inside={"t": event}))[0] == f"1. Time: t ({words})\n   → end: e"


def test_a_loop_of_gateways_ends_in_the_telling():
    lines = told(drawn("start:s x:g x:h user:a end:e", "s>a a>g g>h h>g?v==1 h>e*"))
    assert lines == ["1. Front office: a\n   → v==1: as said at “g”\n   → otherwise: end: e"]


def test_every_shipped_step_says_who_and_what_in_indonesian():
    with override("id"):
        for process in shipped().values():
            for line in text_form(process):
                assert line.then, line
        text = "\n".join(str(line) for line in text_form(shipped()["licence"]))
    assert "3. Dinas pekerjaan umum dan tata ruang: Pertimbangan tata ruang dan bangunan" in text
    assert "setelah semua cabang selesai: Apa kata keduanya? salah satu menolak: langkah 5" in text


def test_a_lane_may_be_called_by_key_or_name_in_either_language():
    for language in ("id", "en"):
        with override(language):
            assert {role_named(f" {role_name(key).upper()} ") for key in ROLES} == set(ROLES)
    assert role_named("agency_head") == "agency_head"
    assert role_named(" Pak  Lurah ") == "Pak  Lurah"

"""Files made to hurt are refused with a sentence, quickly, and nothing in them is fetched or run."""

import pytest

from pendopo.workflow.checking.check import Known, check_file
from pendopo.workflow.reading.xml import DEEPEST, LARGEST, MOST, DoctypeRefused, NotXml, TooDeep, TooLarge, read_xml
from tests.situations.processes import drawn

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">%s]><definitions>&j;</definitions>""" % b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("k"))
)


@pytest.mark.parametrize(
    "data",
    [
        LAUGHS,
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><definitions>&x;</definitions>',
        b'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd"><definitions/>',
        b'<!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]><definitions/>',
        b"<!DOCTYPE definitions><definitions/>",
        '<!DOCTYPE d [<!ENTITY a "x">]><definitions/>'.encode("utf-16"),
    ],
)
def test_a_doctype_is_refused_whatever_is_in_it(data):
    with pytest.raises(DoctypeRefused):
        read_xml(data)


def test_limits_on_size_depth_and_number_of_elements():
    with pytest.raises(TooLarge):
        read_xml(b" " * (LARGEST + 1))
    with pytest.raises(TooDeep):
        read_xml(b"<a>" * (DEEPEST + 1))
    with pytest.raises(TooDeep) as refusal:
        read_xml(b"<a>" + b"<b/>" * MOST + b"</a>")
    assert "“b”" in str(refusal.value)


@pytest.mark.parametrize(
    "data",
    [b"", b"not xml", b"<a>", b"<a/><b/>", b"\xff\xfe\x00", b'<?xml version="1.0" encoding="klingon"?><a/>', b"PK\x03\x04"],
)
def test_what_is_no_xml_is_said_so(data):
    with pytest.raises(NotXml):
        read_xml(data)


def test_an_entity_that_nobody_declared_is_no_xml():
    with pytest.raises(NotXml):
        read_xml(b"<definitions>&x;</definitions>")


def test_scripts_and_reaching_inside_are_named_and_not_run(tmp_path):
    touched = tmp_path / "touched"
    script = drawn("start:s user:a end:e", "s>a a>e", inside={"a": f"<script>open('{touched}', 'w')</script>"})
    found = check_file(script.replace(b"userTask", b"scriptTask"), Known())
    assert ("unsupported", "a") in {(one.code, one.element) for one in found.findings}
    reach = drawn("start:s x:g user:a end:e", f"s>g g>e?open('{touched}','w') g>a* a>e")
    found = check_file(reach, Known())
    assert ("condition", "f_g_e") in {(one.code, one.element) for one in found.findings}
    assert not touched.exists()

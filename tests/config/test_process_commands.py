"""`./pendopo process check` and `process list`."""

import pytest

from pendopo.config.cli import main
from tests.situations.processes import drawn


def test_the_list_names_every_shipped_process(capsys):
    assert main(["process", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) >= 8
    assert any(line.startswith("health_licence") and "Izin praktik tenaga kesehatan" in line for line in lines)


def test_a_sound_process_is_told_step_by_step(capsys):
    assert main(["process", "check", "same_counter"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("✓ Layanan selesai di loket")
    assert "1. Petugas loket: Layani di loket\n   → Selesai? selesai: berakhir: Selesai dan diserahkan" in out


def test_findings_are_printed_with_their_elements(capsys, tmp_path):
    file = tmp_path / "izin.bpmn"
    file.write_bytes(drawn("start:s user:a call:c", "s>a a>c", inside={"c": "nowhere"}, lanes=""))
    assert main(["process", "check", str(file)]) == 1
    out = capsys.readouterr().out
    for line in (
        "✗ [a] “a” tidak berada di lajur mana pun",
        "✗ [c] Setelah “c” tidak ada lanjutannya",
        "✗ [c] “c” memanggil proses “nowhere”",
    ):
        assert line in out
    assert "→" not in out


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"<!DOCTYPE d><d/>", "DOCTYPE"), (b"halo", "XML"), (b" " * 50_000_000, "2000000")],
    ids=["doctype", "no xml", "50 MB"],
)
def test_what_is_not_read_is_said_in_one_line(capsys, tmp_path, data, said):
    file = tmp_path / "izin.bpmn"
    file.write_bytes(data)
    assert main(["process", "check", str(file)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert said in line


def test_a_file_that_is_not_there(capsys, tmp_path):
    assert main(["process", "check", str(tmp_path / "none.bpmn")]) == 2
    assert "none.bpmn" in capsys.readouterr().err

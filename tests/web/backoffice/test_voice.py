"""The page of the hall's voice: how displays speak, which one does, and the mall's own recordings."""

import re
from datetime import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pendopo.directory.models import Device, Mall
from pendopo.journal.models import Event
from pendopo.voice.models import Clip, QuietHours, VoiceSettings
from pendopo.voice.sound_file import LARGEST_BYTES
from tests.situations.hall import a_counter, a_display, a_kiosk, a_line, a_mall, a_zone
from tests.situations.screens import JSON, a_display_client
from tests.situations.sounds import a_clip, a_recording
from tests.situations.times import NINE, minutes
from tests.web.backoffice.conftest import the_office_of, words_of

pytestmark = pytest.mark.django_db

VOICE = "/kelola/kalianda/suara"
CHOSEN = {
    "languages": ["id", "en"],
    "reading": "digits",
    "volume": "80",
    "starts_0": "12:00",
    "ends_0": "13:00",
    "volume_0": "20",
}


@pytest.fixture
def mall() -> Mall:
    mall = a_mall(code="kalianda")
    a_counter(line=a_line(mall=mall), number="3")
    return mall


@pytest.fixture
def office(mall: Mall) -> Client:
    return the_office_of(mall)


def record(
    office: Client, content: bytes, *, word: str = "satu", language: str = "id", name: str = "satu.wav", json: bool = True
):
    sent = {"sound": SimpleUploadedFile(name, content)}
    return office.post(f"{VOICE}/{language}/{word}", sent, headers=JSON if json else {})


class TestHowDisplaysSpeak:
    def test_a_new_mall_speaks_indonesian_at_full_volume(self, office):
        page = office.get(VOICE).content.decode()

        (indonesian,) = re.findall(r'<input[^>]*name="languages"[^>]*value="id"[^>]*>', page)
        assert "checked" in indonesian
        assert 'name="volume" value="100"' in page
        assert not VoiceSettings.objects.exists()

    def test_languages_reading_volume_and_quiet_hours_are_kept(self, office, mall):
        assert office.post(VOICE, CHOSEN).status_code == 302

        kept = VoiceSettings.objects.get(mall=mall)
        assert (kept.languages, kept.reading, kept.volume) == (["id", "en"], "digits", 80)
        (quiet,) = QuietHours.objects.filter(mall=mall)
        assert (quiet.starts, quiet.ends, quiet.volume) == (time(12), time(13), 20)
        event = Event.objects.get(type="voice.settings.changed")
        assert event.facts == {"languages": "id en", "reading": "digits", "volume": 80, "quiet_hours": 1}
        assert 'value="12:00"' in office.get(VOICE).content.decode()

    def test_keeping_again_replaces_what_was_there(self, office, mall):
        office.post(VOICE, CHOSEN)
        office.post(VOICE, {"reading": "number", "volume": "100"})

        assert VoiceSettings.objects.get(mall=mall).languages == []
        assert not QuietHours.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"volume": "101"}, "100"),
            ({"languages": ["xx"]}, "xx"),
            ({"ends_0": "11:00"}, "Jam tenang harus selesai setelah mulai"),
            ({"ends_0": ""}, "Jam tenang memerlukan waktu mulai dan selesai."),
            ({"starts_1": "12:30", "ends_1": "14:00"}, "tidak saling bertumpuk"),
            ({"starts_0": "siang"}, ""),
        ],
    )
    def test_what_makes_no_sense_is_refused_with_a_sentence_and_nothing_changes(self, office, wrong, says):
        answer = office.post(VOICE, CHOSEN | wrong)

        assert answer.status_code == 422
        assert says in words_of(answer)
        assert not VoiceSettings.objects.exists()

    def test_a_display_learns_of_a_change_by_its_board(self, office, mall):
        _device, display = a_display_client(zone=mall.zones.get())
        before = display.get("/layar/isi").content.decode()

        office.post(VOICE, CHOSEN)

        voice = display.get("/layar/suara").json()
        assert [each["language"] for each in voice["sets"]] == ["id", "en"]
        assert (voice["volume"], voice["quiet"]) == (80, [[720, 780, 20]])
        assert voice["sets"][0]["numbers"][7] == "nol nol tujuh"
        version = 'data-voice="'
        assert before.partition(version)[2][:3] != display.get("/layar/isi").content.decode().partition(version)[2][:3]


class TestWhichDisplaySpeaks:
    def test_one_of_two_is_told_to_be_silent_the_other_quieter(self, office, mall):
        (one, _token), (other, _token2) = a_display(zone=mall.zones.get()), a_display(zone=mall.zones.get())

        office.post(f"{VOICE}/layar/{one.id}", {"volume": "100"})
        office.post(f"{VOICE}/layar/{other.id}", {"speaks": "on", "volume": "60"})

        assert list(Device.objects.order_by("pk").values_list("speaks", "volume")) == [(False, 100), (True, 60)]
        assert Event.objects.filter(type="voice.display.set").count() == 2

    @pytest.mark.parametrize("volume", ["", "-1", "101", "loud"])
    def test_a_volume_is_a_percentage(self, office, mall, volume):
        device, _token = a_display(zone=mall.zones.get())

        assert office.post(f"{VOICE}/layar/{device.id}", {"volume": volume}).status_code == 422
        assert Device.objects.get(pk=device.pk).speaks

    def test_a_kiosk_has_no_voice(self, office, mall):
        assert office.post(f"{VOICE}/layar/{a_kiosk(mall=mall)[0].id}", {"volume": "50"}).status_code == 404

    @pytest.mark.parametrize(("state", "says"), [("muted", "suaranya mati"), ("gong", "hanya gong"), ("on", "terdengar")])
    def test_the_manager_sees_what_a_display_says_of_itself(self, office, mall, state, says):
        _device, display = a_display_client(zone=mall.zones.get())
        display.get("/layar/isi", {"bunyi": state})

        assert says in words_of(office.get(VOICE))
        listed = words_of(office.get("/kelola/kalianda/layar"))
        assert ("dipakai, tetapi suaranya mati" in listed) == (state == "muted")

    def test_what_a_display_cannot_mean_is_passed_over(self, mall):
        device, display = a_display_client(zone=mall.zones.get())

        for nonsense in ("loud", "on' --", "x" * 500):
            assert display.get("/layar/isi", {"bunyi": nonsense}).status_code == 200
        assert Device.objects.get(pk=device.pk).sound_state == ""


class TestOwnRecordings:
    def test_a_word_is_said_by_the_mall_from_now_on(self, office, mall):
        kept = record(office, a_recording(before=0.5))

        assert kept.status_code == 200
        assert kept.json()["trimmed"] > 500
        clip = Clip.objects.get(mall=mall)
        _device, display = a_display_client(zone=mall.zones.get())
        assert (
            display.get("/layar/suara").json()["sets"][0]["clips"]["satu"]
            == kept.json()["address"]
            == f"/suara/{clip.sha256}.wav"
        )
        assert "rekaman mal" in words_of(office.get(VOICE))

    def test_its_address_is_its_content_and_may_be_kept_for_ever(self, office):
        address = record(office, a_recording()).json()["address"]

        answer = Client().get(address)

        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("audio/wav", "nosniff")
        assert "immutable" in answer["Cache-Control"]
        assert answer.content[:4] == b"RIFF"

    def test_without_a_script_a_wav_file_is_sent_by_the_form(self, office):
        answer = record(office, a_recording(), json=False)

        assert answer["Location"] == f"{VOICE}?bahasa=id#kata-satu"

    def test_recording_again_replaces_and_the_old_sound_is_gone(self, office):
        first = record(office, a_recording(seconds=0.5)).json()["address"]
        second = record(office, a_recording(seconds=0.9)).json()["address"]

        assert first != second
        assert Clip.objects.count() == 1

    def test_throwing_it_away_brings_the_shipped_clip_back(self, office, mall):
        record(office, a_recording())

        office.post(f"{VOICE}/id/satu/hapus")
        office.post(f"{VOICE}/id/satu/hapus")

        assert not Clip.objects.exists()
        _device, display = a_display_client(zone=mall.zones.get())
        assert "/static/pendopo/voice/id/satu.ogg?v=" in display.get("/layar/suara").json()["sets"][0]["clips"]["satu"]
        assert Event.objects.filter(type="voice.clip.removed").count() == 1

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\x89PNG\r\n" + b"\0" * 400,
            b"<html><script>alert(1)</script>",
            a_recording(loudness=0.001),
            b"RIFF" + b"\0" * LARGEST_BYTES,
        ],
        ids=["nothing", "a picture", "a page", "a whisper", "too large"],
    )
    def test_what_is_no_usable_sound_is_refused_whatever_its_name(self, office, content):
        answer = record(office, content)

        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
        assert not Clip.objects.exists()

    @pytest.mark.parametrize(
        ("language", "word"), [("id", "sembarang"), ("xx", "satu"), ("id", "..%2f..%2fsecret"), ("en", "satu")]
    )
    def test_only_words_the_mall_needs_can_be_recorded(self, office, language, word):
        assert record(office, a_recording(), language=language, word=word).status_code == 404
        assert not Clip.objects.exists()

    @pytest.mark.parametrize("name", ["0" * 64, "..", "0" * 63, "A" * 64, "%2e%2e%2fpendopo.sqlite3"])
    def test_nothing_else_in_the_data_directory_can_be_asked_for(self, mall, name):
        assert Client().get(f"/suara/{name}.wav").status_code == 404

    def test_a_recording_of_one_mall_speaks_for_no_other(self, office, mall):
        a_clip(a_mall())

        assert "rekaman mal" not in words_of(office.get(VOICE))


class TestMissingWords:
    def test_a_sign_that_nobody_can_say_is_named_with_its_word(self, office, mall):
        a_counter(line=a_line(mall=mall), number="Kasir")

        page = words_of(office.get(VOICE))

        assert "Bahasa Indonesia: kata ini belum ada suaranya “kasir” ( Kasir )" in page.replace("(Kasir)", "( Kasir )")
        assert "Kata pada papan Anda sendiri" in page

    def test_once_recorded_it_is_missing_only_in_the_other_languages_the_mall_speaks(self, office, mall):
        a_counter(line=a_line(mall=mall), number="Kasir")
        record(office, a_recording(), word="kasir")

        page = words_of(office.get(VOICE))

        assert "belum ada suaranya" not in page
        office.post(VOICE, CHOSEN)
        assert "Bahasa Inggris: kata ini belum ada suaranya" in words_of(office.get(VOICE))

    def test_a_usual_mall_misses_nothing(self, office):
        assert "belum ada suaranya" not in words_of(office.get(VOICE))


class TestTheSample:
    def test_gives_the_clips_of_a_call_in_their_phrases(self, office):
        sample = office.get(f"{VOICE}/contoh", {"bahasa": "id", "nomor": "a-123", "loket": "3A"}).json()

        words = [[address.rpartition("/")[2].partition(".")[0] for address in phrase] for phrase in sample["clips"]]
        assert words[1] == ["huruf-a", "seratus", "dua", "puluh", "tiga"]
        assert words[2] == ["silakan-menuju", "loket", "tiga", "huruf-a"]
        assert sample["missing"] == []

    def test_names_what_nobody_says(self, office):
        assert office.get(f"{VOICE}/contoh", {"bahasa": "id", "nomor": "A-1", "loket": "Kasir"}).json()["missing"] == ["kasir"]

    @pytest.mark.parametrize("number", ["", "sebelas", "A-", "ABCD-1", "A-123456", "-1'"])
    def test_a_number_that_is_none_is_refused_with_a_sentence(self, office, number):
        answer = office.get(f"{VOICE}/contoh", {"bahasa": "id", "nomor": number, "loket": "3"}, headers=JSON)

        assert answer.status_code == 400
        assert "A-047" in answer.json()["title"]

    def test_a_language_that_is_none_is_not_there(self, office):
        assert office.get(f"{VOICE}/contoh", {"bahasa": "xx", "nomor": "A-1"}).status_code == 404


def test_queries_do_not_grow_with_counters_displays_and_recordings(office, mall, django_assert_max_num_queries):
    line = mall.lines.get()
    for number in range(5):
        a_counter(line=line, number=f"{20 + number}")
        a_display(zone=a_zone(mall=mall))
        a_clip(mall, "dua" if number % 2 else "tiga")

    with django_assert_max_num_queries(16):
        office.get(VOICE)


def test_a_display_asks_few_questions_for_its_whole_voice(mall, django_assert_max_num_queries, at_nine):
    at_nine(NINE + minutes(1))
    _device, display = a_display_client(zone=mall.zones.get())
    display.get("/layar/suara")

    with django_assert_max_num_queries(5):
        display.get("/layar/suara")

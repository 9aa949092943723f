"""Searching: whom it forgives, what it explains, in which order it answers."""

from pendopo.catalogue.search import Filters, Finder
from pendopo.catalogue.search_index import Entry, Field

KTP = Entry("ktp", "KTP-el karena hilang atau rusak", "Dinas Kependudukan dan Pencatatan Sipil", "Dukcapil", "Kependudukan")
KK = Entry("kk", "Kartu Keluarga baru", "Dinas Kependudukan dan Pencatatan Sipil", "Dukcapil", "Kependudukan")
PBG = Entry(
    "pbg", "Persetujuan Bangunan Gedung rumah tinggal", "Dinas Penanaman Modal", "DPMPTSP", "Bangunan", kind="licensing"
)
SKCK = Entry("skck", "SKCK baru", "Kepolisian Resor", "Polres", "Keamanan", synonyms=("surat kelakuan baik",))
NIKAH = Entry("nikah", "Pendaftaran nikah", "Kementerian Agama", "Kemenag", "Keluarga", summary="Akad di KUA atau di rumah.")
ALL = [
    Entry(**{field: getattr(entry, field) for field in Entry.__slots__} | {"agency_code": entry.agency_short.lower()})
    for entry in (KTP, KK, PBG, SKCK, NIKAH)
]


def codes(question: str, *, among=ALL, filters: Filters | None = None) -> list[str]:
    return [hit.code for hit in Finder(among).find(question, filters).hits]


def test_a_typing_mistake_is_mended_and_said():
    found = Finder(ALL).find("kartu kelurga")

    assert found.hits[0].code == "kk"
    assert found.read_as == "kartu keluarga"


def test_an_old_name_finds_the_new_one_and_says_so():
    found = Finder(ALL).find("imb rumah")

    assert found.hits[0].code == "pbg"
    assert [(word.typed, word.meant) for word in found.understood] == [("imb", "PBG")]
    assert found.read_as == ""


def test_an_abbreviation_and_its_words_find_the_same():
    assert codes("kk")[0] == codes("kartu keluarga")[0] == "kk"


def test_words_run_together_are_parted():
    assert codes("kartukeluarga")[0] == "kk"


def test_an_unfinished_word_finds_what_it_begins():
    assert codes("ktp hil") == ["ktp"]


def test_a_synonym_finds_and_is_shown_as_the_reason():
    hit = Finder(ALL).find("kelakuannya").hits[0]

    assert (hit.code, hit.field, hit.because) == ("skck", Field.SYNONYM, "surat kelakuan baik")


def test_the_words_of_the_name_that_answered_are_marked():
    hit = Finder(ALL).find("ktp ilang").hits[0]

    assert [piece.text for piece in hit.pieces if piece.marked] == ["KTP-el", "hilang"]
    assert "".join(piece.text for piece in hit.pieces) == KTP.name


def test_an_agency_is_found_by_its_name_and_so_are_its_services():
    found = Finder(ALL).find("dukcapil")

    assert [(agency.code, agency.services) for agency in found.agencies] == [("dukcapil", 2)]
    assert {hit.code for hit in found.hits} == {"ktp", "kk"}


def test_a_word_that_names_every_agency_names_none():
    many = [Entry(f"s{n}", f"Layanan {n}", f"Dinas {n}", f"Dinas {n}", agency_code=f"d{n}") for n in range(5)]

    assert Finder(many).find("dinas").agencies == ()


def test_nothing_found_offers_words_that_look_alike():
    found = Finder(ALL).find("pandaftarx")

    assert found.hits == ()
    assert found.near == ("pendaftaran",)


def test_words_that_say_nothing_find_nothing():
    assert Finder(ALL).find("gimana caranya ya").hits == ()
    assert Finder(ALL).find("").hits == ()
    assert Finder(ALL).find("  ?! ").hits == ()


def test_a_question_without_end_is_cut():
    assert Finder(ALL).find("ktp " * 5000).hits[0].code == "ktp"


def test_equals_stand_by_name_then_code():
    twins = [Entry("b", "Izin toko"), Entry("a", "Izin toko"), Entry("d", "Izin kios"), Entry("c", "Izin kios")]

    assert codes("izin", among=twins) == codes("izin", among=reversed(twins)) == ["c", "d", "a", "b"]


def test_a_result_can_be_narrowed_down():
    assert codes("baru", filters=Filters(agency="polres")) == ["skck"]
    assert codes("rumah", filters=Filters(kind="licensing")) == ["pbg"]


def test_everything_is_browsed_by_name_and_counted():
    finder = Finder(ALL)

    assert finder.browse(Filters()) == ("kk", "ktp", "nikah", "pbg", "skck")
    assert finder.browse(Filters(agency="dukcapil")) == ("kk", "ktp")
    assert [(choice.value, choice.services) for choice in finder.agencies][:2] == [("dpmptsp", 1), ("dukcapil", 2)]


def test_an_empty_mall_answers_with_nothing():
    finder = Finder([])

    assert finder.find("ktp").hits == ()
    assert finder.browse(Filters()) == ()


def test_the_best_service_for_a_need_answers_all_of_it():
    finder = Finder(ALL)

    assert finder.best("kartu keluarga") is not None
    assert finder.best("kartu keluarga sapi") is None


def test_what_the_mall_does_not_have_is_not_passed_off_as_found():
    card = Entry("card", "Kartu calon transmigran", requirements=("SKCK", "Paspor"))
    finder = Finder([card, NIKAH])

    assert finder.find("skck").hits[0].code == "card"
    assert not finder.find("skck").certain
    assert not finder.find("nikah sim").certain
    assert finder.find("nikah jakarta").certain
    assert finder.find("transmigran").certain
    assert not finder.find("zzz").certain

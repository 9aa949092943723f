"""The public pages at nine on a Monday morning, in Lampung Selatan."""

from pendopo.catalogue.models import ServiceStandard
from pendopo.directory.models import Mall
from tests.situations.hall import a_line, a_mall, a_service, a_standard, an_agency

LONGEST_NAME = (
    "Rekomendasi Persetujuan Penyelenggaraan Pengumpulan Sumbangan Uang atau Barang bagi Lembaga Kesejahteraan Sosial dan "
    "Organisasi Kemasyarakatan Tingkat Kabupaten/Kota Perpanjangan Kedua"
)


def a_mall_with_services() -> Mall:
    """Three services of two agencies; the birth certificate has a line, the library card none."""
    mall = a_mall(code="kalianda", name="MPP Kalianda", address="Jalan Trans Sumatra", phone="(0727) 118")
    civil = an_agency(mall=mall, code="dukcapil", name="Dinas Kependudukan", short_name="Dukcapil")
    library = an_agency(mall=mall, code="perpus", name="Dinas Perpustakaan", short_name="Perpustakaan")
    line = a_line(mall=mall, agency=civil, name="Akta", service_minutes=10)
    birth = a_service(
        line=line, code="akta-lahir", name="Akta Kelahiran", category="Keluarga", synonyms=["akte lahir", "adminduk daring"],
        summary="Mencatat kelahiran anak.", can_do_here="Lahir di mana pun", cannot_do_here="Anak warga negara asing",
        from_source=True, source="https://contoh.go.id/akta",
    )  # fmt: skip
    a_standard(service=birth, requirements=["Surat keterangan lahir", "Kartu Keluarga"], legal_basis=["UU 24/2013"])
    lost = a_service(line=line, code="ktp-hilang", name="KTP-el karena hilang", category="Kependudukan", synonyms=["ktp ilang"])
    a_standard(service=lost)
    card = a_service(
        agency=library, code="kartu-baca", name="Kartu anggota perpustakaan", category="Pendidikan", deliveries=["electronic"]
    )
    a_standard(service=card, fee="Gratis", requirements=[])
    return mall


def many_services(mall: Mall, count: int) -> None:
    """More services of one more line; the mall's catalogue is then another version."""
    line = a_line(mall=mall)
    for _ in range(count):
        ServiceStandard.objects.bulk_create([ServiceStandard(service=a_service(line=line), version=1, time_limit="1 hari")])
    mall.catalogue_version += 1
    mall.save(update_fields=["catalogue_version"])

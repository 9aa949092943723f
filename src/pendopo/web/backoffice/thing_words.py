"""What the columns of the workbook are called on a page, and what may be chosen in them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pendopo.catalogue.models import Delivery
from pendopo.catalogue.workbook.kinds import Choice
from pendopo.catalogue.workbook.sheets import BY_NAME, WEEKDAYS, Column, Sheet

HEADINGS: Mapping[str, Promise] = {
    "Kode": _("Code"), "Nama": _("Name"), "Wilayah": _("Region code"), "Zona waktu": _("Time zone"), "Alamat": _("Address"),
    "Sambutan": _("Greeting"), "Telepon": _("Telephone"), "Surel": _("E-mail"), "Jenis": pgettext_lazy("of a thing", "Kind"),
    "Huruf": _("Letter"), "Tempat": _("Place"), "Lantai": _("Floor"), "Petunjuk": _("How to find it"), "Nama pendek": _("Short name"),
    "Asal": _("Where it comes from"), "Sumber": _("Address of the source"), "Awalan": _("Prefix"), "Zona": _("Zone"),
    "Instansi": _("Agency"), "Menit layanan": _("Minutes per visitor"), "Batas harian": _("Numbers a day at most"),
    "Lansia": _("Head start: elderly (minutes)"), "Disabilitas": _("Head start: with a disability (minutes)"),
    "Hamil": _("Head start: pregnant (minutes)"), "Bayi": _("Head start: with an infant (minutes)"),
    "Janji temu": _("Head start: booked (minutes)"), "Ambil dari rumah": _("Numbers may be taken from home"),
    "Bagian dari rumah": _("Of these from home at most (percent)"), "Nomor": _("Counter number"), "Jalur": _("Lines"),
    "Tahan dari rumah": _("A number from home is held for (minutes)"), "Jeda panggil ulang": _("Between two calls at least (seconds)"),
    "Panggilan": _("Calls of one number at most"), "Batas kembali": _("Coming back after a missed call (minutes)"),
    "Maju saat kembali": _("Head start: back after a missed call (minutes)"),
    "Arah": _("Direction"), "Cara layanan": _("How it is delivered"), "Kategori": _("Category"), "Ringkasan": _("Summary"),
    "Sinonim": _("Everyday words, one a line"), "Bisa di sini": _("Can be done here"),
    "Tidak bisa di sini": _("Cannot be done here"), "Versi": _("Version"), "Nomor SK": _("Number of the decree"),
    "Ditetapkan": _("Decided on"), "Terbit": _("In force from"), "Persyaratan": _("1. Requirements"),
    "Prosedur": _("2. Procedure"), "Jangka waktu": _("3. Time limit"), "Menit janji": _("Minutes at the counter"),
    "Biaya": _("4. Fee in words"), "Produk": _("5. Product"), "Pengaduan": _("6. Complaints"),
    "Dasar hukum": _("7. Legal basis"), "Sarana": _("8. Facilities"), "Kompetensi": _("9. Competence of the staff"),
    "Pengawasan": _("10. Supervision"), "Jumlah pelaksana": _("11. Number of staff"),
    "Jaminan pelayanan": _("12. Guarantee of the service"), "Jaminan keamanan": _("13. Guarantee of safety"),
    "Evaluasi": _("14. Review of the work"), "Uraian": _("What is paid for"), "Rupiah": _("Rupiah"),
    "Berlaku mulai": _("Valid from"), "Berlaku sampai": _("Valid until"), "Untuk": _("For"), "Hari": _("Day"),
    "Buka": _("Opens"), "Tutup": _("Closes"), "Mulai": _("From"), "Selesai": _("Until"), "Alasan": _("Reason"),
    "Tanggal": _("Date"), "Peran": _("Role"), "Loket": _("Counters"), "Sampai": _("Until"),
}  # fmt: skip

#: What a section with several rows is called, and one of its rows that is not there yet.
SECTIONS: Mapping[str, tuple[Promise, Promise]] = {
    "Standar": (_("Service standard"), _("Add a version")),
    "Biaya": (_("Fees"), _("Add a fee")),
    "Jam": (_("Opening hours by weekday"), _("Add a day")),
    "Istirahat": (_("Regular breaks"), _("Add a break")),
    "Tutup": (_("Single days with other hours, or closed"), _("Add a day")),
    "Petugas": (_("Posts"), _("Add a post")),
}

_DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
_MORE: Mapping[str, Promise] = {
    "setiap hari": _("every day"), "dari sumber": _("from the source"), "contoh": _("an example"), "ya": _("yes"), "tidak": _("no"),
    **{word: _DAYS[day] for word, day in WEEKDAYS.items()},
}  # fmt: skip


def heading_word(heading: str) -> str:
    return str(HEADINGS.get(heading, heading))


def choice_words(sheet: Sheet, column: Column, kind: Choice) -> list[tuple[str, str]]:
    """The words of the workbook, each with what a person reads."""
    return [(word, choice_word(sheet, column, kind, word)) for word in kind.words]


def choice_word(sheet: Sheet, column: Column, kind: Choice, word: str) -> str:
    if word in _MORE:
        return str(_MORE[word])
    path = column.path.partition(":")[0]
    model = sheet.model
    kept = model._meta.get_field(path) if path and "__" not in path else None
    choices = dict(getattr(kept, "choices", None) or ())
    return str(choices.get(kind.words[word], "") or _deliveries().get(kind.words[word], "") or word)


def told(sheet_name: str, heading: str, cell: object) -> str:
    """A cell as the history tells it: words instead of codes where there are some."""
    if cell in (None, ""):
        return ""
    column = BY_NAME[sheet_name].by_heading.get(heading)
    kind = getattr(column.kind, "each", column.kind) if column else None
    if column is not None and isinstance(kind, Choice):
        words = [choice_word(BY_NAME[sheet_name], column, kind, one) for one in str(cell).split(";") if one in kind.words]
        return ", ".join(words) or str(cell)
    return str(cell).strip()


def _deliveries() -> Mapping[str, str]:
    return {value: str(label) for value, label in Delivery.choices}

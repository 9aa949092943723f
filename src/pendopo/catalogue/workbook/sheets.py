"""The sheets and columns of a mall's workbook, as data. Reader, template, export and documentation follow this one place."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.models import HEAD_START_BOUNDS, LINE_BOUNDS, Delivery, Fee, Line, Service, ServiceKind, ServiceStandard
from pendopo.catalogue.workbook import rules
from pendopo.catalogue.workbook.kinds import (
    Choice,
    Clock,
    Code,
    Day,
    Kind,
    MailAddress,
    OwnerWord,
    Pattern,
    RegionCode,
    Several,
    Whole,
    YesNo,
)
from pendopo.directory.models import (
    Agency,
    AgencyKind,
    Break,
    Counter,
    Duty,
    Facility,
    Hours,
    Mall,
    Post,
    Role,
    Site,
    SiteKind,
    SpecialDay,
    Zone,
)
from pendopo.directory.models.hall import Direction

Values = dict[str, Any]
Rule = Callable[[Mapping[str, Any]], Iterator[tuple[str, Promise]]]
#: A column without a default takes its kind's empty value.
_NONE = object()
#: What a spreadsheet can hold in one cell.
LONGEST_CELL = 32_767


@dataclass(frozen=True)
class Column:
    """One column. `path` is where its value lies, seen from the sheet's model: `name`, `site__code`, `head_starts:elderly`."""

    heading: str
    path: str
    kind: Kind
    help: str | Promise
    example: Any
    required: bool = False
    default: Any = _NONE
    unique: bool = False
    #: A file may be without this column: what is stored then stays as it is.
    optional: bool = False
    width: int = 22

    @property
    def empty(self) -> Any:
        """The value of an empty cell."""
        return self.kind.empty if self.default is _NONE else self.default

    @property
    def refers_to(self) -> str:
        """The sheet whose rows this column names, or nothing."""
        return getattr(self.kind, "of", "") or getattr(getattr(self.kind, "each", None), "of", "")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its columns, what makes a row the same row, and rules that look at a whole row."""

    name: str
    model: type[models.Model]
    about: str | Promise
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rules: tuple[Rule, ...] = ()
    #: Left out of an export while the mall has no row of it: a file without it says as much.
    optional: bool = False

    @cached_property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @cached_property
    def by_heading(self) -> Mapping[str, Column]:
        return {column.heading: column for column in self.columns}

    def key_of(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(values[heading] for heading in self.key)

    def longest(self, column: Column) -> int | None:
        """How many characters the database keeps of this column, if it is a text of its own."""
        if not column.path or ":" in column.path or column.refers_to:
            return None
        model: Any = self.model
        *way, last = column.path.split("__")
        for step in way:
            model = model._meta.get_field(step).related_model
        return getattr(model._meta.get_field(last), "max_length", None) or LONGEST_CELL


TEXT = Kind()
CODE = Code()
MARK = Choice(words={"dari sumber": True, "contoh": False})
WEEKDAYS = {"senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "sabtu": 5, "minggu": 6}
TIME_ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
LETTER = Pattern(form=re.compile("[A-Z]"), words=_("one capital letter, A to Z"))
ZONE = Pattern(form=re.compile("[A-Z]"), words=_("the letter of a zone from the sheet Zona"), of="Zona")
PREFIX = Pattern(form=re.compile("[A-Z]{1,2}"), words=_("one or two capital letters, the first being the zone's"))
NUMBER = Pattern(form=re.compile(r"[0-9A-Za-z]{1,6}"), words=_("a number as it is called out, such as 3 or 12A"))
AGENCY = Code(of="Instansi")
SERVICE = Code(of="Layanan")
LINES = Several(each=Code(of="Jalur"))
LONG_LIST = Several(separator="\n")
HEAD_START = Whole(least=HEAD_START_BOUNDS[0], most=HEAD_START_BOUNDS[1])


def _head_start(heading: str, key: str, minutes: int, who: Promise) -> Column:
    return Column(heading, f"head_starts:{key}", HEAD_START, who, minutes, default=minutes, width=12)


def _whole(path: str) -> Whole:
    least, most = LINE_BOUNDS[path]
    return Whole(least=least, most=most)


def _rule(heading: str, path: str, usual: int, what: Promise) -> Column:
    """A rule of the line; files from before it was a column leave it as it is."""
    return Column(heading, path, _whole(path), what, usual, default=usual, optional=True, width=12)


MALL = Sheet(
    "Mal", Mall, _("The mall itself: exactly one row."), (
        Column("Kode", "code", CODE, _("The mall's code; it stands in the portal's address."), "lampung-selatan", required=True),
        Column("Nama", "name", TEXT, _("The mall's name."), "Mal Pelayanan Publik Lampung Selatan", required=True, width=40),
        Column("Wilayah", "region_id", RegionCode(), _("The regency or city, by its official code."), "18.01", required=True),
        Column("Zona waktu", "time_zone", Choice(words=TIME_ZONES), _("The mall's time zone."), "WIB", required=True),
        Column("Alamat", "address", TEXT, _("Street and place."), "Jalan Trans Sumatra, Kalianda", width=40),
        Column("Sambutan", "greeting", TEXT, _("One or two sentences that greet visitors."), "Selamat datang.", width=40),
        Column("Telepon", "phone", TEXT, _("The mall's telephone."), "(0727) 000118"),
        Column("Surel", "email", TEXT, _("The mall's e-mail address."), "halo@mal.example"),
    ), key=("Kode",),
)  # fmt: skip

SITES = Sheet(
    "Tempat", Site, _("Buildings, yard and mobile units."), (
        Column("Kode", "code", CODE, _("The place's code."), "gedung", required=True),
        Column("Nama", "name", TEXT, _("What people call it."), "Gedung utama", required=True, width=30),
        Column("Jenis", "kind", Choice(words={
            "gedung utama": SiteKind.MAIN.value, "gedung lain": SiteKind.BUILDING.value, "halaman": SiteKind.YARD.value,
            "keliling": SiteKind.MOBILE.value,
        }), _("What kind of place it is."), "gedung utama", required=True),
        Column("Alamat", "address", TEXT, _("Where it stands, if not at the mall's address."), "Di muka gedung utama", width=40),
    ), key=("Kode",),
)  # fmt: skip

ZONES = Sheet(
    "Zona", Zone, _("Parts of the hall; the letter begins every number given there."), (
        Column("Huruf", "letter", LETTER, _("The zone's letter."), "A", required=True),
        Column("Nama", "name", TEXT, _("The zone's name."), "Kependudukan", required=True, width=30),
        Column("Tempat", "site__code", Code(of="Tempat"), _("In which place it lies."), "gedung", required=True),
        Column("Lantai", "floor", TEXT, _("On which floor."), "1"),
        Column("Petunjuk", "hint", TEXT, _("How to find it."), "Sebelah kiri pintu masuk", width=40),
    ), key=("Huruf",),
)  # fmt: skip

AGENCIES = Sheet(
    "Instansi", Agency, _("Everybody who serves in the mall: offices, enterprises, stalls."), (
        Column("Kode", "code", CODE, _("The agency's code."), "dukcapil", required=True),
        Column("Nama", "name", TEXT, _("The full name."), "Dinas Kependudukan dan Pencatatan Sipil", required=True, width=48),
        Column("Nama pendek", "short_name", TEXT, _("The name on signs and tickets."), "Dukcapil", required=True),
        Column("Jenis", "kind", Choice(words={
            "opd": AgencyKind.OPD.value, "vertikal": AgencyKind.VERTICAL.value, "bumn": AgencyKind.BUMN.value,
            "bumd": AgencyKind.BUMD.value, "swasta": AgencyKind.PRIVATE.value, "umkm": AgencyKind.UMKM.value,
        }),
               _("Regional office, central office, enterprise or stall."), "opd", required=True),
        Column("Asal", "from_source", MARK, _("Whether it is named in a source or is an example."), "contoh", default=False),
        Column("Sumber", "source", TEXT, _("The address of that source."), None, width=40),
    ), key=("Kode",),
)  # fmt: skip

LINES_SHEET = Sheet(
    "Jalur", Line, _("Lines: services that share one numbering. The five classes are minutes of head start."), (
        Column("Kode", "code", CODE, _("The line's code."), "dukcapil-ktp", required=True),
        Column("Awalan", "prefix", PREFIX, _("What stands before the number: A gives A-047."), "A", required=True, unique=True),
        Column("Nama", "name", TEXT, _("The line's name on kiosk and display."), "KTP-el dan KIA", required=True, width=30),
        Column("Zona", "zone__letter", ZONE, _("In which zone it is served."), "A", required=True),
        Column("Instansi", "agency__code", AGENCY, _("Whose line it is; its hours count."), "dukcapil", required=True),
        Column("Menit layanan", "service_minutes", _whole("service_minutes"), _("How long one visitor takes on average."), 9,
               default=10),
        Column("Batas harian", "daily_limit", Whole(least=1, most=9999), _("How many numbers a day; empty: no limit."), 180),
        _head_start("Lansia", "elderly", 15, _("Head start of the elderly, minutes.")),
        _head_start("Disabilitas", "disability", 20, _("Head start with a disability, minutes.")),
        _head_start("Hamil", "pregnant", 15, _("Head start of the pregnant, minutes.")),
        _head_start("Bayi", "infant", 15, _("Head start with an infant, minutes.")),
        _head_start("Janji temu", "booking", 10, _("Head start of those who booked, minutes.")),
        Column("Ambil dari rumah", "from_home", YesNo(), _("Whether a number may be taken from home."), "ya", default=True),
        Column("Bagian dari rumah", "home_share_percent", Whole(least=0, most=100),
               _("How many percent of the daily limit may be taken from home; the rest is kept for those in the hall."), 50,
               default=50, optional=True),
        _rule("Tahan dari rumah", "held_for_minutes", 120,
              _("How many minutes a number from home is held, from its taking or from the opening; then it lapses.")),
        _rule("Jeda panggil ulang", "recall_gap_seconds", 20, _("How many seconds lie between two calls of one number, at least.")),
        _rule("Panggilan", "calls_at_most", 3, _("How often one number is called at most, the first call included.")),
        _rule("Batas kembali", "rejoin_within_minutes", 30,
              _("Within how many minutes whoever missed the call may come back; 0: only with a new number.")),
        _rule("Maju saat kembali", "rejoin_head_start_minutes", 10,
              _("Head start of those who come back after a missed call, minutes.")),
    ), key=("Kode",), rules=(rules.prefix_begins_with_zone,),
)  # fmt: skip

COUNTERS = Sheet(
    "Loket", Counter, _("Counters and the lines they serve."), (
        Column("Kode", "code", CODE, _("The counter's code."), "loket-01", required=True),
        Column("Nomor", "number", NUMBER, _("What is called out: 3 is called as Loket 3."), "1", required=True, unique=True),
        Column("Nama", "name", TEXT, _("The name on the sign."), "KTP-el, meja 1", width=30),
        Column("Zona", "zone__letter", ZONE, _("In which zone it stands."), "A", required=True),
        Column("Instansi", "agency__code", AGENCY, _("Whose counter it is."), "dukcapil", required=True),
        Column("Jalur", "", LINES, _("The lines it serves."), "dukcapil-ktp", width=30),
        Column("Arah", "direction", Choice(words={
            "kiri": Direction.LEFT.value, "lurus": Direction.AHEAD.value, "kanan": Direction.RIGHT.value,
        }), _("Which way to go from the waiting room."), "kiri", default=Direction.AHEAD.value),
        Column("Petunjuk", "hint", TEXT, _("How to find it."), "Sisi kiri, dekat musala", width=40),
    ), key=("Kode",),
)  # fmt: skip

SERVICES = Sheet(
    "Layanan", Service, _("Services. Without a line no number is taken for it."), (
        Column("Kode", "code", CODE, _("The service's code; it stands in its page's address."), "ktp-hilang", required=True),
        Column("Nama", "name", TEXT, _("The service's name."), "KTP-el karena hilang atau rusak", required=True, width=40),
        Column("Instansi", "agency__code", AGENCY, _("Who serves it."), "dukcapil", required=True),
        Column("Jenis", "kind", Choice(words={
            "perizinan": ServiceKind.LICENSING.value, "nonperizinan": ServiceKind.NON_LICENSING.value,
        }), _("Licensing or not."), "nonperizinan", required=True),
        Column("Cara layanan", "deliveries", Several(each=Choice(words={
            "langsung": Delivery.DIRECT.value, "elektronik": Delivery.ELECTRONIC.value,
            "mandiri": Delivery.SELF_SERVICE.value, "keliling": Delivery.MOBILE.value,
        })), _("At a counter, on line, at the self-service stand, by a mobile unit."), "langsung", required=True),
        Column("Jalur", "line__code", Code(of="Jalur", empty=None), _("In which line a number is taken; empty: in none."),
               "dukcapil-ktp"),
        Column("Kategori", "category", TEXT, _("What it is about."), "Kependudukan"),
        Column("Ringkasan", "summary", TEXT, _("One or two plain sentences."), "KTP Anda hilang? Kartu baru dicetak di sini.",
               width=40),
        Column("Sinonim", "synonyms", Several(), _("Everyday words that people type."), "ktp hilang;ktp rusak", width=30),
        Column("Bisa di sini", "can_do_here", TEXT, _("What is done here."), "Cetak ulang selesai di loket ini.", width=40),
        Column("Tidak bisa di sini", "cannot_do_here", TEXT, _("What is not done here, and where it is."),
               "Surat kehilangan dibuat di kantor polisi.", width=40),
        Column("Asal", "from_source", MARK, _("Whether it was taken from a source or is an example."), "contoh", default=False),
        Column("Sumber", "source", TEXT, _("The address of that source."), None, width=40),
    ), key=("Kode",),
)  # fmt: skip

STANDARDS = Sheet(
    "Standar", ServiceStandard, _("The service standard: 14 components, by version."), (
        Column("Layanan", "service__code", SERVICE, _("Of which service."), "ktp-hilang", required=True),
        Column("Versi", "version", Whole(least=1, most=999), _("Counted from 1; the highest published one is in force."), 1,
               required=True),
        Column("Nomor SK", "decree_number", TEXT, _("The decree's number."), "065/001/SP/DUKCAPIL/2026"),
        Column("Ditetapkan", "decided_on", Day(), _("The day of the decree."), "2026-02-10"),
        Column("Terbit", "published_on", Day(), _("From this day on it is in force."), "2026-02-24"),
        Column("Persyaratan", "requirements", LONG_LIST, _("What to bring, one per line."), "Surat kehilangan\nFotokopi KK",
               width=40),
        Column("Prosedur", "procedure", LONG_LIST, _("The steps, one per line."), "Ambil nomor\nSerahkan berkas", width=40),
        Column("Jangka waktu", "time_limit", TEXT, _("When it is ready."), "3 hari kerja"),
        Column("Menit janji", "counter_minutes", Whole(least=3, most=60), _("Minutes at the counter."), 10, default=10),
        Column("Biaya", "fee", TEXT, _("The fee in words; amounts stand on the sheet Biaya."), "Tidak dipungut biaya"),
        Column("Produk", "product", TEXT, _("What the visitor takes home."), "KTP-el"),
        Column("Pengaduan", "complaints", TEXT, _("Where to complain."), "Meja pengaduan di pintu masuk", width=40),
        Column("Dasar hukum", "legal_basis", LONG_LIST, _("The laws, one per line."), "UU 24/2013\nPerpres 96/2018", width=40),
        Column("Sarana", "facilities", TEXT, _("Rooms and equipment."), "Ruang foto, printer kartu", width=30),
        Column("Kompetensi", "competence", TEXT, _("What the staff must know."), "Operator SIAK", width=30),
        Column("Pengawasan", "supervision", TEXT, _("Who supervises."), "Kepala bidang", width=30),
        Column("Jumlah pelaksana", "staff", TEXT, _("How many people."), "5 petugas loket"),
        Column("Jaminan pelayanan", "guarantee", TEXT, _("What is guaranteed."), "Salah cetak diganti hari itu juga", width=30),
        Column("Jaminan keamanan", "safety", TEXT, _("How safety is kept."), "Data hanya dibuka petugas berhak", width=30),
        Column("Evaluasi", "evaluation", TEXT, _("How the work is reviewed."), "Survei tiap triwulan", width=30),
    ), key=("Layanan", "Versi"),
)  # fmt: skip

FEES = Sheet(
    "Biaya", Fee, _("Amounts with the days they are valid on."), (
        Column("Layanan", "service__code", SERVICE, _("Of which service."), "ktp-hilang", required=True),
        Column("Uraian", "label", TEXT, _("What is paid for."), "Penerbitan", required=True, width=40),
        Column("Rupiah", "amount_rupiah", Whole(least=0, most=100_000_000_000), _("Whole rupiah; 0 is free."), 0, required=True),
        Column("Berlaku mulai", "valid_from", Day(), _("The first day."), "2026-01-02", required=True),
        Column("Berlaku sampai", "valid_until", Day(), _("The last day; empty: until further notice."), None),
    ), key=("Layanan", "Uraian", "Berlaku mulai"), rules=(rules.later("Berlaku mulai", "Berlaku sampai", or_same=True),),
)  # fmt: skip

_OWNER = Column("Untuk", "", OwnerWord(), _("For the whole mall, one agency or one counter."), "mal", required=True)

HOURS = Sheet(
    "Jam", Hours, _("Opening hours by weekday. Whoever has rows here is closed on weekdays without one."), (
        _OWNER,
        Column("Hari", "weekday", Choice(words=WEEKDAYS), _("The weekday."), "senin", required=True),
        Column("Buka", "opens", Clock(), _("Opening time."), "08:00", required=True),
        Column("Tutup", "closes", Clock(), _("Closing time."), "15:00", required=True),
    ), key=("Untuk", "Hari"), rules=(rules.later("Buka", "Tutup"),),
)  # fmt: skip

BREAKS = Sheet(
    "Istirahat", Break, _("Regular breaks; those of the mall hold for everybody."), (
        _OWNER,
        Column("Hari", "weekday", Choice(words={**WEEKDAYS, "setiap hari": None}), _("The weekday, or every day."), "jumat",
               required=True),
        Column("Mulai", "starts", Clock(), _("When it begins."), "11:30", required=True),
        Column("Selesai", "ends", Clock(), _("When it ends."), "13:30", required=True),
        Column("Alasan", "reason", TEXT, _("What visitors read."), "Salat Jumat", required=True, width=40),
    ), key=("Untuk", "Hari", "Mulai"), rules=(rules.later("Mulai", "Selesai"),),
)  # fmt: skip

SPECIAL_DAYS = Sheet(
    "Tutup", SpecialDay, _("Single days with other hours; without hours: closed that day."), (
        _OWNER,
        Column("Tanggal", "date", Day(), _("The day."), "2026-12-31", required=True),
        Column("Buka", "opens", Clock(), _("Opening time; empty: closed."), "08:00"),
        Column("Tutup", "closes", Clock(), _("Closing time; empty: closed."), "12:00"),
        Column("Alasan", "reason", TEXT, _("What visitors read."), "Buka setengah hari", required=True, width=40),
    ), key=("Untuk", "Tanggal"), rules=(rules.both_or_none("Buka", "Tutup"), rules.later("Buka", "Tutup")),
)  # fmt: skip

FACILITIES = Sheet(
    "Fasilitas", Facility, _("What else the mall offers."), (
        Column("Kode", "code", CODE, _("The facility's code."), "laktasi", required=True),
        Column("Nama", "name", TEXT, _("Its name."), "Ruang laktasi", required=True, width=30),
        Column("Jenis", "kind", TEXT, _("What kind it is."), "Laktasi", required=True),
        Column("Tempat", "site__code", Code(of="Tempat"), _("In which place."), "gedung", required=True),
        Column("Lantai", "floor", TEXT, _("On which floor."), "1"),
        Column("Petunjuk", "hint", TEXT, _("How to find it."), "Sisi kanan, pintu kedua", width=40),
        Column("Asal", "from_source", MARK, _("Whether it is named in a source or is an example."), "contoh", default=False),
    ), key=("Kode",),
)  # fmt: skip

ROLES = {
    "petugas": Role.OFFICER.value, "penyambut": Role.GREETER.value, "pengawas": Role.SUPERVISOR.value,
    "kepala instansi": Role.AGENCY_HEAD.value, "pengelola": Role.MANAGER.value, "admin": Role.ADMIN.value,
    "pimpinan": Role.EXECUTIVE.value, "auditor": Role.AUDITOR.value, "admin sistem": Role.SYSTEM.value,
}  # fmt: skip

OFFICERS = Sheet(
    "Petugas", Post, _("Who works here, in which role. New people get no password: invite them."), (
        Column("Surel", "user__email", MailAddress(), _("The address they sign in with."), "budi@mal.example", required=True,
               width=34),
        Column("Nama", "user__name", TEXT, _("The person's name."), "Budi Santoso", required=True, width=30),
        Column("Peran", "role", Choice(words=ROLES), _("The role."), "petugas", required=True),
        Column("Instansi", "agency__code", Code(of="Instansi", empty=None),
               _("Of which agency; needed for petugas, pengawas and kepala instansi."), "dukcapil"),
        Column("Loket", "", Several(each=Code(of="Loket")), _("Which counters; empty: all of the agency."), "loket-01"),
        Column("Mulai", "from_date", Day(), _("The first day."), "2026-01-05", required=True),
        Column("Sampai", "until_date", Day(), _("The last day; empty: until further notice."), None),
    ), key=("Surel", "Peran", "Instansi"),
    rules=(rules.later("Mulai", "Sampai", or_same=True), rules.role_has_its_agency, rules.counters_are_for_officers),
)  # fmt: skip

ROSTER = Sheet(
    "Jadwal", Duty, _("The roster: who is expected at which counter. A counter without rows is expected open in all its hours."), (
        Column("Loket", "counter__code", Code(of="Loket"), _("At which counter."), "loket-01", required=True),
        Column("Hari", "weekday", Choice(words=WEEKDAYS), _("Every week on this day; or else give a date."), "senin"),
        Column("Tanggal", "date", Day(), _("On this day only, in place of the weekly rows."), None),
        Column("Mulai", "starts", Clock(), _("From when somebody is expected."), "08:00", required=True),
        Column("Selesai", "ends", Clock(), _("Until when."), "12:00", required=True),
        Column("Petugas", "officer__email", MailAddress(of="Petugas", empty=None),
               _("Who; empty: anyone who may open the counter."), "budi@mal.example", width=34),
        Column("Berlaku mulai", "from_date", Day(), _("From which day a weekly row holds; empty: always."), None),
        Column("Berlaku sampai", "until_date", Day(), _("Until which day; empty: until further notice."), None),
    ), key=("Loket", "Hari", "Tanggal", "Mulai", "Petugas", "Berlaku mulai"),
    rules=(rules.later("Mulai", "Selesai"), rules.later("Berlaku mulai", "Berlaku sampai", or_same=True), rules.weekly_or_on_a_date),
    optional=True,
)  # fmt: skip

#: In the order in which they are written: nothing refers to a sheet after it. Packages above add their own (`adjoin`).
SHEETS: list[Sheet] = [
    MALL, SITES, ZONES, AGENCIES, LINES_SHEET, COUNTERS, SERVICES, STANDARDS, FEES, HOURS, BREAKS, SPECIAL_DAYS, FACILITIES,
    OFFICERS, ROSTER,
]  # fmt: skip
BY_NAME: dict[str, Sheet] = {sheet.name: sheet for sheet in SHEETS}
#: Sheets for people, which the reader passes over.
IGNORED = ("Petunjuk", "Pilihan")

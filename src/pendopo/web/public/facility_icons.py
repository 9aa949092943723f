"""Which icon a facility gets, from the words by which malls call them."""

from collections.abc import Iterable

from pendopo.directory.reads import FacilityCard

# The first word found in the facility's kind or name counts.
_ICONS = (
    (("laktasi", "menyusui", "bermain", "anak"), "baby"),
    (("disabilitas", "difabel", "kursi roda", "prioritas"), "accessibility"),
    (("atm", "bank"), "landmark"),
    (("musala", "mushala", "masjid", "ibadah", "salat"), "moon"),
    (("baca", "pustaka", "perpustakaan"), "book-heart"),
    (("kantin", "kopi", "mini bar", "minibar", "kafe"), "coffee"),
    (("umkm", "gerai", "toko"), "store"),
    (("parkir",), "square-parking"),
    (("nikah", "akad", "pernikahan"), "heart-handshake"),
    (("fotokopi", "cetak"), "printer"),
    (("mandiri", "komputer", "internet", "digital"), "smartphone"),
    (("konsultasi", "pengaduan"), "message-square"),
    (("kesehatan", "klinik", "p3k"), "heart-pulse"),
    (("tunggu",), "users"),
)


def with_icons(facilities: Iterable[FacilityCard]) -> tuple[tuple[str, FacilityCard], ...]:
    return tuple((_icon(facility), facility) for facility in facilities)


def _icon(facility: FacilityCard) -> str:
    words = f"{facility.kind} {facility.name}".lower()
    return next((icon for names, icon in _ICONS if any(name in words for name in names)), "map-pin")

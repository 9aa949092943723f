"""Workbooks as a mall's staff would send them: a small right one, and ways to spoil it."""

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from pendopo.catalogue.workbook.sheets import BY_NAME, SHEETS

Rows = list[dict[str, Any]]


def small_mall() -> dict[str, Rows]:
    """One row and more per sheet; values by heading, what is not named stays empty."""
    return {
        "Mal": [{"Kode": "mpp-kalianda", "Nama": "MPP Kalianda", "Wilayah": "18.01", "Zona waktu": "WIB"}],
        "Tempat": [{"Kode": "gedung", "Nama": "Gedung utama", "Jenis": "gedung utama"}],
        "Zona": [{"Huruf": "A", "Nama": "Kependudukan", "Tempat": "gedung", "Lantai": "1"}],
        "Instansi": [
            {"Kode": "dukcapil", "Nama": "Dinas Dukcapil", "Nama pendek": "Dukcapil", "Jenis": "opd", "Asal": "dari sumber"},
            {"Kode": "polres", "Nama": "Polres", "Nama pendek": "Polres", "Jenis": "vertikal"},
        ],
        "Jalur": [
            {"Kode": "ktp", "Awalan": "A", "Nama": "KTP-el", "Zona": "A", "Instansi": "dukcapil", "Batas harian": 100},
            {"Kode": "skck", "Awalan": "AB", "Nama": "SKCK", "Zona": "A", "Instansi": "polres", "Lansia": 0},
        ],
        "Loket": [
            {"Kode": "loket-1", "Nomor": "1", "Zona": "A", "Instansi": "dukcapil", "Jalur": "ktp;skck", "Arah": "kiri"},
            {"Kode": "loket-2", "Nomor": "2", "Zona": "A", "Instansi": "polres", "Jalur": "skck"},
        ],
        "Layanan": [
            {"Kode": "ktp-hilang", "Nama": "KTP hilang", "Instansi": "dukcapil", "Jenis": "nonperizinan",
             "Cara layanan": "langsung;keliling", "Jalur": "ktp", "Sinonim": "ktp hilang;ktp rusak", "Asal": "dari sumber"},
            {"Kode": "skck-baru", "Nama": "SKCK baru", "Instansi": "polres", "Jenis": "nonperizinan",
             "Cara layanan": "langsung", "Jalur": "skck"},
        ],
        "Standar": [
            {"Layanan": "ktp-hilang", "Versi": 1, "Persyaratan": "Surat kehilangan\nFotokopi KK; bila ada", "Menit janji": 9,
             "Terbit": "2026-02-01", "Jangka waktu": "1 hari kerja"},
        ],
        "Biaya": [{"Layanan": "skck-baru", "Uraian": "PNBP", "Rupiah": 30000, "Berlaku mulai": "2025-01-02"}],
        "Jam": [
            *({"Untuk": "mal", "Hari": day, "Buka": "08:00", "Tutup": "15:00"}
              for day in ("senin", "selasa", "rabu", "kamis", "jumat")),
            {"Untuk": "instansi:polres", "Hari": "senin", "Buka": "09:00", "Tutup": "12:00"},
        ],
        "Istirahat": [{"Untuk": "mal", "Hari": "setiap hari", "Mulai": "12:00", "Selesai": "13:00", "Alasan": "Istirahat"}],
        "Tutup": [{"Untuk": "loket:loket-2", "Tanggal": "2026-12-31", "Alasan": "Tutup buku"}],
        "Fasilitas": [{"Kode": "atm", "Nama": "ATM", "Jenis": "ATM", "Tempat": "gedung"}],
        "Petugas": [
            {"Surel": "budi@kalianda.example", "Nama": "Budi", "Peran": "petugas", "Instansi": "dukcapil", "Loket": "loket-1",
             "Mulai": "2026-01-05"},
            {"Surel": "rina@kalianda.example", "Nama": "Rina", "Peran": "pengelola", "Mulai": "2026-01-05"},
        ],
        "Jadwal": [
            {"Loket": "loket-1", "Hari": "senin", "Mulai": "08:00", "Selesai": "12:00", "Petugas": "rina@kalianda.example"},
            {"Loket": "loket-1", "Hari": "senin", "Mulai": "13:00", "Selesai": "15:00", "Berlaku mulai": "2026-02-01"},
            {"Loket": "loket-2", "Tanggal": "2026-12-30", "Mulai": "09:00", "Selesai": "10:00"},
        ],
        "Perangkat": [
            {"Nama": "Kios pintu utama", "Jenis": "kios", "Pencetak": "Pencetak pintu utama"},
            {"Nama": "Layar zona A", "Jenis": "layar", "Zona": "A"},
            {"Nama": "Pencetak pintu utama", "Jenis": "pencetak", "Alamat": "192.168.1.50:9100", "Lebar kertas": "80",
             "Menjawab": "ya"},
            {"Nama": "Kios samping", "Jenis": "kios", "Zona": "A", "Lebar kertas": "58"},
        ],
    }  # fmt: skip


def a_workbook(sheets: Mapping[str, Rows] | None = None, *, spoil: Callable[[Workbook], None] | None = None) -> bytes:
    """The workbook of these rows (of the small mall); `spoil` may do to it what people do to spreadsheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in (small_mall() if sheets is None else sheets).items():
        page = book.create_sheet(name)
        page.append(BY_NAME[name].headings)
        for row in rows:
            page.append([row.get(heading) for heading in BY_NAME[name].headings])
    if spoil:
        spoil(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cells_of(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """Every sheet's cells, as a spreadsheet shows them."""
    book = load_workbook(BytesIO(content))
    return {page.title: list(page.iter_rows(values_only=True)) for page in book}


def with_entry(content: bytes, path: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same package with one of its files changed (or added)."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != path:
                new.writestr(entry, old.read(entry))
        new.writestr(path, change(old.read(path) if path in old.namelist() else b""))
    return out.getvalue()


def large_mall(*, agencies: int, services: int) -> dict[str, Rows]:
    """A mall of any size, with a line and a counter per agency and a standard and a fee per service."""
    mall = {name: [] for name in (sheet.name for sheet in SHEETS)} | {
        "Mal": [{"Kode": "mpp-besar", "Nama": "MPP besar", "Wilayah": "18.01", "Zona waktu": "WITA"}],
        "Tempat": [{"Kode": "gedung", "Nama": "Gedung", "Jenis": "gedung utama"}],
        "Zona": [{"Huruf": letter, "Nama": f"Zona {letter}", "Tempat": "gedung"} for letter in "AB"],
    }
    for place in range(agencies):
        code, letter = f"instansi-{place}", "AB"[place % 2]
        names = {"Kode": code, "Nama": f"Instansi {place}", "Nama pendek": f"I{place}", "Jenis": "opd"}
        mall["Instansi"].append(names)
        prefix = letter + chr(ord("A") + place // 2)
        mall["Jalur"].append({"Kode": code, "Awalan": prefix, "Nama": code, "Zona": letter, "Instansi": code})
        mall["Loket"].append({"Kode": code, "Nomor": str(place), "Zona": letter, "Instansi": code, "Jalur": code})
    for place in range(services):
        code, agency = f"layanan-{place}", f"instansi-{place % agencies}"
        mall["Layanan"].append(
            {"Kode": code, "Nama": f"Layanan {place}", "Instansi": agency, "Jenis": "perizinan", "Cara layanan": "langsung",
             "Jalur": agency, "Ringkasan": "Kalimat yang menjelaskan layanan ini. " * 3}
        )  # fmt: skip
        mall["Standar"].append({"Layanan": code, "Versi": 1, "Persyaratan": "\n".join(f"Syarat {n}" for n in range(6))})
        mall["Biaya"].append({"Layanan": code, "Uraian": "Retribusi", "Rupiah": 10_000 + place, "Berlaku mulai": "2026-01-02"})
    return mall


def row_of(sheets: Mapping[str, Rows], name: str, **values: Any) -> dict[str, Any]:
    """The row of a sheet in which these columns have these values, to be changed in place."""
    return next(row for row in sheets[name] if all(row.get(heading) == value for heading, value in values.items()))

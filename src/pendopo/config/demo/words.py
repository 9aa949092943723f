"""What the demo says on the terminal: Indonesian, and a short line of English."""

import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pendopo.config.demo.screens import Screen

_WIDTH = 78


class CannotOpen(Exception):
    """The demo cannot be opened; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to sign in as. `counter` is the one that was left free for them; empty for who has none."""

    email: str
    name: str
    counter: str = ""


@dataclass(slots=True)
class Steps:
    """One line a step, with how long it took; on a terminal the line is there while the step is under way."""

    _began: float = 0.0
    _line: str = ""

    def begin(self, indonesian: str, english: str) -> None:
        self.end()
        self._began, self._line = time.monotonic(), f"  {indonesian} ({english})"
        if sys.stdout.isatty():
            print(self._line, end=" …", flush=True)

    def end(self) -> None:
        if self._line:
            took = f"{time.monotonic() - self._began:.1f}".replace(".", ",")
            start = "\r" if sys.stdout.isatty() else ""
            print(f"{start}{self._line:<{_WIDTH - 10}} {took:>6} dtk", flush=True)
            self._line = ""


def headline() -> str:
    return "\nPendopo · peragaan. Orang dan kunjungannya rekaan. / A demo; people and visits are invented.\n"


def goodbye() -> str:
    return "\nPeragaan berhenti; ./pendopo demo melanjutkannya. / Stopped; start it again to go on."


def where_to_look(
    address: str, mall_code: str, mall_name: str, *, screens: Sequence["Screen"], guest: Guest | None, manager: Guest | None,
    password: str, speed: float | None,
) -> str:  # fmt: skip
    """The addresses, and who to be there. `speed` is the crowd's; None where there is none."""
    return "\n".join(
        [
            "",
            f"{mall_name}: {_moving(speed)}",
            "",
            "PENGUNJUNG · VISITORS",
            _place("Portal", f"{address}/m/{mall_code}/", "cari layanan, ambil nomor · find a service, take a number"),
            _place("Pilihan mal", f"{address}/", "lima mal · five malls"),
            "",
            "KIOS DAN LAYAR · KIOSK AND DISPLAYS",
            *(_place(screen.name, f"{address}{screen.path}") for screen in screens),
            "  Tautan ini sekali pakai; sesudahnya buka /k/ atau /layar/. Satu peramban hanya menjadi satu layar.",
            "  Each link works once; afterwards open /k/ or /layar/. A browser is one display at a time.",
            "",
            f"PETUGAS · STAFF   kata sandi semua orang · everyone's password: {password}",
            *([_place(f"Loket {guest.counter}", f"{address}/masuk", f"{guest.email}")] if guest else []),
            *(["  Loket itu dikosongkan untuk Anda: buka, lalu panggil berikutnya. · Left free for you."] if guest else []),
            *([_place("Pengelola", f"{address}/kelola/", f"{manager.email} · back office")] if manager else []),
            "",
            "Ctrl-C menghentikan semuanya. / Ctrl-C stops everything.",
        ]
    )


def _moving(speed: float | None) -> str:
    if speed is None:
        return "aula buka, belum ada orang · the hall is open and empty"
    pace = "" if speed == 1 else f" ({speed:g}×)"
    return f"aula sedang ramai · the hall is moving{pace}"


def nobody_answers() -> str:
    return "Server tidak menjawab; orang-orang menunggu. / The server does not answer; people wait."


def port_busy(port: int) -> str:
    return (
        f"Porta {port} sedang dipakai program lain. Pilih porta lain, misalnya: ./pendopo demo --port {port + 10}\n"
        f"Port {port} is in use by another program. Choose another one."
    )  # fmt: skip


def not_a_demo(folder: str) -> str:
    return (
        f"Di {folder} sudah ada data yang bukan buatan peragaan, jadi tidak disentuh. Pilih folder lain dengan --data.\n"
        f"{folder} holds data that no demo has made, so it is left alone. Choose another folder with --data."
    )  # fmt: skip


def already_running(folder: str) -> str:
    return (
        f"Di {folder} sudah ada peragaan yang berjalan. Pakai --data untuk yang kedua.\n"
        f"A demo is running in {folder} already. Use --data for a second one."
    )  # fmt: skip


def no_demo_there(folder: str) -> str:
    return (
        f"Di {folder} tidak ada peragaan. Buka dahulu: ./pendopo demo --no-crowd --data {folder}\n"
        f"There is no demo in {folder}. Open one first; a simulated crowd never takes numbers in a mall's own day."
    )  # fmt: skip


def crowded_already() -> str:
    return (
        "Peragaan itu sudah punya keramaian sendiri. Jalankan tanpa keramaian: ./pendopo demo --no-crowd\n"
        "That demo has a crowd of its own. Start it with --no-crowd."
    )  # fmt: skip


def not_ready(said: str) -> str:
    return f"Server tidak mau menyala. Kata terakhirnya:\nThe servers did not start. Their last words:\n{said}"


def cannot_prepare(said: str) -> str:
    return (
        f"Data peragaan tidak bisa disiapkan. Kosongkan foldernya lalu coba lagi.\n"
        f"The demo's data could not be made. Empty its folder and try again.\n{said}"
    )  # fmt: skip


def unknown_mall(code: str, known: Iterable[str]) -> str:
    return f"Tidak ada mal {code}. Yang tersedia: {', '.join(known)}\nThere is no mall {code}."


def _place(name: str, address: str, what: str = "") -> str:
    return f"  {name:<19}{address:<52} {what}".rstrip()

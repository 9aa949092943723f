"""What happens in people's lives, and what they then need from the mall: needs are questions put to the mall's own search."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.search import Finder
from pendopo.catalogue.search_index import Entry
from pendopo.kernel.errors import NotFound


class LifeEvent(NamedTuple):
    code: str
    name: Promise
    icon: str
    needs: tuple[str, ...]


LIFE_EVENTS = (
    LifeEvent("anak-lahir", _("A child is born"), "baby", ("akta kelahiran", "kartu keluarga perubahan", "kia", "bpjs bayi baru lahir")),
    LifeEvent("menikah", _("Getting married"), "heart-handshake", ("daftar nikah", "kartu keluarga baru", "ktp perubahan biodata", "akta perkawinan")),
    LifeEvent("rumah", _("Building or buying a home"), "house", ("pbg rumah tinggal", "balik nama sertifikat", "bphtb", "pasang listrik", "pasang air", "krk")),
    LifeEvent("pindah", _("Moving house"), "map-pin", ("surat pindah", "pindah datang", "ktp ganti alamat", "pindah sekolah", "pindah faskes bpjs")),
    LifeEvent("usaha", _("Starting a business"), "store", ("nib", "pirt", "sertifikat halal", "npwp", "modal usaha kur")),
    LifeEvent("kerja", _("Looking for work"), "briefcase", ("kartu kuning", "skck baru", "surat keterangan sehat", "lowongan kerja", "pelatihan kerja")),
    LifeEvent("kendaraan", _("Owning a vehicle"), "car", ("pajak kendaraan tahunan", "perpanjangan sim", "balik nama kendaraan", "uji kir")),
    LifeEvent("luar-negeri", _("Going abroad"), "plane", ("paspor baru", "paspor penggantian", "pekerja migran", "daftar haji")),
    LifeEvent("sakit", _("Falling ill"), "heart-pulse", ("bpjs kesehatan daftar", "bpjs tidak aktif", "keringanan biaya berobat", "cek kesehatan")),
    LifeEvent("kesulitan", _("In need of help"), "hand-heart", ("bantuan sosial", "sktm", "bantuan rumah tidak layak huni", "alat bantu disabilitas")),
    LifeEvent("meninggal", _("A death in the family"), "flower-2", ("akta kematian", "ahli waris", "santunan kematian", "balik nama waris")),
    LifeEvent("berpisah", _("Divorce"), "file-text", ("cerai gugat", "cerai talak", "akta perceraian", "kk pisah")),
)  # fmt: skip
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class EventHere:
    """A life event with the services of this mall that it asks for, in the order in which people meet them."""

    code: str
    name: Promise
    icon: str
    services: tuple[Entry, ...]


# Fifty questions are asked once per catalogue, not once per page; a finder that is let go takes its answers along.
_kept: WeakKeyDictionary[Finder, tuple[EventHere, ...]] = WeakKeyDictionary()


def events_of(finder: Finder) -> tuple[EventHere, ...]:
    """The life events for which this mall has at least two services."""
    events = _kept.get(finder)
    if events is None:
        here = (_here(event, finder) for event in LIFE_EVENTS)
        events = _kept[finder] = tuple(event for event in here if len(event.services) >= _FEWEST)
    return events


def event_of(finder: Finder, code: str) -> EventHere:
    """Raises NotFound when the mall has no such event."""
    event = next((event for event in events_of(finder) if event.code == code), None)
    if event is None:
        raise NotFound
    return event


def _here(event: LifeEvent, finder: Finder) -> EventHere:
    found = dict.fromkeys(_services(event, finder))
    return EventHere(event.code, event.name, event.icon, tuple(found))


def _services(event: LifeEvent, finder: Finder) -> Iterator[Entry]:
    for need in event.needs:
        if entry := finder.best(need):
            yield entry

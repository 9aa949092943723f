"""What happens in people's lives, and what they then need from the mall: needs are questions put to the mall's own search."""

from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.search import Finder
from pendopo.catalogue.search_index import Entry
from pendopo.kernel.errors import NotFound


class Need(NamedTuple):
    """What to ask the mall's search, and the short name by which people know the answer."""

    question: str
    name: str


class LifeEvent(NamedTuple):
    code: str
    name: Promise
    icon: str
    needs: tuple[Need, ...]


def _needs(table: str) -> tuple[Need, ...]:
    """`question: name` for each need; without a colon the name is the question."""
    pairs = (part.strip().partition(":") for part in table.split(";"))
    return tuple(Need(question, (name or question).strip()) for question, _, name in pairs)


LIFE_EVENTS = (
    LifeEvent(
        "anak-lahir", _("A child is born"), "baby",
        _needs("akta kelahiran; kartu keluarga perubahan: KK; kia: KIA; bpjs bayi baru lahir: BPJS bayi"),
    ),
    LifeEvent(
        "menikah", _("Getting married"), "heart-handshake",
        _needs("daftar nikah; kartu keluarga baru: KK baru; ktp perubahan biodata: KTP-el; akta perkawinan"),
    ),
    LifeEvent(
        "rumah", _("Building or buying a home"), "house",
        _needs("pbg rumah tinggal: PBG; balik nama sertifikat; bphtb: BPHTB; pasang listrik: listrik; pasang air: air; krk: KRK"),
    ),
    LifeEvent(
        "pindah", _("Moving house"), "map-pin",
        _needs("surat pindah; pindah datang; ktp ganti alamat: KTP-el; pindah sekolah: sekolah; pindah faskes bpjs: BPJS"),
    ),
    LifeEvent(
        "usaha", _("Starting a business"), "store",
        _needs("nib: NIB; pirt: PIRT; sertifikat halal; npwp: NPWP; modal usaha kur: modal usaha"),
    ),
    LifeEvent(
        "kerja", _("Looking for work"), "briefcase",
        _needs("kartu kuning: kartu kuning AK-1; skck baru: SKCK; surat keterangan sehat: surat sehat; lowongan kerja; pelatihan kerja"),
    ),
    LifeEvent(
        "kendaraan", _("Owning a vehicle"), "car",
        _needs("pajak kendaraan tahunan: pajak tahunan; perpanjangan sim: SIM; balik nama kendaraan: balik nama; uji kir: KIR"),
    ),
    LifeEvent(
        "luar-negeri", _("Going abroad"), "plane",
        _needs("paspor baru; paspor penggantian: ganti paspor; pekerja migran; daftar haji: haji"),
    ),
    LifeEvent(
        "sakit", _("Falling ill"), "heart-pulse",
        _needs("bpjs kesehatan daftar: daftar BPJS; bpjs tidak aktif: BPJS tidak aktif; keringanan biaya berobat; cek kesehatan"),
    ),
    LifeEvent(
        "kesulitan", _("In need of help"), "hand-heart",
        _needs("bantuan sosial; sktm: SKTM; bantuan rumah tidak layak huni: bedah rumah; alat bantu disabilitas: alat bantu"),
    ),
    LifeEvent(
        "meninggal", _("A death in the family"), "flower-2",
        _needs("akta kematian; ahli waris; santunan kematian: santunan; balik nama waris: balik nama tanah"),
    ),
    LifeEvent(
        "berpisah", _("Divorce"), "file-text", _needs("cerai gugat; cerai talak; akta perceraian; kk pisah: KK")
    ),
)  # fmt: skip
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class EventHere:
    """A life event with the services of this mall that it asks for, in the order in which people meet them.

    `needs` names those that there are, in a few everyday words: "akta kelahiran, KK, KIA, BPJS bayi".
    """

    code: str
    name: Promise
    icon: str
    needs: str
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
    names: dict[Entry, str] = {}
    for need in event.needs:
        if entry := finder.best(need.question):
            names.setdefault(entry, need.name)
    needs = ", ".join(names.values())
    return EventHere(event.code, event.name, event.icon, needs[:1].upper() + needs[1:], tuple(names))

"""A picture for each service, from the words of its name: people who read with effort find their tile by it."""

# The first row that stands in the name, or else in the category, gives the icon (`components/icons.py`, surface kiosk).
_BY_NAME = (
    ("kelahiran bayi anak imunisasi", "baby"),
    ("nikah kawin cerai rujuk", "heart-handshake"),
    ("kematian makam ahli waris", "flower-2"),
    ("kk keluarga pindah domisili penduduk", "users"),
    ("ktp identitas kia", "id-card"),
    ("paspor haji umrah", "plane"),
    ("skck polisi kehilangan izin keramaian", "shield-check"),
    ("sim kendaraan stnk bpkb samsat angkutan", "car"),
    ("bpjs kesehatan dokter sehat rumah sakit jkn", "heart-pulse"),
    ("pbg imb bangunan tanah rumah sertipikat pertanahan lahan", "house"),
    ("nib usaha umkm dagang halal toko", "store"),
    ("kerja kerjaan ak1 pencari lowongan pmi ketenagakerjaan", "briefcase"),
    ("pajak npwp retribusi rekening pinjaman bank tagihan", "wallet"),
    ("difabel disabilitas", "accessibility"),
    ("hukum pengadilan jaksa mediasi", "landmark"),
)
_BY_CATEGORY = {
    "kependudukan": "users", "keluarga": "heart-handshake", "kesehatan": "heart-pulse", "kerja": "briefcase",
    "kendaraan": "car", "pajak": "wallet", "sosial": "hand-heart", "tanah": "house", "usaha": "store", "hukum": "shield-check",
}  # fmt: skip
_ANY = "file-text"


def picture_of(name: str, category: str = "") -> str:
    """The name of an icon; a sheet of paper when nothing fits."""
    words = set("".join(sign if sign.isalnum() else " " for sign in name.lower()).split())
    for telling, icon in _BY_NAME:
        if words & set(telling.split()):
            return icon
    start = category.lower().replace(",", " ").split(" ", 1)[0]
    return _BY_CATEGORY.get(start, _ANY)

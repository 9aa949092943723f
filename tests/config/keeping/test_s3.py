"""A store that speaks S3, played by a small server on this machine that checks every signature."""

import hashlib
import hmac
import re
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from pendopo.config.keeping.faults import NoBackupThere, PlaceUnreachable
from pendopo.config.keeping.places import fetched, name_for, newest_in, place_of
from pendopo.config.keeping.s3 import Signature
from tests.situations.times import NINE, minutes

SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
_PAGE = 2


class Store(BaseHTTPRequestHandler):
    """Lists two names at a time, so that whoever lists has to ask on."""

    objects: dict[str, bytes]

    def do_PUT(self):
        content = self.rfile.read(int(self.headers["content-length"]))
        if self._allowed(hashlib.sha256(content).hexdigest()):
            self.objects[unquote(urlsplit(self.path).path)] = content
            self._answer(200)

    def do_GET(self):
        if not self._allowed():
            return
        path, query = unquote(urlsplit(self.path).path), dict(parse_qsl(urlsplit(self.path).query))
        if "list-type" in query:
            self._answer(200, self._listed(path, query))
        elif path in self.objects:
            self._answer(200, self.objects[path])
        else:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def do_DELETE(self):
        if self._allowed():
            self.objects.pop(unquote(urlsplit(self.path).path), None)
            self._answer(204)

    def _listed(self, path: str, query: dict[str, str]) -> bytes:
        keys = sorted(key.removeprefix(f"{path}/") for key in self.objects)
        keys = [key for key in keys if key.startswith(query.get("prefix", "")) and key > query.get("continuation-token", "")]
        more = f"<NextContinuationToken>{keys[_PAGE - 1]}</NextContinuationToken>" if len(keys) > _PAGE else ""
        rows = "".join(f"<Contents><Key>{key}</Key></Contents>" for key in keys[:_PAGE])
        return f'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{rows}{more}</ListBucketResult>'.encode()

    def _allowed(self, content_hash: str = hashlib.sha256(b"").hexdigest()) -> bool:
        """Recomputed from what arrived, by the published recipe."""
        parts = urlsplit(self.path)
        found = re.fullmatch(
            r"AWS4-HMAC-SHA256 Credential=KUNCI/(\d{8})/(\S+)/s3/aws4_request,SignedHeaders=(\S+),Signature=([0-9a-f]{64})",
            self.headers["authorization"],
        )
        if found is None or self.headers["x-amz-content-sha256"] != content_hash:
            return self._refuse()
        day, region, names, signature = found.groups()
        headers = "".join(f"{name}:{self.headers[name]}\n" for name in names.split(";"))
        request = f"{self.command}\n{parts.path}\n{parts.query}\n{headers}\n{names}\n{content_hash}"
        scope = f"{day}/{region}/s3/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{self.headers['x-amz-date']}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        key = f"AWS4{SECRET}".encode()
        for word in scope.split("/"):
            key = hmac.digest(key, word.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex() == signature or self._refuse()

    def _refuse(self) -> bool:
        self._answer(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
        return False

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words):
        pass


@pytest.fixture
def store():
    """Its address without key and secret, and what lies in it."""
    objects: dict[str, bytes] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OneStore", (Store,), {"objects": objects}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}", objects
    server.shutdown()
    server.server_close()


def address(host: str, *, secret: str = SECRET.replace("/", "%2F").replace("+", "%2B")) -> str:
    return f"s3://KUNCI:{secret}@{host}/cadangan/mpp%20tegal?region=ap-southeast-3&tls=no"


def test_backups_are_put_listed_fetched_and_dropped(store, tmp_path):
    host, objects = store
    place, draft = place_of(address(host)), tmp_path / "draft"
    names = [name_for(NINE + minutes(n)) for n in range(5)]
    for number, name in enumerate(names):
        draft.write_bytes(b"backup %d" % number)
        place.put(name, draft)
    objects["/cadangan/mpp tegal/catatan.txt"] = b"of somebody else"
    place.drop(names[0])

    assert list(place.names()) == names[1:]
    assert set(objects) == {*(f"/cadangan/mpp tegal/{name}" for name in names[1:]), "/cadangan/mpp tegal/catatan.txt"}
    with fetched(place, newest_in(place)) as file:
        assert file.read_bytes() == b"backup 4"
    assert not file.exists()


def test_an_empty_store_has_no_newest(store):
    with pytest.raises(NoBackupThere):
        newest_in(place_of(address(store[0])))


def test_a_wrong_secret_is_said_without_saying_it(store):
    place = place_of(address(store[0], secret="salah"))

    with pytest.raises(PlaceUnreachable) as refusal:
        place.names()

    assert "403 SignatureDoesNotMatch" in str(refusal.value)
    assert "salah" not in str(refusal.value)
    assert "KUNCI" not in place.said


def test_a_store_that_is_not_there_is_said():
    with pytest.raises(PlaceUnreachable, match="Connection refused"):
        place_of(address("127.0.0.1:9")).names()


@pytest.mark.parametrize("wrong", ["s3://host/bucket", "s3://key:secret@host", "s3://key:secret@host/"])
def test_an_address_with_something_missing_is_refused(wrong):
    with pytest.raises(PlaceUnreachable):
        place_of(wrong)


def test_the_signature_is_that_of_amazons_published_example():
    """The GET example of the Signature Version 4 documentation for S3."""
    signature = Signature("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")

    headers = signature.headers(
        "GET", "examplebucket.s3.amazonaws.com", "/test.txt", {}, content_hash=hashlib.sha256(b"").hexdigest(),
        at=datetime(2013, 5, 24, tzinfo=UTC), more={"range": "bytes=0-9"},
    )  # fmt: skip

    assert headers["authorization"].endswith("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")

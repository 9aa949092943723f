"""A store that speaks S3, played by a small server on this machine that checks every signature."""

import hashlib
import hmac
import re
import threading
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

from pendopo.config.keeping import s3
from pendopo.config.keeping.faults import NoBackupThere, PlaceUnreachable
from pendopo.config.keeping.places import fetched, name_for, newest_in, place_of
from pendopo.config.keeping.s3 import Signature
from tests.situations.times import NINE, minutes

SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
_PAGE = 2


class Store(BaseHTTPRequestHandler):
    """Lists two names at a time, so that whoever lists has to ask on."""

    objects: dict[str, bytes]
    # By upload: the object's path, and its parts by number.
    uploads: dict[str, tuple[str, dict[int, bytes]]]
    # What it says at the end of an upload instead of "well", with status 200 as real stores do.
    last_word = ""

    def do_PUT(self):
        content = self.rfile.read(int(self.headers["content-length"]))
        path, query = unquote(urlsplit(self.path).path), dict(parse_qsl(urlsplit(self.path).query))
        if not self._allowed(hashlib.sha256(content).hexdigest()):
            return
        if "partNumber" in query:
            self.uploads[query["uploadId"]][1][int(query["partNumber"])] = content
        else:
            self.objects[path] = content
        self._answer(200, etag=f'"{hashlib.sha256(content).hexdigest()}"')

    def do_POST(self):
        content = self.rfile.read(int(self.headers.get("content-length") or 0))
        path, query = unquote(urlsplit(self.path).path), dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        if not self._allowed(hashlib.sha256(content).hexdigest()):
            return
        if "uploads" in query:
            name = f"unggah&{len(self.uploads)}"
            self.uploads[name] = (path, {})
            said = f"<InitiateMultipartUploadResult><UploadId>{escape(name)}</UploadId></InitiateMultipartUploadResult>"
            self._answer(200, said.encode())
            return
        of_upload, parts = self.uploads[query["uploadId"]]
        listed = re.findall(r"<PartNumber>(\d+)</PartNumber><ETag>(?:\"|&quot;)(\w+)(?:\"|&quot;)</ETag>", content.decode())
        assert of_upload == path
        if self.last_word or listed != [(str(n), hashlib.sha256(parts[n]).hexdigest()) for n in sorted(parts)]:
            self._answer(200, f"<Error><Code>{self.last_word or 'InvalidPart'}</Code></Error>".encode())
            return
        self.objects[path] = b"".join(parts[n] for n in sorted(parts))
        del self.uploads[query["uploadId"]]
        self._answer(200, b"<CompleteMultipartUploadResult/>")

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
            query = dict(parse_qsl(urlsplit(self.path).query))
            if "uploadId" in query:
                self.uploads.pop(query["uploadId"])
            else:
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

    def _answer(self, status: int, body: bytes = b"", *, etag: str = "") -> None:
        self.send_response(status)
        if etag:
            self.send_header("etag", etag)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words):
        pass


@pytest.fixture
def one_store():
    return type("OneStore", (Store,), {"objects": {}, "uploads": {}})


@pytest.fixture
def store(one_store):
    """Its address without key and secret, and what lies in it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), one_store)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}", one_store.objects
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


@pytest.fixture
def large(store, tmp_path):
    """A place that takes a hundred bytes at once, in parts of forty, and a draft of two and a half parts."""
    draft = tmp_path / "draft"
    draft.write_bytes(bytes(range(101)))
    return replace(place_of(address(store[0])), at_once=100, part=40), draft, name_for(NINE)


def test_what_is_too_large_for_one_request_goes_in_parts(store, one_store, large):
    place, draft, name = large
    sizes = []
    one_store.send_response = lambda self, status: (
        sizes.append((self.command, status)),
        super(Store, self).send_response(status),
    )

    place.put(name, draft)

    assert store[1] == {f"/cadangan/mpp tegal/{name}": bytes(range(101))}
    assert sizes == [("POST", 200), ("PUT", 200), ("PUT", 200), ("PUT", 200), ("POST", 200)]
    assert one_store.uploads == {}
    with fetched(place, name) as file:
        assert file.read_bytes() == draft.read_bytes()


def test_no_more_than_ten_thousand_parts(large, monkeypatch):
    place, draft, name = large
    monkeypatch.setattr(s3, "_MOST_PARTS", 2)

    place.put(name, draft)

    with fetched(place, name) as file:
        assert file.read_bytes() == draft.read_bytes()


def test_a_store_that_fails_at_the_last_word_keeps_neither_object_nor_parts(store, one_store, large):
    place, draft, name = large
    one_store.last_word = "InternalError"

    with pytest.raises(PlaceUnreachable, match="InternalError"):
        place.put(name, draft)

    assert (store[1], one_store.uploads) == ({}, {})


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

"""A store that speaks S3 (MinIO, Ceph, Garage, the clouds): put, get, list, drop, signed with AWS Signature Version 4.

A few requests and one signature, written out here: the usual clients bring 10 to 60 MB for them. What is large goes in parts, since
no store takes more than 5 GB at once; until the last word nobody sees anything of it, and parts of a broken one are taken away.
"""

import hashlib
import hmac
import http.client
import ssl
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

from defusedxml.ElementTree import fromstring

from pendopo.config.keeping.faults import PlaceUnreachable
from pendopo.config.keeping.places import is_backup, unreachable_said
from pendopo.kernel.clock import now

_SECONDS = 60.0
_BLOCK = 1024 * 1024
_EMPTY = hashlib.sha256(b"").hexdigest()
# A single PUT may carry 5 GB; a part has at least 5 MB (but the last), and there are at most 10,000.
_AT_ONCE = 1024**3
_PART = 64 * 1024**2
_MOST_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class Signature:
    """Who asks, and where."""

    key: str
    secret: str
    region: str

    def headers(
        self, method: str, host: str, path: str, query: Mapping[str, str], *, content_hash: str, at: datetime,
        more: Mapping[str, str] | None = None,
    ) -> dict[str, str]:  # fmt: skip
        """All headers of the request; `path` is already quoted."""
        instant, day = f"{at:%Y%m%dT%H%M%SZ}", f"{at:%Y%m%d}"
        signed = {"host": host, "x-amz-content-sha256": content_hash, "x-amz-date": instant, **(more or {})}
        names = ";".join(sorted(signed))
        lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
        request = "\n".join([method, path, _query(query), lines, names, content_hash])
        scope = f"{day}/{self.region}/s3/aws4_request"
        statement = "\n".join(["AWS4-HMAC-SHA256", instant, scope, hashlib.sha256(request.encode()).hexdigest()])
        key = f"AWS4{self.secret}".encode()
        for word in (day, self.region, "s3", "aws4_request"):
            key = hmac.digest(key, word.encode(), "sha256")
        signature = hmac.digest(key, statement.encode(), "sha256").hex()
        signed["authorization"] = f"AWS4-HMAC-SHA256 Credential={self.key}/{scope},SignedHeaders={names},Signature={signature}"
        return signed


@dataclass(frozen=True, slots=True)
class Said:
    content: bytes = b""
    etag: str = ""


@dataclass(slots=True)
class Section:
    """A part of a file, read as if it were all of it."""

    file: BinaryIO
    start: int
    length: int
    _read: int = 0

    def read(self, count: int = -1, /) -> bytes:
        left = self.length - self._read
        self.file.seek(self.start + self._read)
        content = self.file.read(left if count < 0 else min(count, left))
        self._read += len(content)
        return content

    def sha256(self) -> str:
        """Of all of it; afterwards it is read from its beginning again."""
        seen, self._read = hashlib.sha256(), 0
        while block := self.read(_BLOCK):
            seen.update(block)
        self._read = 0
        return seen.hexdigest()


@dataclass(frozen=True, slots=True)
class S3:
    """One folder in one bucket."""

    host: str
    bucket: str
    folder: str
    signature: Signature
    tls: bool = True
    at_once: int = _AT_ONCE
    part: int = _PART

    @classmethod
    def at(cls, address: str) -> "S3":
        """`s3://key:secret@host[:port]/bucket[/folder][?region=us-east-1][&tls=no]`. Raises PlaceUnreachable."""
        parts = urlsplit(address)
        bucket, _slash, folder = unquote(parts.path).strip("/").partition("/")
        if not (parts.hostname and bucket and parts.username and parts.password):
            raise PlaceUnreachable(place="s3://…", why="s3://key:secret@host/bucket/folder")
        options = dict(parse_qsl(parts.query))
        host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
        signature = Signature(unquote(parts.username), unquote(parts.password), options.get("region", "us-east-1"))
        return cls(host, bucket, f"{folder}/" if folder else "", signature, tls=options.get("tls") != "no")

    @property
    def said(self) -> str:
        return f"s3://{self.host}/{self.bucket}/{self.folder}"

    def names(self) -> Sequence[str]:
        found: list[str] = []
        query = {"list-type": "2", "prefix": self.folder}
        while True:
            root = fromstring(self._ask("GET", "", query=query).content)
            keys = [element.text or "" for element in root.iter() if element.tag.rpartition("}")[2] == "Key"]
            found += [key.removeprefix(self.folder) for key in keys]
            following = [e.text for e in root.iter() if e.tag.rpartition("}")[2] == "NextContinuationToken" and e.text]
            if not following:
                return sorted(name for name in found if is_backup(name))
            query["continuation-token"] = following[0]

    def put(self, name: str, draft: Path) -> None:
        size = draft.stat().st_size
        with draft.open("rb") as file:
            if size > self.at_once:
                self._put_in_parts(name, file, size)
            else:
                self._ask("PUT", name, body=Section(file, 0, size))

    def fetch(self, name: str, out: BinaryIO) -> None:
        self._ask("GET", name, into=out)

    def drop(self, name: str) -> None:
        self._ask("DELETE", name)

    def _put_in_parts(self, name: str, file: BinaryIO, size: int) -> None:
        part = max(self.part, -(-size // _MOST_PARTS))
        upload = {"uploadId": _word_in(self._ask("POST", name, query={"uploads": ""}).content, "UploadId")}
        try:
            lines = []
            for number, start in enumerate(range(0, size, part), start=1):
                section = Section(file, start, min(part, size - start))
                etag = self._ask("PUT", name, query={"partNumber": str(number), **upload}, body=section).etag
                lines.append(f"<Part><PartNumber>{number}</PartNumber><ETag>{escape(etag)}</ETag></Part>")
            words = BytesIO(f"<CompleteMultipartUpload>{''.join(lines)}</CompleteMultipartUpload>".encode())
            done = self._ask("POST", name, query=upload, body=Section(words, 0, len(words.getvalue())))
            if code := _word_in(done.content, "Code"):
                # A store may notice trouble after it has said 200.
                raise PlaceUnreachable(place=self.said, why=code)
        except BaseException:
            with suppress(PlaceUnreachable):
                self._ask("DELETE", name, query=upload)
            raise

    def _ask(
        self, method: str, name: str, *, query: Mapping[str, str] | None = None, body: "Section | None" = None,
        into: BinaryIO | None = None,
    ) -> "Said":  # fmt: skip
        """Ask once; what is not good is said with the store's own word for it. Raises PlaceUnreachable."""
        path = quote(f"/{self.bucket}/{self.folder}{name}" if name else f"/{self.bucket}", safe="/-_.~")
        query = query or {}
        content_hash = body.sha256() if body else _EMPTY
        headers = self.signature.headers(method, self.host, path, query, content_hash=content_hash, at=now())
        if body is not None:
            headers["content-length"] = str(body.length)
        with unreachable_said(self.said), closing(self._line()) as line:
            try:
                line.request(method, f"{path}?{_query(query)}" if query else path, body=body, headers=headers)
                answer = line.getresponse()
                if answer.status >= http.HTTPStatus.MULTIPLE_CHOICES:
                    raise PlaceUnreachable(place=self.said, why=_refusal(answer.status, answer.read(_BLOCK)))
                if into is None:
                    return Said(answer.read(), answer.headers.get("etag", ""))
                while block := answer.read(_BLOCK):
                    into.write(block)
            except http.client.HTTPException as trouble:
                raise PlaceUnreachable(place=self.said, why=type(trouble).__name__) from trouble
        return Said()

    def _line(self) -> http.client.HTTPConnection:
        if not self.tls:
            return http.client.HTTPConnection(self.host, timeout=_SECONDS)
        return http.client.HTTPSConnection(self.host, timeout=_SECONDS, context=ssl.create_default_context())


def _query(query: Mapping[str, str]) -> str:
    return "&".join(f"{quote(name, safe='-_.~')}={quote(query[name], safe='-_.~')}" for name in sorted(query))


def _word_in(document: bytes, tag: str) -> str:
    """The text of the first element of this name, or nothing."""
    found = (element.text for element in fromstring(document).iter() if element.tag.rpartition("}")[2] == tag)
    return next(found, None) or ""


def _refusal(status: int, body: bytes) -> str:
    """`403 SignatureDoesNotMatch`."""
    try:
        codes = [element.text for element in fromstring(body).iter() if element.tag == "Code"]
    except Exception:  # noqa: BLE001 - whatever a proxy in between answers
        codes = []
    return " ".join([str(status), *(code for code in codes[:1] if code)])

"""The back office at nine on a Monday morning."""

import re
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pendopo.directory.models import Mall
from tests.situations.hall import an_administrator


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def the_office_of(mall: Mall) -> Client:
    """The browser of the mall's administrator."""
    return signed_in(an_administrator(mall))


def words_of(answer: Any) -> str:
    """What a person reads on the page, in one line."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def upload(client: Client, path: str, content: bytes, *, name: str = "mal.xlsx", check: bool = False) -> Any:
    """Choose a file and press "Import" or "Only check"."""
    return client.post(path, {"file": SimpleUploadedFile(name, content), "check" if check else "import": ""})

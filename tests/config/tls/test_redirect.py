"""Who comes without HTTPS is sent on to the same page, and nowhere else."""

import pytest

from pendopo.config.tls.redirect import answer_to


def location(head: str, https_port: int = 443) -> str:
    answer = answer_to(head.encode("latin-1"), https_port=https_port).decode()
    return next((line[10:] for line in answer.split("\r\n") if line.startswith("Location: ")), answer.split("\r\n")[0])


@pytest.mark.parametrize(
    ("host", "https_port", "place"),
    [
        ("mpp.go.id", 443, "https://mpp.go.id/m/mpp/?q=akta"),
        ("mpp.go.id:80", 8443, "https://mpp.go.id:8443/m/mpp/?q=akta"),
        ("192.168.1.10", 8000, "https://192.168.1.10:8000/m/mpp/?q=akta"),
        ("[fd00::1]:80", 443, "https://[fd00::1]/m/mpp/?q=akta"),
    ],
)
def test_the_same_page_by_https(host, https_port, place):
    assert location(f"GET /m/mpp/?q=akta HTTP/1.1\r\nHost: {host}\r\n\r\n", https_port) == place


@pytest.mark.parametrize(
    "head",
    [
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b@evil.example\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: mpp.go.id\r\n\r\n",
        "GET /\x07 HTTP/1.1\r\nHost: mpp.go.id\r\n\r\n",
        "GET\r\nHost: mpp.go.id\r\n\r\n",
        "\x16\x03\x01\r\n\r\n",
    ],
)
def test_what_is_no_plain_question_is_refused(head):
    assert location(head) == "HTTP/1.1 400 Bad Request"

"""Sends who came by http:// on to https://, and says nothing else. `python -m pendopo.config.tls.redirect HOST PORT HTTPS_PORT`."""

import asyncio
import re
import sys
from contextlib import suppress

_SECONDS = 5.0
_LONGEST = 8 * 1024
# A name or an address, IPv6 in brackets; nothing that could break a header.
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]+)?")
_PATH = re.compile(r"/[!-~]*")


def answer_to(asked: bytes, *, https_port: int) -> bytes:
    """The whole answer to the head of a request."""
    first, *lines = asked.decode("latin-1").split("\r\n")
    words = first.split(" ")
    named = (line.partition(":") for line in lines)
    host = _HOST.fullmatch(next((value.strip() for name, _colon, value in named if name.lower() == "host"), ""))
    if len(words) != 3 or host is None or not _PATH.fullmatch(words[1]):
        return _say("400 Bad Request")
    port = "" if https_port == 443 else f":{https_port}"
    # 308 keeps the method, so that nothing that is sent turns into something else.
    return _say("308 Permanent Redirect", f"Location: https://{host[1]}{port}{words[1]}\r\n")


def _say(status: str, more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\n{more}Content-Length: 0\r\nConnection: close\r\n\r\n".encode("latin-1")


async def serve(host: str, port: int, *, https_port: int) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, OSError):
            async with asyncio.timeout(_SECONDS):
                writer.write(answer_to(await reader.readuntil(b"\r\n\r\n"), https_port=https_port))
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, host, port, limit=_LONGEST)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(sys.argv[1], int(sys.argv[2]), https_port=int(sys.argv[3])))

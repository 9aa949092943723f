"""A load generator that costs little: one process, one epoll loop, keep-alive connections, ready-made requests.

The generator shares the machine with what it measures, so every microsecond it spends is taken from the product.
"""

import multiprocessing
import select
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Load:
    """What came back: seconds per answer in `latencies`, the bodies of good answers, and how many answers were not good."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    refused: list[bytes] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0


# Given the number of the request (0, 1, 2, …), its bytes; None when there is nothing more to ask.
NextRequest = Callable[[int], bytes | None]


def drive(*, port: int, clients: int, seconds: float, requests: Sequence[NextRequest], fork: bool = True) -> Load:
    """Ask for `seconds` over `clients` connections, in as many processes as there are request makers, and add it all up.

    Without `fork` the first maker's requests are asked in this process.
    """
    if not fork:
        return _loop(port, clients, seconds, requests[0])
    context = multiprocessing.get_context("fork")
    share = [clients // len(requests) + (1 if i < clients % len(requests) else 0) for i in range(len(requests))]
    pipes, processes = [], []
    for number, maker in zip(share, requests, strict=True):
        if not number:
            continue
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_run, args=(sender, port, number, seconds, maker))
        process.start()
        pipes.append(receiver)
        processes.append(process)
    total = Load()
    for receiver, process in zip(pipes, processes, strict=True):
        part: Load = receiver.recv()
        process.join()
        total.seconds = max(total.seconds, part.seconds)
        total.latencies += part.latencies
        total.bodies += part.bodies
        total.refused += part.refused
    return total


def _run(sender: "multiprocessing.connection.Connection", port: int, clients: int, seconds: float, make: NextRequest) -> None:
    sender.send(_loop(port, clients, seconds, make))
    sender.close()


def _loop(port: int, clients: int, seconds: float, make: NextRequest) -> Load:
    load = Load()
    poll = select.epoll()
    sockets: dict[int, socket.socket] = {}
    sent_at: dict[int, float] = {}
    partial: dict[int, bytes] = {}
    asked = 0
    began = time.perf_counter()
    until = began + seconds
    for _client in range(clients):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        request = make(asked)
        if request is None:
            break
        asked += 1
        handle = connection.fileno()
        sockets[handle] = connection
        poll.register(handle, select.EPOLLIN)
        sent_at[handle] = time.perf_counter()
        connection.sendall(request)
    open_connections = len(sockets)
    while open_connections:
        for handle, _event in poll.poll(5.0):
            data = partial.pop(handle, b"") + sockets[handle].recv(65536)
            body = _body(data)
            if body is None:
                if not data:
                    raise ConnectionError("the server closed a connection")
                partial[handle] = data
                continue
            now = time.perf_counter()
            if data[9:12] in (b"200", b"201"):
                load.latencies.append(now - sent_at[handle])
                load.bodies.append(body)
            else:
                load.refused.append(body)
            request = make(asked) if now < until else None
            if request is None:
                poll.unregister(handle)
                sockets[handle].close()
                open_connections -= 1
                continue
            asked += 1
            sent_at[handle] = now
            sockets[handle].sendall(request)
    load.seconds = time.perf_counter() - began
    return load


def _body(data: bytes) -> bytes | None:
    """The body when the whole answer is there, else None."""
    head = data.find(b"\r\n\r\n")
    if head < 0:
        return None
    place = data.lower().find(b"content-length:", 0, head)
    if place < 0:
        return None
    length = int(data[place + 15 : data.find(b"\r\n", place)])
    body = data[head + 4 :]
    return body if len(body) >= length else None


def post(path: str, *, port: int, cookie: str, body: bytes) -> bytes:
    """A form POST as a browser of our own page sends it, asking for JSON."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nAccept: application/json\r\n"
        f"Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body

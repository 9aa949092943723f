"""Screens of the hall as a browser sees them: a client that carries a paired device's cookie."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client

from pendopo.catalogue.models import Service
from pendopo.directory.models import Device, Mall, Zone
from tests.situations.hall import a_display, a_kiosk, a_line, a_service
from tests.situations.line import a_key

JSON = {"accept": "application/json"}


@dataclass
class KioskScreen:
    """A kiosk that stands in the hall. Its pages come through all of the middleware."""

    device: Device
    client: Client

    def get(self, path: str = "/k/", **query: str) -> Any:
        return self.client.get(path, query)

    def text(self, path: str = "/k/", **query: str) -> str:
        return self.get(path, **query).content.decode()

    def take(
        self, service: Service, *, key: UUID | str | None = None, headers: dict[str, str] | None = None, **fields: str
    ) -> Any:
        """Press "take a number"; with `headers=JSON` as a script does."""
        posted = {"layanan": str(service.id), "kunci": str(key or a_key()), **fields}
        return self.client.post("/k/nomor", posted, headers=headers)

    def confirm(self, ticket: Any, *, headers: dict[str, str] | None = JSON) -> Any:
        return self.client.post("/k/tampil", {"tiket": str(ticket)}, headers=headers)

    def speak(self, language: str) -> "KioskScreen":
        self.client.cookies["bahasa_kios"] = language
        return self


def a_kiosk_screen(*, mall: Mall | None = None, **fields: Any) -> KioskScreen:
    device, token = a_kiosk(mall=mall, **fields)
    client = Client()
    client.cookies["kios"] = f"{device.id}.{token}"
    return KioskScreen(device, client)


def a_service_offered(**fields: Any) -> Service:
    """A service with a line of its own."""
    return a_service(line=fields.pop("line", None) or a_line(), **fields)


def a_display_client(*, zone: Zone | None = None) -> tuple[Device, Client]:
    device, token = a_display(zone=zone)
    client = Client()
    client.cookies["layar"] = f"{device.id}.{token}"
    return device, client

"""The event stream's server, its clock standing."""

from pendopo.config.pictures import standing_clock  # isort: skip - before whatever asks what time it is
from pendopo.live.app import application

__all__ = ["application", "standing_clock"]

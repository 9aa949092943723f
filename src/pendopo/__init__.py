"""Pendopo runs a Mal Pelayanan Publik: one hall, many agencies, every visit from the gate to the exit.

The packages are stairs: `config` and the screens stand on top, `kernel` at the bottom, and imports only go down.
`docs/life-of-a-visit.md` follows one visitor through the files.
"""

__version__ = "0.1.0"

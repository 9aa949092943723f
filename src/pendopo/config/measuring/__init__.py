"""Figures for whoever watches the machine: `GET /metrik` in Prometheus' text form, for this machine or with a token.

Requests are counted by each web process in a small file of its own in the data directory (`counting`); whichever process is asked
adds all of them up. What the hall and the machine are like is asked of the database in that moment (`hall`). Written out here rather
than taken from a library: its way with several processes leaves files behind and costs more than the hot verbs should pay.
"""

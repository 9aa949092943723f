"""HTTPS by the installation itself: with a given certificate, or with one of its own small authority (`kernel.authority`).

`serving` says with what, `prepare` has it ready before the servers start, `renew` keeps it so, `examine` is the doctor's look,
`redirect` sends who came without HTTPS on.
"""

"""Paper: printers of the hall, print jobs, and the one conversation with a printer at a time.

A printer is a device of the mall (`directory.Device`) with an address in the hall's network. A job is one ticket on one printer;
it moves waiting → sending → printed, or ends unsure (bytes left, nobody knows whether paper came) or expired (too late to
be of use). Only a printer that has just said that it can print is sent a job, and a job is sent at most once: what is unsure
is never repeated by itself, only as a copy that somebody asks for and that says so.

`escpos.py` writes the bytes, `conversation.py` speaks over the socket, `tend.py` serves one printer, `pressroom.py` is the part
of the worker that does it for all. What stands on the paper is composed by the screens (`web.paper`).
"""

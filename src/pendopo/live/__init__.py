"""The event stream's process: a small ASGI application without Django.

It follows the journal, folds it into one board per mall (`queue.board`) and sends what the boards say to every screen and phone as
server-sent events. A stream is opened with a sealed subscription from a cookie (`queue.subscription`) that a page has set; it names
the channels. Nothing here writes to the database. `docs/mechanisms/live.md` tells the whole story.
"""

"""The line: visits, tickets, calling, serving.

A visit is one person's stay in the mall and carries the public code of its one link. A ticket is a number in one line.
Verbs are files; `lifecycle.py` says what a ticket may become; `take_ticket` and `call_next` are hot and have one SQL
statement per database beside them. `board.py` folds the journal into what displays, phones and desks show.

A ticket counts in the line by `rank_at`: the instant it joined less its class's head start. A line is served by `rank_at`,
then number, so priority ages by itself and nobody is overtaken by one who joined more than the largest head start later.
"""

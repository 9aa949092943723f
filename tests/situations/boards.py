"""Boards read from the tables of the test's database, and the journal as a follower hears it."""

from datetime import date
from uuid import UUID

from django.db import connection

from pendopo.journal.follow import events_after
from pendopo.live.tables import PostgresqlTables, SqliteTables
from pendopo.queue.board import Board
from pendopo.queue.board_rows import board_from_rows, hall_from_rows


def the_tables() -> PostgresqlTables | SqliteTables:
    connection.ensure_connection()
    adapter = PostgresqlTables if connection.vendor == "postgresql" else SqliteTables
    return adapter(connection.connection)


def the_board_of_tables(mall: UUID, day: date) -> Board:
    return board_from_rows(the_tables(), str(mall), day)


def the_board_from_zero(mall: UUID) -> Board:
    """Everything the journal says about this mall, folded from its first position."""
    board = Board(hall_from_rows(the_tables(), str(mall)))
    hear_from(board, mall, 0)
    return board


def hear_from(board: Board, mall: UUID, position: int) -> None:
    for event in events_after(position, limit=100_000):
        if event.mall == mall:
            board.hear(event)
        board.position = max(board.position, event.position or 0)

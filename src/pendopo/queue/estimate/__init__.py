"""How long people will wait: an honest range of minutes for every number, from what is known at this instant.

`hall_pass` walks once through the rest of the day as counters call, by rank; `likely` makes a range of what it finds;
`turn_times` says how long a visitor keeps a counter, learnt by `learn_turns` and beginning with what the standard promises;
`hall_rows` reads the hall as it is. `promises` writes down what was told and compares it with what came.
All but the last three know no database. `docs/mechanisms/waiting.md` explains the method and its figures.
"""

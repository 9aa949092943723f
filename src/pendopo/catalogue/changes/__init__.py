"""How master data is changed by hand: one thing at a time, at once or from a day on, and back again.

A *thing* (`things`) is what has a page: a service with its standard and fees, a counter, whose hours they are, a person's posts. It is
made of rows of the workbook's sheets, so that one place says what a cell may hold and one way writes it. A *change* is the thing's
kind, its name, and *steps* (`steps`): the cells before and after. The verbs stand in `change_thing`.
"""

"""Processes: which step is next and whose it is. An engine that knows nothing of malls, people or databases.

A process is a BPMN 2.0 file of a declared subset (`docs/processes.md`). `reading` turns bytes into a frozen `definition`;
`checking` lists everything that is amiss with it; `game` is the calculator: given a bundle of processes and what has happened so
far, in order, it says what is open now, and what one more happening changes. It asks no clock, throws no dice, stores nothing:
the same happenings give the same open steps for ever. `text_form` tells a process in numbered sentences, `shipped` gives the
processes in `processes/`. Conditions are comparisons of facts (`conditions.py`); nothing in a file is ever executed.
"""

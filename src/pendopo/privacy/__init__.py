"""Personal data: who looked at it, what a person may ask for, how long it is kept, and what to do when it got out (UU 27/2022).

*Looks* say who of the staff saw whose record, when, what of it, from which screen and why; they name records, never what stands in them.
A visitor may have a *copy* of all that is held of the visit, have it *corrected* and have it *erased*; a service may *hold* its records by
law. What is over is erased by the worker. *Breaches* stand in a register with the 72 hours of the law on its clock.

What Pendopo holds of a visitor is little: the link's code, class of priority, language, notes of officers, requests for assistance. There
is no name and no number of a person in it, unless somebody writes one into a note. `erase_visit.py` is the one place that ends it all.
"""

"""The demo: a mall in the middle of its day, made from the shipped workbooks and moved by the simulated crowd.

`folder` is where it lies and what it remembers; `prepare` makes it; `morning` gives it hours that lie behind it;
`screens` offers kiosk and displays; `words` is what the terminal says. The command is `cli/demo.py`.
"""

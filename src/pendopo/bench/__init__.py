"""Measures of speed, as ratios in one run: the product against a floor on the same machine in the same minute.

`hall` measures the line and the live updates: real servers, production's middleware, the addresses that the screens use.
The floor of a verb is the same rows written by one prepared statement with nothing around it. `beside` measures the verbs while
something else goes on (a backup), `estimate` how well waits are foretold in a log.
"""

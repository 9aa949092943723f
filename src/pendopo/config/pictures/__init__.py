"""Pictures of every screen, taken in a real browser on a throw-away installation in the middle of a Tuesday morning.

`album` lists them all; `lens` says how large each audience's screen is; `hall` makes the mall and puts its counters into the
states that are pictured; `installation` starts its servers; `camera` holds the browser. In all of these processes the clock
stands (`standing_clock`), so that the same pictures come out on any day and at any hour. The command is `cli/screens.py`.
"""

"""The checks of `./pendopo check` that are Pendopo's own; each module has `faults()`, one sentence for each thing amiss.

`python -m pendopo.config.checking NAME` runs one in a process of its own, so that code that cannot even be imported is a
failed check and not the end of all of them.
"""

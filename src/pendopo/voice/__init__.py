"""The voice of the hall: which words an announcement has, and which recordings say them.

An announcement is a sentence of joined clips, one per word, so that a TV without a network and without a voice of its own can
speak. `wording.py` makes the sentence of a call; the shipped clips are synthetic (README.md); a mall's own recordings replace
them word by word. What cannot be said whole is not said: gong, flash and text remain. The log that displays follow is the
journal's own order of calls; this package knows words, not tickets.
"""

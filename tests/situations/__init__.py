"""Situations that tests begin from, named after what they are. Nothing here asks the clock, the network or chance."""

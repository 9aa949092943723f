"""Everything that is amiss with a process, in one list: `structure` and `facts` look at it, `walk` plays all its situations."""

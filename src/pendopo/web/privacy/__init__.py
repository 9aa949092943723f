"""Personal data on the screen: who looked at it, what visitors may ask for, how long it is kept, the register of breaches.

Each page has its own people. The auditor reads looks; whoever serves visitors fulfils their rights, with the visitor's paper in hand;
administrators say how long data are kept; breaches are for administrators and the auditor.
"""

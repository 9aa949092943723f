"""The display of a zone: who is called where, seen from the back row. Numbers, counters and arrows; never a name or a service.

The page is complete as it comes; the script (js/display.js) hears calls live and asks for the board again now and then.
"""

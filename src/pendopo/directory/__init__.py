"""Where everything is and who works there.

Regions, malls, sites, zones, agencies, counters, facilities, opening hours with breaks and special days, holidays, devices
(kiosks, displays, printers), floor plans, posts and the duty roster.
`opening.schedule_of(mall)` answers "open now, on break, closed until, and why" for all screens.
"""

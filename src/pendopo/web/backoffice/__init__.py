"""The back office of a mall.

The first day, master data by workbook or by hand, floor plans, screens, printers, the voice, people, and today's switchboard.
For its manager and administrator. Every page opens its mall through `directory.doors`; strangers get 404.
"""

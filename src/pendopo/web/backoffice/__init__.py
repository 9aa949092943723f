"""The back office of a mall: first steps, master data by workbook, screens, people, and today's switchboard.

For its manager and administrator. Every page opens its mall through `directory.doors`; strangers get 404.
"""

"""What the mall serves: services with their versioned standards and fees, the lines they are numbered in, and the search.

The whole of a mall's master data is read and written here too: as a workbook (`workbook`), or one thing at a time (`changes`).
"""

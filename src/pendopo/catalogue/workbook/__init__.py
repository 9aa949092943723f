"""The mall's master data as a workbook: one sheet each for mall, places, agencies, lines, counters, services, hours, officers.

`sheets` is the one place that says which sheets and columns there are; reading, checking, planning, writing, exporting and the
template all follow it. A workbook is checked as a whole outside any transaction; then all of it is written, or nothing.

    reading → checking → references → planning → writing        (import_workbook)
    tables (what is stored) → export_workbook, and the planning's other side
"""

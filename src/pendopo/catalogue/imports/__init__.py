"""What became of imported workbooks: each is kept with its file and every row it touched, and can be taken back as a whole.

touched   the rows of a plan before and after, in the cells of the workbook
record    an import is written and kept in one transaction
undo      back to what stood before, if nothing that it wrote was changed since
reads     the list, one import, its file
"""

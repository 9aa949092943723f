"""Printable guides in Indonesian, one page a role. The texts lie in `texts/`, one plain file each, for people who are no developers.

A line that begins with `# ` is the title, `## ` a section (`## Heading {anchor}`), `- ` a point, `1. ` a step, `! picture.webp What it
shows` a picture; everything else is a paragraph. `places` says which screen's help leads where.
"""

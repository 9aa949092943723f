"""The screens, a room per audience: `public`, `ticket`, `kiosk`, `display`, `desk`, `backoffice`, with shared `components`.

Views are thin: parse, open the door, call one verb or one read, render.
"""

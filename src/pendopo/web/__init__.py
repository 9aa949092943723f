"""The screens, a room per audience: `public`, `kiosk`, `display`, `desk`, `backoffice`, with shared `components`.

Views are thin: parse, open the door, call one verb or one read, render.
"""

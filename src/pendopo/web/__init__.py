"""The screens, a room per audience, with shared `components`.

Visitors: `public`, `ticket`, `kiosk`, `display`, and `paper`, the ticket that is printed. People of the mall: `account` (trust,
the second step of signing in), `desk`, `greeter`, `oversight` (the live hall), `backoffice`, `guides`.

Views are thin: parse, open the door, call one verb or one read, render.
"""

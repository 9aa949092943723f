"""The ticket on paper: what stands on it, and its two forms, for a ticket printer and for the browser's own print.

`ticket.py` says what stands there, in the visitor's language, complete enough for a hall without internet. `strip.py` writes it for
a printer in the hall's network, `templates/paper/ticket.html` with `css/paper.css` for a printer of the kiosk's browser.
"""

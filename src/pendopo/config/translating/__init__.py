"""Translations without gettext's tools: find the English sentences, keep each room's Indonesian catalogue, compile it.

A *room* is a package with its own words: `queue`, `directory`, `web/kiosk` … Its catalogue is
`<room>/locale/id/LC_MESSAGES/django.po`, and the compiled `django.mo` beside it is committed too, so that nobody who installs
Pendopo has to compile anything. English needs no catalogue: the sentences in the code are the English ones.
"""

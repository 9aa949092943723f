"""The greeter's room: a phone in one hand at the entrance. Whoever comes in is looked up, checked in, given numbers, sent on.

Signed in by a post as greeter (or as who runs the mall). When the network goes, presses are kept in the phone and sent later
(`static/pendopo/js/greeter.js`); every one carries a key, so that none has its effect twice.
"""

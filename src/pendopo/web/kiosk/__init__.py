"""The kiosk: a touch screen at the gate. Find a service, see how long it takes, take a number; no sign-in, nothing kept.

Its addresses are hot (`config.middleware`): no session and no form token, only the device's cookie and the Origin header.
`room.py` opens the door and sets language and time zone; `take_number.py` is the hot address; the others are pages.
"""

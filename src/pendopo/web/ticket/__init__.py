"""The ticket on a visitor's phone: one link is one page that shows what is true now and what to do next.

Nobody signs in: whoever has the code has the visit, so the code is never guessed and nothing on the page says who it is.
`visit.py` opens the door to a visit, `state.py` is its page, `commands.py` what can be done with it, `add_service.py` a further
number. `hall.py` is behind the QR of the day, `take_number.py` takes a number from home or in the hall. `browser.py` knows what
this browser remembers.
"""

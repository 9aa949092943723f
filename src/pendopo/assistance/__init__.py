"""What visitors ask of the people in the hall: a wheelchair, an interpreter, help in finding a companion.

Asked from the phone, at a kiosk or by the greeter; a request is asked, taken by somebody, and done. It says where to go and what
for, never who asks: no free text, no name. Greeters and the manager see those of today (`reads.py`).
"""

"""The one capacity ledger: how many numbers a line may still give on a day, and between which instants.

Hours and limits come from `directory` and `catalogue`; `change_roster` keeps who is expected where, since numbers end where
nobody will come (`attendance`). `phone_limits` and `home_places` share out what may be taken by phone and from home.
"""

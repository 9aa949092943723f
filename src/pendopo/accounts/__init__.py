"""People who work with Pendopo: who they are and how they sign in. What they may do is their post (`directory`).

`invite` gives a person a one-time link, `accept_invitation` sets the password with it, `sign_in` checks it and slows down
whoever guesses, `second_factor` is the code from the phone. Nothing here says who may do what.
"""

"""People who work with Pendopo: who they are and how they sign in. What they may do is their post (`directory`).

`invite` gives a person a one-time link, `accept_invitation` sets the password with it, `sign_in` checks it and slows down
whoever guesses, `second_factor` is the code from the phone, `passkeys` stand for both steps at once,
`oidc` lets a service outside name people who are here already. `sessions` lists where somebody is signed in, and ends it.
Nothing here says who may do what.
"""

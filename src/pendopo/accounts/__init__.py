"""People who work with Pendopo: who they are and how they sign in. What they may do is their post (`directory`)."""

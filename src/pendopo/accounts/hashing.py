"""How passwords are hashed: slowly enough for who steals the database, quickly enough for a hall that signs in at 07:25."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane. Source: OWASP Password Storage Cheat Sheet.

    Django's own choice takes 100 MiB and eight lanes for each try: more than the small machine of a mall has for forty officers
    at once. A password that was hashed otherwise is hashed anew when its owner signs in.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

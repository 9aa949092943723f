"""Keeping the hall's data: backup, restore, the monthly rehearsal, moving to another database, upgrading.

One form carries all of it: every table's rows as lines of text that both databases understand (`rows`), read under one
snapshot while the hall works, together with keys and uploaded files in one stream (`container`), compressed and encrypted
(`sealed_stream`) under a key that a passphrase opens (`passphrase`). So a backup made on SQLite is restored into PostgreSQL and
back, moving a database is a backup that never touches the disk, and an upgrade can be tried out on a copy.
What was kept, when and how well is remembered in the data directory (`record`) and said by `./pendopo doctor`.
"""

"""The append-only record of what happened.

Every verb changes its rows and appends one event in the same transaction; displays, phones, statistics and the audit
trail follow. An event gets its dense `position` once, after commit, from the one relay; every cursor, the stream, the seal
and exports use `position`, never an id. The database itself refuses a changed or removed event (`protection`).
A command's idempotency key stands on its event (`command_key`, unique): what was done once is found again here.
`Lifecycle` is the only place that assigns a state.
"""

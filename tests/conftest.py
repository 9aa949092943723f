"""What every test gets. Situations to begin from lie in `tests/situations/`, one file per kind."""

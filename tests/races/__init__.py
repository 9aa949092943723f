"""Real processes behind a barrier, on a database of their own that is dropped whole."""

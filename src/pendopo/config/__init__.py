"""Settings, addresses, server entry and the command line. The top of the stairs."""

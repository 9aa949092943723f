"""What every stage stands on: the clock, identifiers, errors, keys. It imports nothing of Pendopo."""

"""What each screen shows of the line: one file per screen, each answer a frozen object with exactly that."""

"""The one capacity ledger: how many numbers a line may still give on a day, and between which instants."""

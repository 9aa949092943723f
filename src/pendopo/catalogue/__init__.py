"""What the mall serves: services with their versioned standards and fees, the lines they are numbered in, and the search."""

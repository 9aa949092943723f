"""What `./pendopo test` needs around pytest: parts that run side by side, and a browser."""

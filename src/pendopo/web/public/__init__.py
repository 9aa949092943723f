"""What everybody may see: the mall and whether it is open, its services by need and by agency, and one page per service."""

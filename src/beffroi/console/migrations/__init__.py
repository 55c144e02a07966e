"""Schema changes of the console’s own database."""

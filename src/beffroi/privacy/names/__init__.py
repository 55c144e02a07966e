"""Detection of the names of persons in French administrative text."""

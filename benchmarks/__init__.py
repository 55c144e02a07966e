"""Measures; each prints its figures beside a peer's, in the same run."""

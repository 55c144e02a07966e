"""Brings the original text back into an answer, whole or as a stream cut anywhere."""

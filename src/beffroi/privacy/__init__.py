"""Finds personal data in French text, replaces it, restores it. Pure: knows no web, no database, no clock."""

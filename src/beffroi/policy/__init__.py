"""What is allowed: grants, protection matrix, decisions, the signed snapshot. Pure: no I/O, no clock, no framework."""

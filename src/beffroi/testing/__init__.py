"""Fakes, simulators and measures, shipped: what our tests and anybody's can stand on."""

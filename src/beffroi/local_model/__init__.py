"""The embedded model: a catalogue of weights, their verified fetching, and a supervised server process on the loopback."""

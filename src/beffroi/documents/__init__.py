"""Reads documents and writes protected copies of them, in the same format; restores them. Pure: bytes in, bytes out.

A document is taken as *units* (the stretches of text that are replaced and restored) shown to the detector in *passages*
(paragraphs, table rows) that give each unit its context. Nothing but the text of the units is ever changed.
"""

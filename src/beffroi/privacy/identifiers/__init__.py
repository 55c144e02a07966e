"""Official numbers, bank, digital identifiers and secrets: one module per type, the same small interface in each.

Every module offers ``compact``, ``validate``, ``is_valid``, ``format``, ``generate``, ``generate_like`` and ``RECOGNIZER``;
``registry`` lists them. The tree is the index of what is supported.
"""

"""The rule language: one expression over registers, as of a day, with four answers and reasons.

Read (``reading``), checked against register schemas (``checking``) into one tree (``tree``), which has two readers:
``walking`` for one person and ``compiling`` for a population. ``wording`` says rule and answer in Chinese and English.
"""

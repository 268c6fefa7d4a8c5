"""The demo city: made-up organisations, units and records; faults planted on purpose and an answer sheet.

Nothing here is real: the city, its districts, every name and every number come from word lists and a seed.
"""

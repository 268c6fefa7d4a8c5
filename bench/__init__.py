"""Measurements beside peers and limits, both in the same run. `python -m bench --help`."""

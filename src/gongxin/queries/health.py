"""Whether the database answers."""

from gongxin.queries.reading import row


def ledger_size() -> int:
    """Return the number of entries; a broken or missing database raises."""
    found = row("SELECT coalesce(max(size), 0) FROM log_checkpoint")
    assert found is not None
    return int(found[0])

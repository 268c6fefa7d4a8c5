"""Batches of columns as PostgreSQL's COPY takes them in binary, which saves the server reading text.

Nothing is converted on arrival, so a column must have the type of its place: int32 for an integer, int64 for
a bigint, a string for a text, bytes for a bytea, sixteen bytes for a uuid, microseconds in UTC for a time.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import numpy
import pyarrow
import pyarrow.compute

BEGINNING = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
END = b"\xff\xff"
ABSENT = b"\xff\xff\xff\xff"  # the length of a null
EPOCH = (date(2000, 1, 1) - date(1970, 1, 1)).days  # PostgreSQL counts from the first, Arrow from the second
BYTES = pyarrow.large_binary()
# The whole number that Arrow keeps, the bytes that PostgreSQL expects, and where it begins to count.
FIXED = {
    pyarrow.bool_(): (pyarrow.uint8(), "u1", 0),
    pyarrow.int32(): (pyarrow.int32(), ">i4", 0),
    pyarrow.int64(): (pyarrow.int64(), ">i8", 0),
    pyarrow.date32(): (pyarrow.int32(), ">i4", EPOCH),
    pyarrow.timestamp("us"): (pyarrow.int64(), ">i8", EPOCH * 86_400_000_000),
}


def rows_of(batch: pyarrow.RecordBatch) -> memoryview:
    """Return the rows of a batch, without the beginning and the end of the whole."""
    count = numpy.array(batch.num_columns, dtype=">i2").tobytes()
    return _whole(joined(count, *(piece for column in batch.columns for piece in _field(column))))


def joined(*pieces: pyarrow.Array | bytes) -> pyarrow.LargeBinaryArray:
    """Return row by row the pieces one after the other, `ABSENT` for a null."""
    wide = [
        pyarrow.scalar(piece, BYTES) if isinstance(piece, bytes) else piece.cast(BYTES) for piece in pieces
    ]
    return pyarrow.compute.binary_join_element_wise(
        *wide, pyarrow.scalar(b"", BYTES), null_handling="replace", null_replacement=ABSENT
    )


def each_of(rows: pyarrow.LargeBinaryArray) -> Iterator[memoryview]:
    """Yield the bytes of each row, without a copy."""
    whole = memoryview(rows.buffers()[2])
    return (whole[start:end] for start, end in pairwise(_ends(rows).tolist()))


def bytes_column(values: Sequence[bytes], width: int) -> pyarrow.FixedSizeBinaryArray:
    """Return a column of values that are all of one width."""
    return _of_width(width, len(values), b"".join(values))


def _whole(rows: pyarrow.LargeBinaryArray) -> memoryview:
    ends = _ends(rows)
    return memoryview(rows.buffers()[2])[ends[0] : ends[-1]]


def _ends(rows: pyarrow.LargeBinaryArray) -> Any:
    return numpy.frombuffer(rows.buffers()[1], dtype="i8", count=len(rows) + 1)


def _field(column: pyarrow.Array) -> Iterator[pyarrow.Array]:
    """Yield a field's length and its bytes."""
    if column.type in FIXED:
        yield _fixed(column)
        return
    plain = column.cast(BYTES)
    lengths = pyarrow.compute.binary_length(plain).fill_null(0).to_numpy().astype(">i4")
    yield _of_width(4, len(column), lengths.tobytes(), column)
    yield plain.fill_null(b"")


def _fixed(column: pyarrow.Array) -> pyarrow.Array:
    whole_number, form, epoch = FIXED[column.type]
    laid_out = numpy.empty(len(column), dtype=[("length", ">i4"), ("value", form)])
    laid_out["length"] = laid_out.dtype["value"].itemsize
    laid_out["value"] = column.cast(whole_number).fill_null(0).to_numpy() - epoch
    return _of_width(laid_out.itemsize, len(column), laid_out.tobytes(), column)


def _of_width(width: int, count: int, values: bytes, like: pyarrow.Array | None = None) -> pyarrow.Array:
    """Return a column of such values, null where another is."""
    present = pyarrow.compute.is_valid(like).buffers()[1] if like is not None and like.null_count else None
    buffers = [present, pyarrow.py_buffer(values)]
    return pyarrow.FixedSizeBinaryArray.from_buffers(pyarrow.binary(width), count, buffers)

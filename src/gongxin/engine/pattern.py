"""Regular expressions: what DuckDB (RE2) reads, written so that Spark (Java) reads the same.

Where the two languages differ in what a sign means, the meaning of RE2 is spelt out; what has no certain
equivalent is refused, so that no pattern ever means two things.
"""

from collections.abc import Iterator

BLANKS = r"\t\n\f\r "  # Java counts the vertical tab among them
CLASSES = {"s": BLANKS, "d": "0-9", "w": "0-9A-Za-z_"}
NEGATED = {"S": "s", "D": "d", "W": "w"}
CONTROL = {"v": r"\x0B", "a": r"\x07"}  # \v is any vertical blank in Java
ANYTHING = "(?s:.*)"  # the one flag that is in use
SAME = frozenset("ntrfAz")


class UnknownPattern(Exception):
    """A regular expression holds something whose meaning in Java is not known to be the same."""

    def __init__(self, pattern: str, part: str) -> None:
        super().__init__(
            f"正则表达式 {pattern} 中的 {part} 在 Spark 中含义不定，请改写。"
            f" / {part} in the pattern {pattern} has no certain meaning in Spark; write it another way."
        )


def java_pattern(pattern: str) -> str:
    """Return the pattern in Java's language, for the same matches.

    Raises:
        UnknownPattern: it cannot be said for certain.
    """
    return "".join(_Reader(pattern).parts())


def java_full_pattern(pattern: str) -> str:
    """Return a pattern that matches where all of a text matches."""
    return rf"\A(?:{java_pattern(pattern)})\z"


def java_replacement(text: str) -> str:
    r"""Return a replacement: `\1` is `$1`, and a dollar is a dollar.

    Raises:
        UnknownPattern: a digit behind the number of a group would be read as part of it.
    """
    out, place = [], 0
    while place < len(text):
        sign = text[place]
        if sign == "\\":
            number, behind = text[place + 1 : place + 2], text[place + 2 : place + 3]
            if not number.isdigit() or behind.isdigit():
                raise UnknownPattern(text, text[place : place + 3])
            out.append(f"${number}")
            place += 2
        else:
            out.append(f"\\{sign}" if sign == "$" else sign)
            place += 1
    return "".join(out)


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._place = 0

    def parts(self) -> Iterator[str]:
        while self._place < len(self._pattern):
            yield self._part()

    def _part(self) -> str:
        match self._next():
            case "\\":
                return self._escaped(in_class=False)
            case "[":
                return self._class()
            case ".":
                return r"[^\n]"
            case "$":
                return r"\z"
            case "(" if self._pattern.startswith(ANYTHING, self._place - 1):
                self._place += len(ANYTHING) - 1
                return ANYTHING
            case "(" if self._peek() == "?" and not self._pattern.startswith("?:", self._place):
                raise UnknownPattern(self._pattern, self._pattern[self._place - 1 : self._place + 3])
            case sign:
                return sign

    def _class(self) -> str:
        """A set of characters; a `[` or `&` in it is no operator in RE2."""
        out = ["["]
        if self._peek() == "^":
            out.append(self._next())
        if self._peek() == "]":
            raise UnknownPattern(self._pattern, "[]")
        while (sign := self._next()) != "]":
            if sign == "\\":
                out.append(self._escaped(in_class=True))
            elif sign == "[" and self._peek() == ":":
                raise UnknownPattern(self._pattern, "[:")
            else:
                out.append(f"\\{sign}" if sign in "[&" else sign)
        return "".join([*out, "]"])

    def _escaped(self, *, in_class: bool) -> str:
        sign = self._next()
        if sign in CLASSES:
            return CLASSES[sign] if in_class else f"[{CLASSES[sign]}]"
        if sign in NEGATED and not in_class:
            return f"[^{CLASSES[NEGATED[sign]]}]"
        if sign in CONTROL:
            return CONTROL[sign]
        if sign == "x" or sign in SAME:
            return f"\\{sign}"
        if sign.isalnum():
            raise UnknownPattern(self._pattern, f"\\{sign}")
        return f"\\{sign}"

    def _peek(self) -> str:
        return self._pattern[self._place : self._place + 1]

    def _next(self) -> str:
        sign = self._peek()
        if not sign:
            raise UnknownPattern(self._pattern, self._pattern[-1:])
        self._place += 1
        return sign

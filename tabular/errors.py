"""The exception of this package."""


class TableError(Exception):
    """The file cannot be used; the message is one sentence for its owner: what is wrong, and what to do."""


def shown(text: str, most: int = 40) -> str:
    """Return a cell's text for a sentence: in quotation marks, on one line, cut where it is long."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return f"“{line if len(line) <= most else line[: most - 1] + '…'}”"

"""Typeset a document as PDF, PNG or SVG, by Typst: one picture a process, bounded in time and memory.

`python -m dashboard.documents.typeset` reads a `Job` as JSON and writes the file. A process of its own, 0.3 s and
60 MB for as long, keeps a picture out of the server's memory and can be stopped
(docs/decisions/0022-pictures-by-typst.md).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

ASSETS = Path(__file__).parents[1] / "assets"
TEMPLATES, FONTS = ASSETS / "paper", ASSETS / "fonts"

Format = Literal["pdf", "png", "svg"]
FORMATS: tuple[Format, ...] = get_args(Format)

MOST_S = 20
"""Seconds of a process; a picture takes 0.2 on a free core."""

MOST_BYTES = 1_500_000_000
"""Address space of a process, of which Typst's library maps 90 MB and a picture fills some 60."""


class TypesetError(RuntimeError):
    """A document could not be typeset; the message says why."""


@dataclass(frozen=True)
class Job:
    """A template of assets/paper, what it shows, the format, and dots per inch of a PNG (72 are one per pixel)."""

    template: str
    data: Mapping[str, Any]
    format: Format
    dots_per_inch: float = 144.0


def typeset(job: Job) -> bytes:
    """Return the file of a job, made in this process."""
    import typst  # here, as only the process that typesets needs it

    made = typst.compile(
        str(TEMPLATES / f"{job.template}.typ"),
        root=str(TEMPLATES),
        format=job.format,
        ppi=job.dots_per_inch,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(job.data)},
        pdf_standards="ua-1" if job.format == "pdf" else None,
    )
    return bytes(made)


def typeset_apart(job: Job) -> bytes:
    """Return the file of a job, made in a process of its own.

    Raises:
        TypesetError: the process failed, or took too long.
    """
    command = [sys.executable, "-m", "dashboard.documents.typeset"]
    try:
        done = subprocess.run(command, input=json.dumps(asdict(job)).encode(), capture_output=True, timeout=MOST_S)
    except subprocess.TimeoutExpired as error:
        raise TypesetError(f"a picture took more than {MOST_S} s") from error
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise TypesetError(last or f"exit status {done.returncode}")
    return done.stdout


def main() -> None:
    """Typeset the job on standard input to standard output."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_S, MOST_S))
    sys.stdout.buffer.write(typeset(Job(**json.load(sys.stdin))))


if __name__ == "__main__":
    main()

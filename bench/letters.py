"""Times 1,300 letters with their printable batch beside docxtpl used afresh for each letter.

Run it by `make bench`. Prints Markdown: processor time of the whole process, and peak memory.
docxtpl makes a few letters, without a batch; their time, without the start, is multiplied.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

LETTERS, FEW, ROWS = 1300, 50, 14
STAGE = 3
WAYS = ("lja", "docxtpl")


def with_lja(folder: Path) -> tuple[int, float]:
    """How many letters were made, and the processor time before the first."""
    from lj_attendance.letters.invented import invented
    from lj_attendance.letters.printable import printable
    from lj_attendance.letters.shipped import shipped_template
    from lj_attendance.letters.template import load

    template = load(shipped_template(f"stage-{STAGE}.docx"))
    fields = invented(STAGE, ROWS)

    def letters():  # type: ignore[no-untyped-def]
        for number in range(LETTERS):
            letter = template.letter(fields, str(number))
            (folder / f"{number}.docx").write_bytes(letter.to_bytes())
            yield letter

    started = time.process_time()
    (folder / "batch.docx").write_bytes(printable(template, letters()))
    return LETTERS, started


def with_docxtpl(folder: Path) -> tuple[int, float]:
    from dataclasses import asdict

    from docxtpl import DocxTemplate

    from lj_attendance.letters.invented import invented
    from lj_attendance.letters.shipped import shipped_template

    fields = asdict(invented(STAGE, ROWS))
    started = time.process_time()
    for number in range(FEW):
        letter = DocxTemplate(shipped_template(f"stage-{STAGE}.docx"))
        letter.render(fields, autoescape=True)
        letter.save(folder / f"{number}.docx")
    return FEW, started


def measure(way: str) -> tuple[float, str]:
    """Processor seconds for all letters, and peak MiB, of a process of its own."""
    command = [sys.executable, __file__, way]
    answer = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    made, start, end, peak = answer.split()
    return float(start) + (float(end) - float(start)) * LETTERS / int(made), peak


def run(way: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made, started = {"lja": with_lja, "docxtpl": with_docxtpl}[way](Path(folder))
        seconds = time.process_time()
    print(made, started, seconds, peak_memory())


def peak_memory() -> str:
    try:
        import resource
    except ImportError:  # Windows
        return "unknown"
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit:.0f}"


def main() -> None:
    if len(sys.argv) > 1:
        run(sys.argv[1])
        return
    print(f"| {LETTERS:,} letters, {ROWS} rows each | processor s | letters a second | peak MiB |")
    print("| --- | --: | --: | --: |")
    for way in WAYS:
        seconds, peak = measure(way)
        name = "lja, with batch.docx" if way == "lja" else f"docxtpl afresh, from {FEW} letters"
        print(f"| {name} | {seconds:.1f} | {LETTERS / seconds:,.0f} | {peak} |")


if __name__ == "__main__":
    main()

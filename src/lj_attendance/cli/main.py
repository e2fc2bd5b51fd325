"""The entry point: runs the application and turns errors into messages and exit codes."""

from __future__ import annotations

import atexit
import gc
import os
import sys

from lj_attendance.cli.commands import add_commands
from lj_attendance.errors import LjaError

# Read when these libraries are imported, which a command does later.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them costs 20 ms
os.environ.setdefault("POLARS_ENGINE_AFFINITY", "in-memory")  # a school fits; 15 % faster for it


def main() -> None:
    """Runs `lja`. Exit codes: 0 done, 1 a fault in lja, 2 usage, 3 input, 4 strict, 5 partly."""
    _speak_utf8()
    # A command lives for seconds, and all it holds goes with it. Looking for cycles while it runs
    # is a twentieth of its time, and looking through everything once more at its end a tenth.
    gc.disable()
    atexit.register(gc.freeze)
    try:
        from lj_attendance.cli.app import app

        add_commands(sys.argv[1] if len(sys.argv) > 1 else "")
        app()
    except LjaError as error:
        from lj_attendance.cli.console import show_error

        show_error(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. Nothing was left half-written.\n")
        sys.exit(130)
    except SystemExit as end:
        if end.code == 1 and type(sys.stdout).__name__ == "PacifyFlushWrapper":
            sys.exit(0)  # the reader of a pipe has gone; Typer has seen to the rest
        raise
    except BaseException as fault:  # the last resort; a panic in Polars is no Exception
        if os.environ.get("LJA_TRACEBACK"):
            raise
        sys.stderr.write(_fault(fault))
        sys.exit(1)


def _fault(fault: BaseException) -> str:
    """What to report of a fault in lja: its kind and its place in the code, never a value."""
    import traceback

    last = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{os.path.basename(last.filename)}, line {last.lineno}"  # noqa: PTH119
    return (
        f"lja: A fault in lja itself ({type(fault).__name__} in {place}).\n"
        "What to do: please report this line. LJA_TRACEBACK=1 shows more; it may name pupils.\n"
    )


def _speak_utf8() -> None:
    """Names and signs as they are, also where the terminal's own encoding is narrower."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")

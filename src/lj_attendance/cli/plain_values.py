"""Values of options read without pydantic, whose import is a tenth of an analysis's time.

Typer reads every value through pydantic, a text and a default too. What is plain is read here
with the same outcome; everything else, and everything wrong, is left to Typer.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

_NOT_PLAIN = object()


class PlainFirst:
    """Stands where Typer keeps what reads an option's values, and steps aside when it must."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value as the command is given it. Typer calls this; it then checks what is left."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        kind = param.type_descriptor
        found = _plain(value, kind.annotation, kind.parameter_info)
        if found is not _NOT_PLAIN:
            return found
        param._runtime_param = None  # so that Typer makes its own, here and from now on
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)


def read_plainly(options: list[Any]) -> None:
    """Lets PlainFirst read these options. Where a later Typer keeps its own elsewhere, it stays."""
    for option in options:
        if hasattr(option, "type_descriptor") and getattr(option, "_runtime_param", "") is None:
            option._runtime_param = PlainFirst()


def _plain(value: Any, annotation: Any, rules: Any) -> Any:
    """What Typer would make of a value by an option's rules; _NOT_PLAIN where it is to say."""
    if get_origin(annotation) is not None:
        if get_origin(annotation) is not list or not isinstance(value, (list, tuple)):
            return _NOT_PLAIN
        found = [_plain(item, get_args(annotation)[0], rules) for item in value]
        return _NOT_PLAIN if _NOT_PLAIN in found else found
    if rules.parser is not None:
        try:
            return rules.parser(value)
        except (ValueError, AssertionError):  # Typer makes a message of these
            return _NOT_PLAIN
    if annotation is str and isinstance(value, str):
        return value
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next((one for one in annotation if value in (one, one.value)), _NOT_PLAIN)
    if annotation is Path and isinstance(value, str) and not _is_checked(rules):
        return Path(value)
    return _NOT_PLAIN


def _is_checked(rules: Any) -> bool:
    """Whether Typer looks at the file system before a path is accepted."""
    anything = rules.file_okay and rules.dir_okay and rules.path_type is None
    return not anything or any((rules.exists, rules.readable, rules.writable, rules.resolve_path))

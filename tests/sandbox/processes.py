"""Processes on this machine, told by what stands in their command lines."""

from pathlib import Path


def command_lines(mark: str) -> dict[int, str]:
    """Of each process that runs and was started with `mark` among its words: its number and its words."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().decode(errors="replace")
        except OSError:
            continue  # it has ended meanwhile
        if mark in line:
            found[int(path.parent.name)] = line
    return found

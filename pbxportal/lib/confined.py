"""Programs that read files of strangers: a process of its own, with little of anything."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

_MEMORY = 1 << 30


class Stopped(Exception):
    """The program has failed, or was ended."""


def run(
    command: Sequence[str], most_bytes: int, cpu: int = 60, seconds: int = 90
) -> str:
    """Runs the program; what it has told on its standard error.

    It gets so many seconds, so many of them on the processor, 1 GiB of memory, files of
    `most_bytes` at most, and nothing of our environment. Raises Stopped.
    """
    limits = ("prlimit", f"--as={_MEMORY}", f"--cpu={cpu}", "--core=0")
    try:
        done = subprocess.run(  # noqa: S603  arguments are our own, the files' names too
            [*limits, f"--fsize={most_bytes}", *command],
            # Nothing of the portal's own environment, such as its keys.
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Stopped(f"{command[0]} took too long") from error
    told = done.stderr.decode(errors="replace")
    if done.returncode:
        raise Stopped(told[-500:])
    return told

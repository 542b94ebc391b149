"""`python -m pbxportal.devstack`: the stack from the command line."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import time
from typing import TYPE_CHECKING

from pbxportal.devstack.errors import StackError, say
from pbxportal.devstack.files import read_json
from pbxportal.devstack.layout import Layout
from pbxportal.devstack.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; gives the exit code."""
    parsed = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = parsed.command
    try:
        return command(parsed)
    except StackError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pbxportal.devstack")
    parser.add_argument("--run-dir", help="instead of PBXPORTAL_RUN_DIR or .run")
    commands = parser.add_subparsers(required=True)
    for name, function, text in (
        ("up", _up, "start what does not run and wait until it is healthy"),
        ("demo", _demo, "up in the foreground until Ctrl-C"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--only", default="", help="services, comma separated")
        command.set_defaults(command=function)
    for name, function, text in (
        ("down", _down, "end every process"),
        ("status", _status, "list the processes"),
    ):
        commands.add_parser(name, help=text).set_defaults(command=function)
    for name in ("start", "stop", "kill"):
        command = commands.add_parser(name, help=f"{name} services or groups")
        command.add_argument("service", nargs="+")
        command.set_defaults(command=_single, verb=name)
    return parser


def _up(parsed: argparse.Namespace) -> int:
    begin = time.monotonic()
    stack = Stack.make(parsed.run_dir)
    stack.up(_words(parsed.only))
    say(f"up after {time.monotonic() - begin:.1f} s")
    _greet(stack)
    return 0


def _down(parsed: argparse.Namespace) -> int:
    if not Layout.find(parsed.run_dir).env_file.exists():
        say("nothing was started here")
        return 0
    Stack.load(parsed.run_dir).down()
    say("down")
    return 0


def _demo(parsed: argparse.Namespace) -> int:
    signal.signal(signal.SIGTERM, _interrupt)
    stack = Stack.make(parsed.run_dir)
    try:
        stack.up(_words(parsed.only))
        _greet(stack)
        say("Ctrl-C ends it.")
        _watch(stack, _words(parsed.only))
    except KeyboardInterrupt:
        say("\nending")
    finally:
        with contextlib.suppress(KeyboardInterrupt):
            stack.down()
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _watch(stack: Stack, only: list[str]) -> None:
    """Starts again what dies, for ever."""
    names = stack.services.expand(only or ["all"])
    while True:
        time.sleep(2)
        for name in names:
            if not stack.alive(name):
                say(f"{name} has ended, starting it again: {stack.layout.log(name)}")
                stack.start(name)


def _status(parsed: argparse.Namespace) -> int:
    stack = Stack.load(parsed.run_dir)
    lines = stack.status()
    for line in lines:
        state = f"runs, pid {line.pid}" if line.alive else "does not run"
        say(f"{line.name:12} {state:20} {line.log}")
    return 0 if all(line.alive for line in lines) else 1


def _single(parsed: argparse.Namespace) -> int:
    stack = Stack.load(parsed.run_dir)
    for name in parsed.service:
        getattr(stack, parsed.verb)(name)
    return 0


def _greet(stack: Stack) -> None:
    demo = read_json(stack.layout.demo_file)
    if demo is None:
        return
    say(f"\nThe portal is at {stack.plan.web_url}")
    for login in demo.get("logins", ()):
        role, email = login.get("role", ""), login["email"]
        say(f"  {role:16} {email:32} password {login['password']}")
    for account in demo.get("accounts", ()):
        extensions = ", ".join(seat["extension"] for seat in account.get("seats", ()))
        say(f"  account {account['slug']}: phones {extensions} at {account['realm']}")
    say(f"Logins of the phones and tokens of the API: {stack.layout.demo_file}\n")


def _words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


if __name__ == "__main__":
    sys.exit(main())

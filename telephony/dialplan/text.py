r"""The only place where values become dialplan text.

Every argument is a `Safe`, and only the functions here make one: each checks what it is
given against what that kind of value can be. Text that people chose has a single way
in, `user_text()`, which leaves nothing of it but letters, digits and percent signs.

What survives the way to Asterisk was tried (22.10): AMI drops a leading space of a
value and refuses lines over 1022 bytes; a configuration file begins a comment at `;`
and reads `\;` as `;`. So finished text has no `;`, no `\`, no space at its ends, is
printable ASCII, and stays far below a line: both ways then hand over the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import LiteralString, NewType
from urllib.parse import quote

from callflows.number_pattern import Part, posix
from pbxportal.lib.names import asterisk_name

Safe = NewType("Safe", str)

# A line holds the name of its header, or `exten => n123,45,App(…)`, besides the data.
LONGEST = 900
# Bytes of user text in one priority; percent-encoding makes three of each.
_CHUNK = 200

_PRINTABLE = re.compile(r"[ -:<-\[\]-~]*")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
_ENDPOINT = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}@[a-z0-9][a-z0-9.-]{0,119}")
_SOUND = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9_.@+~= -]{1,80})+")
_LANGUAGE = re.compile(r"[a-z]{2}_own/[a-z][a-z0-9-]{1,19}/prompts")
_MAILBOX = re.compile(r"[0-9]{1,20}")
_DIALLABLE = re.compile(r"[0-9*#+]{1,20}")
_DIGITS = re.compile(r"[0-9]{0,20}")
_PATTERN = re.compile(r"[-0-9\[\](){}|,^$+?]{1,500}")
_STATION = re.compile(r"[0-9+]([0-9+ ]{0,18}[0-9+])?")
# What is spelled or said.
_PLAIN = re.compile(r"[0-9A-Za-z]{1,20}")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,31}(?:/[A-Za-z0-9_+-]{1,31}){0,2}")


class NotSafe(ValueError):
    """A value that Asterisk could take for something else. It names the value."""


def code(template: LiteralString, *values: Safe | int) -> Safe:
    """Text written in our own source, its `%s` filled with safe values."""
    return Safe(template % values)


def name(value: str) -> Safe:
    """A context, an extension, a key of AstDB."""
    return Safe(asterisk_name(value))


def variable(value: str) -> Safe:
    """A channel variable."""
    return _checked(_VARIABLE, value, "variable")


def endpoint(value: str) -> Safe:
    """A telephone's name in PJSIP, such as `1001@acme.example`."""
    return _checked(_ENDPOINT, value, "endpoint")


def language(value: str) -> Safe:
    """The language of a channel, see `pbxportal.lib.names.prompt_language`."""
    return _checked(_LANGUAGE, value, "language")


def sound(value: str) -> Safe:
    """An absolute path of a sound file, without its extension."""
    return _checked(_SOUND, value, "sound")


def station(value: str) -> Safe:
    """What a fax machine is shown of another one."""
    return _checked(_STATION, value, "fax identity")


def md5(text: str) -> Safe:
    """The hash of a text, to be compared with `${MD5(…)}` inside `$[…]`."""
    return Safe(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest())


def mailbox(value: str) -> Safe:
    """The number of a mailbox."""
    return _checked(_MAILBOX, value, "mailbox")


def diallable(value: str) -> Safe:
    """What a telephone can dial."""
    return _checked(_DIALLABLE, value, "number")


def plain(value: str) -> Safe:
    """Letters and digits."""
    return _checked(_PLAIN, value, "plain text")


def digits(value: str) -> Safe:
    """Digits alone, perhaps none."""
    return _checked(_DIGITS, value, "digits")


def pattern(value: str) -> Safe:
    """A pattern of digits of our own for REGEX(), in which `$` stands before `)` only."""
    if "$" in value.replace("$)", ""):
        raise NotSafe(f"no pattern for Asterisk: {value[:80]!r}")
    return _checked(_PATTERN, value, "pattern")


def zone(value: str) -> Safe:
    """A time zone of the IANA database."""
    return _checked(_ZONE, value, "time zone")


def user_text(target: str, text: str) -> Iterator[Safe]:
    """Arguments of `Set()`, one after the other, that leave `text` in a variable.

    The text is percent-encoded, whatever it is; a long one is put together from parts.
    The variable must never become an application's argument, nor stand inside `$[…]`:
    there compare `${MD5(${V})}`.
    """
    to = variable(target)
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise NotSafe(f"no text: {error.reason}") from error
    yield code("%s=%s", to, _decoded(data[:_CHUNK]))
    for begin in range(_CHUNK, len(data), _CHUNK):
        yield code("%s=${%s}%s", to, to, _decoded(data[begin : begin + _CHUNK]))


def number_pattern(part: Part) -> Safe:
    """A pattern of digits for REGEX(); its text is made from its tree, never copied."""
    return Safe(posix(part))


def data(arguments: tuple[Safe, ...]) -> str:
    """The arguments of an application as they are handed to Asterisk."""
    text = ",".join(arguments)
    if len(text) > LONGEST:
        raise NotSafe(f"too long for one priority: {text[:60]!r}…")
    if not _PRINTABLE.fullmatch(text) or text != text.strip():
        raise NotSafe(f"not to be written as it is: {text[:60]!r}")
    return text


def _decoded(data: bytes) -> Safe:
    # quote() leaves `_.-~` besides letters and digits; none of them means anything here.
    return code("${URIDECODE(%s)}", Safe(quote(data, safe=""))) if data else Safe("")


def _checked(shape: re.Pattern[str], value: str, what: str) -> Safe:
    if not shape.fullmatch(value):
        raise NotSafe(f"no {what} for Asterisk: {value[:80]!r}")
    return Safe(value)

"""Lines of cdr.json and cel.json, read as legs and steps of calls.

Wanted of cdr_custom.conf: clid, src, dst, channel, dstchannel, lastapp,
start(double), answer(double), end(double), duration, billsec, disposition,
accountcode, uniqueid, linkedid, sequence. Of cel_custom.conf: EventType, eventenum,
EventTime, Name, Num, Exten, Context, ChanName, AppName, AppData, AccountCode,
UniqueID, LinkedID, EventExtra. More fields do no harm.
"""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from callflows.instructions import Notice as NoticeKind

if TYPE_CHECKING:
    from collections.abc import Iterable

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CLID = re.compile(r'\s*"?(.*?)"?\s*(?:<.*>)?\s*', re.DOTALL)
# Ends of a record that was cut, where the next process wrote on in the same line.
RECORD_START = re.compile(r'(?<!^)\{"')
KINDS = {
    "CHAN_START": "start",
    "ANSWER": "answer",
    "BLINDTRANSFER": "transfer",
    "ATTENDEDTRANSFER": "transfer",
    "PICKUP": "pickup",
    "LINKEDID_END": "end",
}
# What emit_ReceiveFax writes: the texts of strangers are percent-encoded.
FAX = re.compile(r"([0-9a-f]{40})/([0-9a-f-]{36})")
FAX_END = re.compile(rf"{FAX.pattern}/([A-Z]*)/0*([0-9]{{0,6}})/([^/]*)/([^/]*)")
RECORDING = re.compile(r"([0-9a-f]{40})/(-|[0-9a-f-]{36})/(keep|send)")
# What emit_Dictate writes of what somebody has spoken and kept.
DICTATED = re.compile(r"(dictated-[0-9a-f]{30})/([0-9a-f-]{36})/media")
NOTICES = frozenset(kind.value for kind in NoticeKind)
# What is said of a call with the outside: of its account's trunks (see
# telephony/dialplan/trunks.py), and that it is stopped by a blacklist (outbound.py).
OUTSIDE = frozenset(
    {"over_in", "over_out", "full_in", "full_out", "block_in", "block_out"}
)
APPLICATIONS = {"voicemail": "voicemail", "queue": "queue"}


class Malformed(ValueError):
    """A record that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One call detail record. Times are in UTC; `answered_at` is the time at which
    the calling channel was up, be it by a menu and not by a person."""

    linkedid: str
    uniqueid: str
    sequence: int
    accountcode: str
    channel: str
    dest_channel: str
    caller_number: str
    caller_name: str
    extension: str
    application: str
    disposition: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime
    duration: int
    billsec: int


@dataclass(frozen=True, slots=True)
class Step:
    """One channel event that the history keeps; `kind` as in models.StepKind."""

    linkedid: str
    uniqueid: str
    accountcode: str
    kind: str
    at: datetime
    channel: str
    number: str
    name: str
    extension: str
    context: str
    node: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a callflow wants somebody outside to be told; as models.CallNotice."""

    linkedid: str
    accountcode: str
    kind: str
    target: uuid.UUID
    at: datetime
    caller_number: str
    caller_name: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording that was begun, or a sound that was spoken; as models.Recording.

    `handle` names its file.
    """

    linkedid: str
    accountcode: str
    handle: str
    target: uuid.UUID | None
    keep: bool
    media: uuid.UUID | None
    at: datetime
    caller_number: str
    caller_name: str


@dataclass(frozen=True, slots=True)
class Fax:
    """A call at a fax box, as models.Fax; what came of it once `ended_at` is known."""

    linkedid: str
    accountcode: str
    handle: str
    box: uuid.UUID
    at: datetime
    caller_number: str
    caller_name: str
    ended_at: datetime | None = None
    status: str = ""
    pages: int = 0
    station: str = ""
    reason: str = ""


def split(line: bytes) -> tuple[list[dict[str, Any]], str]:
    """The records of a line (rightly one), and what of it cannot be read ("": all can).

    Caller names come from anywhere: bytes that are no UTF-8 are replaced.
    """
    text = line.decode("utf-8", "replace").replace("\\u0000", "").strip("\0 \r\n\t")
    if not text:
        return [], ""
    record = _json(text)
    if record is not None:
        return [record], ""
    for start in (match.start() for match in RECORD_START.finditer(text)):
        record = _json(text[start:])
        if record is not None:
            return [record], text[:start]
    return [], text


def _json(text: str) -> dict[str, Any] | None:
    try:
        record = json.loads(text, strict=False)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def leg(record: dict[str, Any]) -> Leg:
    """Read a line of cdr.json; raises Malformed."""
    started_at = _time(record, "start")
    return Leg(
        linkedid=_id(record, "linkedid"),
        uniqueid=_id(record, "uniqueid"),
        sequence=_number(record, "sequence"),
        accountcode=_text(record, "accountcode", 80),
        channel=_text(record, "channel", 200),
        dest_channel=_text(record, "dstchannel", 200),
        caller_number=_text(record, "src", 80),
        caller_name=_caller_name(_text(record, "clid", 300)),
        extension=_text(record, "dst", 80),
        application=_text(record, "lastapp", 80),
        disposition=_text(record, "disposition", 20),
        started_at=started_at,
        answered_at=_time(record, "answer") if record.get("answer") else None,
        ended_at=max(_time(record, "end"), started_at),
        duration=max(0, _number(record, "duration")),
        billsec=max(0, _number(record, "billsec")),
    )


def step(record: dict[str, Any]) -> Step | None:
    """Read a line of cel.json; None for events that are not kept; raises Malformed."""
    kind = _kind(record)
    channel = _text(record, "channame", 200)
    if not kind or (kind in ("start", "answer") and channel.startswith("Local/")):
        # Local channels are Asterisk's own wiring.
        return None
    context, node = _place(record) if kind == "node" else ("", "")
    return Step(
        linkedid=_id(record, "linkedid"),
        uniqueid=_id(record, "uniqueid"),
        accountcode=_text(record, "accountcode", 80),
        kind=kind,
        at=_time(record, "eventtime"),
        channel=channel,
        number=_text(record, "num", 80),
        name=_text(record, "name", 120),
        extension=_text(record, "exten", 80),
        context=context or _text(record, "context", 80),
        node=node,
    )


def notice(record: dict[str, Any]) -> Notice | None:
    """Read a line of cel.json; None for what asks for no notice; raises Malformed."""
    kind = str(record.get("eventtype") or "")
    if record.get("eventenum") != "USER_DEFINED" or kind not in NOTICES:
        return None
    try:
        target = uuid.UUID(_extra(record))
    except ValueError as error:
        raise Malformed(f"no target: {error}") from error
    return Notice(
        linkedid=_id(record, "linkedid"),
        accountcode=_text(record, "accountcode", 80),
        kind=kind,
        target=target,
        at=_time(record, "eventtime"),
        caller_number=_text(record, "num", 80),
        caller_name=_text(record, "name", 120),
    )


def recording(record: dict[str, Any]) -> Recording | None:
    """Read a line of cel.json; None for what begins no recording; raises Malformed."""
    if record.get("eventenum") != "USER_DEFINED":
        return None
    if record.get("eventtype") != "recording":
        return None
    extra = _extra(record)
    if spoken := DICTATED.fullmatch(extra):
        handle, media, target, keep = *spoken.groups(), "-", "keep"
    elif match := RECORDING.fullmatch(extra):
        (handle, target, keep), media = match.groups(), "-"
    else:
        raise Malformed("no recording: its name is missing")
    return Recording(
        linkedid=_id(record, "linkedid"),
        accountcode=_text(record, "accountcode", 80),
        handle=handle,
        target=_uuid(target),
        keep=keep == "keep",
        media=_uuid(media),
        at=_time(record, "eventtime"),
        caller_number=_text(record, "num", 80),
        caller_name=_text(record, "name", 120),
    )


def _uuid(text: str) -> uuid.UUID | None:
    return None if text == "-" else uuid.UUID(text)


def fax(record: dict[str, Any]) -> Fax | None:
    """Read a line of cel.json; None for what is about no fax; raises Malformed."""
    kind = record.get("eventtype")
    if record.get("eventenum") != "USER_DEFINED" or kind not in ("fax", "faxed"):
        return None
    shape = FAX if kind == "fax" else FAX_END
    match = shape.fullmatch(_extra(record))
    if match is None:
        raise Malformed("no fax: its name is missing")
    handle, box, *end = match.groups()
    at = _time(record, "eventtime")
    begun = Fax(
        linkedid=_id(record, "linkedid"),
        accountcode=_text(record, "accountcode", 80),
        handle=handle,
        box=uuid.UUID(box),
        at=at,
        caller_number=_text(record, "num", 80),
        caller_name=_text(record, "name", 120),
    )
    if not end:
        return begun
    status, pages, station, reason = end
    return replace(
        begun,
        ended_at=at,
        status=status[:20],
        pages=int(pages or 0),
        station=_said(station, 40),
        reason="" if status == "SUCCESS" else _said(reason, 200),
    )


def _said(encoded: str, length: int) -> str:
    """A text of the other side, on one line."""
    text = unquote(encoded, errors="replace")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[
        :length
    ]


def step_keys(lines: Iterable[bytes]) -> list[uuid.UUID]:
    """One key for each line of one file: the same ones whenever it is read again.

    Channel events have no number. Two of them may be equal in every field, so the key
    is the hash of the line and of how many equal ones stood before it in the file.
    """
    seen: Counter[bytes] = Counter()
    keys = []
    for line in lines:
        bare = line.rstrip(b"\r\n")
        salt = seen[bare].to_bytes(8, "big")
        seen[bare] += 1
        keys.append(uuid.UUID(bytes=blake2b(bare, digest_size=16, salt=salt).digest()))
    return keys


def _kind(record: dict[str, Any]) -> str:
    event = str(record.get("eventenum") or record.get("eventtype") or "")
    if event == "USER_DEFINED":
        kind = str(record.get("eventtype") or "")
        return kind if kind == "node" or kind in OUTSIDE else ""
    if event == "APP_START":
        return APPLICATIONS.get(str(record.get("appname", "")).lower(), "")
    return KINDS.get(event, "")


def _place(record: dict[str, Any]) -> tuple[str, str]:
    """`CELGenUserEvent(node,<context>/<node>)`: the two parts."""
    context, _, node = _extra(record).rpartition("/")
    return context[:80], node[:80]


def _extra(record: dict[str, Any]) -> str:
    """What a callflow has said in an event of its own."""
    extra = _json(str(record.get("eventextra") or "")) or {}
    said = extra.get("extra") or str(record.get("appdata", "")).partition(",")[2]
    return str(said)


def _caller_name(clid: str) -> str:
    """The name of `"Alice Adams" <1001>`."""
    if "<" not in clid:
        return ""
    match = CLID.fullmatch(clid)
    return match[1].replace('\\"', '"')[:120] if match else ""


def _id(record: dict[str, Any], field: str) -> str:
    value = record.get(field)
    if not isinstance(value, str) or not 0 < len(value) <= 150:
        raise Malformed(f"{field} is missing or no text of at most 150 characters")
    return value


def _text(record: dict[str, Any], field: str, length: int) -> str:
    value = record.get(field)
    return "" if value is None else str(value).replace("\0", "")[:length]


def _number(record: dict[str, Any], field: str) -> int:
    value = record.get(field)
    try:
        number = int(value)  # type: ignore[arg-type]  # None raises TypeError
    except (TypeError, ValueError, OverflowError) as error:
        raise Malformed(f"{field} is no number") from error
    if abs(number) >= 2**31:
        raise Malformed(f"{field} is too large")
    return number


def _time(record: dict[str, Any], field: str) -> datetime:
    """Seconds since 1970 as number or text, exact to the microsecond."""
    try:
        return EPOCH + timedelta(microseconds=round(float(record[field]) * 1_000_000))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Malformed(f"{field} is no time") from error

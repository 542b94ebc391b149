"""RTP audio of one call: a frame each 20 ms out, everything that comes in kept.

One `Pacer` a loop wakes all streams, so that many calls cost one timer.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
import struct
from collections import deque
from weakref import WeakKeyDictionary

from tests.support.sdp import KEY_TYPE
from tests.support.tones import tone_frames

Address = tuple[str, int]

FRAME = 0.02
SAMPLES = 160
SILENCE = (b"\xff" * SAMPLES,)
KEYS = "0123456789*#ABCD"
KEPT_FRAMES = 3000  # a minute

# A key is 120 ms long, its end is said three times, and a pause of 100 ms follows:
# more than the 80 ms and 45 ms that Asterisk asks for.
_KEY_STEPS, _KEY_ENDS, _KEY_PAUSE = 6, 3, 5
# Audio runs before the first key, so that the other end knows the stream.
_FRAMES_BEFORE_KEYS = 10
# A machine that was busy is caught up with, but not for longer than this.
_MOST_FRAMES_LATE = 50
_MARKER = 0x80

# One 20 ms slot of a key: an event packet's payload, or None for audio.
_Slot = tuple[bool, bytes] | None


def _key_slots(key: str) -> list[_Slot]:
    event = KEYS.index(key)

    def packet(steps: int, flags: int = 10) -> bytes:
        return struct.pack("!BBH", event, flags, steps * SAMPLES)

    held: list[_Slot] = [(n == 1, packet(n)) for n in range(1, _KEY_STEPS + 1)]
    end: list[_Slot] = [(False, packet(_KEY_STEPS, 0x80 | 10))] * _KEY_ENDS
    pause: list[_Slot] = [None] * _KEY_PAUSE
    return held + end + pause


class Pacer:
    """Wakes streams each 20 ms by the clock of the loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._streams: dict[int, Stream] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._next = 0.0

    def add(self, stream: Stream) -> None:
        """From now on."""
        self._streams[id(stream)] = stream
        if not self._timer:
            self._next = self._loop.time() + FRAME
            self._timer = self._loop.call_at(self._next, self._tick)

    def remove(self, stream: Stream) -> None:
        """No longer; harmless if it is not there."""
        self._streams.pop(id(stream), None)

    def _tick(self) -> None:
        now = self._loop.time()
        for stream in tuple(self._streams.values()):
            stream.tick(now)
        self._timer = None
        if self._streams:
            self._next = max(self._next + FRAME, now)
            self._timer = self._loop.call_at(self._next, self._tick)


_pacers: WeakKeyDictionary[asyncio.AbstractEventLoop, Pacer] = WeakKeyDictionary()


def _pacer() -> Pacer:
    loop = asyncio.get_running_loop()
    if loop not in _pacers:
        _pacers[loop] = Pacer()
    return _pacers[loop]


class Stream:
    """Both directions of a call's audio.

    `received` has (time of arrival, u-law frame), `keys` the digits that came in.
    """

    def __init__(self, local_ip: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind((local_ip, 0))
        self._loop.add_reader(self._socket.fileno(), self._read)
        self.port: int = self._socket.getsockname()[1]
        self.received: deque[tuple[float, bytes]] = deque(maxlen=KEPT_FRAMES)
        self.keys = ""
        self.key_type = KEY_TYPE
        self.closed_at = 0.0
        self._remote: Address | None = None
        self._last_key = b""
        self._frames: tuple[bytes, ...] = SILENCE
        self._slots: deque[_Slot] = deque()
        self._pressed: list[asyncio.Future[None]] = []
        self._sequence = secrets.randbelow(1 << 15)
        self._timestamp = self._key_timestamp = secrets.randbelow(1 << 30)
        self._source = secrets.randbits(32)
        self._sending = False
        self._started = 0.0
        self._sent = 0

    def connect(self, remote: Address, key_type: int, *, sending: bool) -> None:
        """Talk to this address from now on, or only listen to it."""
        self._remote, self.key_type = remote, key_type
        if not sending or self.closed_at:
            self._sending = False
            _pacer().remove(self)
        elif not self._sending:
            self._sending = True
            self._started, self._sent = self._loop.time(), 0
            _pacer().add(self)

    def close(self) -> None:
        """Free the port; what was received stays."""
        if self.closed_at:
            return
        self.closed_at = self._loop.time()
        _pacer().remove(self)
        self._loop.remove_reader(self._socket.fileno())
        self._socket.close()
        self._keys_are_sent()

    def send_tone(self, freq: int) -> None:
        """Send a tone without end; 0 Hz is silence."""
        self._frames = tone_frames(freq) if freq else SILENCE

    def press(self, keys: str) -> asyncio.Future[None]:
        """Send keys one after the other; the future is done when they are sent."""
        if not self.key_type:
            raise ValueError("the other end does not take keys")
        if not self._slots:
            self._slots.extend([None] * (_FRAMES_BEFORE_KEYS - self._sent))
        for key in keys:
            self._slots.extend(_key_slots(key))
        pressed = self._loop.create_future()
        self._pressed.append(pressed)
        return pressed

    def tick(self, now: float) -> None:
        """Send what is due at this time."""
        due = int((now - self._started) / FRAME) - self._sent
        most = 1 if self._slots else _MOST_FRAMES_LATE
        if due > most:
            # Keys in a bunch may be missed: they are rather late than hurried.
            self._started += (due - most) * FRAME
            due = most
        for _ in range(due):
            self._send_slot()

    def _send_slot(self) -> None:
        slot = self._slots.popleft() if self._slots else None
        if slot:
            first, payload = slot
            if first:
                self._key_timestamp = self._timestamp
            kind = self.key_type | (_MARKER if first else 0)
            self._send(kind, self._key_timestamp, payload)
        else:
            frame = self._frames[self._sent % len(self._frames)]
            self._send(0, self._timestamp, frame)
        self._sent += 1
        self._timestamp += SAMPLES
        if self._pressed and not self._slots:
            self._keys_are_sent()

    def _keys_are_sent(self) -> None:
        for pressed in self._pressed:
            if not pressed.done():
                pressed.set_result(None)
        self._pressed.clear()

    def _send(self, kind: int, timestamp: int, payload: bytes) -> None:
        self._sequence = (self._sequence + 1) & 0xFFFF
        stamp = timestamp & 0xFFFFFFFF
        head = struct.pack("!BBHII", 0x80, kind, self._sequence, stamp, self._source)
        # A full buffer or a port closed at the other end loses a frame, as a net does.
        with contextlib.suppress(OSError):
            self._socket.sendto(head + payload, self._remote or ("", 0))

    def _read(self) -> None:
        """Take all that waits, so that a late loop does not see a gap in the audio."""
        now = self._loop.time()
        while not self.closed_at:
            try:
                packet, (_, port) = self._socket.recvfrom(2048)
            except OSError:  # as a rule: nothing waits any more
                return
            # The port may have belonged to another call: its stragglers do not count.
            if self._remote and port == self._remote[1] and len(packet) > 12:
                self._take(packet, now)

    def _take(self, packet: bytes, now: float) -> None:
        kind = packet[1] & 0x7F
        if kind == 0:
            self.received.append((now, packet[12:]))
        elif kind == self.key_type and packet[4:8] != self._last_key:
            self._last_key = packet[4:8]
            self.keys += KEYS[packet[12] & 0x0F]

"""The portal as a program sees it: REST with an account's token."""

from __future__ import annotations

import io
import json
import time
import urllib.error
import urllib.request
import wave
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.support.tones import tone, write_wav

TIMEOUT = 20.0


class Problem(Exception):
    """The portal refused; `status` and the problem details."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(f"{status} {body}")
        self.status, self.body = status, body


class Portal:
    """REST of one account of the demo."""

    def __init__(self, address: str, account: dict[str, Any]) -> None:
        self.address = address
        self.slug, self.realm = account["slug"], account["realm"]
        self.token = account["token"]

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """Calls `/api/v1/accounts/<account>/<path>`; raises Problem for 4xx and 5xx."""
        data = None if body is None else json.dumps(body).encode()
        return self._send(method, path, data, "application/json")

    def get(self, path: str) -> Any:
        """GET."""
        return self.send("GET", path)

    def post(self, path: str, body: Any = None) -> Any:
        """POST."""
        return self.send("POST", path, body or {})

    def fetch(self, path: str) -> bytes:
        """GET of something that is no JSON."""
        with self._open("GET", path, None, "") as answer:
            content: bytes = answer.read()
            return content

    def all(self, path: str) -> list[dict[str, Any]]:
        """All results of a list that fits on one page."""
        separator = "&" if "?" in path else "?"
        answer = self.get(f"{path}{separator}page_size=500")
        results: list[dict[str, Any]] = answer["results"]
        return results

    def tone(
        self, freq: int, seconds: float = 1.0, name: str = "", before: float = 0.0
    ) -> str:
        """Uploads a tone after so many seconds of silence; its id."""
        samples = [*tone(seconds=before), *tone(freq, seconds=seconds)]
        path = Path(f"/tmp/{uuid4().hex}.wav")  # noqa: S108
        sound = write_wav(path, samples).read_bytes()
        path.unlink()
        media: str = self.upload(name or f"{freq} Hz", sound)["id"]
        return media

    def upload(
        self, name: str, sound: bytes, path: str = "media/", method: str = "POST"
    ) -> Any:
        """Uploads a sound."""
        mark = uuid4().hex
        part = f"--{mark}\r\nContent-Disposition: form-data; name="
        body = (
            (
                f'{part}"name"\r\n\r\n{name}\r\n{part}"sound"; filename="tone.wav"\r\n'
                "Content-Type: audio/wav\r\n\r\n"
            ).encode()
            + sound
            + f"\r\n--{mark}--\r\n".encode()
        )
        return self._send(method, path, body, f"multipart/form-data; boundary={mark}")

    def make_flow(self, name: str, number: str, draft: Any) -> str:
        """A published callflow that answers the number; its id, once it is live."""
        for flow in self.all("callflows/"):
            if number in flow["numbers"]:
                self.send("DELETE", f"callflows/{flow['id']}/")
        body = {"name": name, "numbers": [number], "draft": draft}
        flow_id: str = self.post("callflows/", body)["id"]
        self.publish(flow_id)
        self.wait_until_published()
        return flow_id

    def redraw(self, flow_id: str, draft: Any) -> None:
        """Saves a new draft and publishes it; returns when it is live."""
        revision = self.get(f"callflows/{flow_id}/")["revision"]
        self.send(
            "PATCH", f"callflows/{flow_id}/", {"draft": draft, "revision": revision}
        )
        self.publish(flow_id)

    def settle(self, flow_id: str, within: float = TIMEOUT) -> None:
        """Waits until the callflow is not waiting to be published."""
        end = time.monotonic() + within
        while self.get(f"callflows/{flow_id}/publications/")["waiting"]:
            if time.monotonic() > end:
                raise TimeoutError(f"{flow_id} is still waiting to be published")
            time.sleep(0.05)

    def publish(self, flow_id: str, within: float = TIMEOUT) -> list[dict[str, Any]]:
        """Publishes the draft; the outcomes of that version on each node."""
        number = self.post(f"callflows/{flow_id}/publish/")["number"]
        return self.outcomes(flow_id, f"v{number}", within)

    def outcomes(
        self, flow_id: str, source: str, within: float
    ) -> list[dict[str, Any]]:
        """What became of a version of the callflow on each node, once that is known."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            answer = self.get(f"callflows/{flow_id}/publications/")
            found = [row for row in answer["results"] if row["source"] == source]
            if found and not answer["waiting"]:
                return found
            time.sleep(0.02)
        raise TimeoutError(f"{source} was not published within {within} s")

    def wait_until_published(self, within: float = TIMEOUT) -> None:
        """Waits until no callflow of the account is waiting, and the routes are live."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            flows = self.all("callflows/")
            answers = [
                self.get(f"callflows/{flow['id']}/publications/") for flow in flows
            ]
            if flows and not any(answer["waiting"] for answer in answers):
                time.sleep(0.3)  # the routes and mailboxes are units of their own
                return
            time.sleep(0.1)
        raise TimeoutError("callflows are still waiting to be published")

    def _send(self, method: str, path: str, data: bytes | None, kind: str) -> Any:
        with self._open(method, path, data, kind) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def _open(self, method: str, path: str, data: bytes | None, kind: str) -> Any:
        request = urllib.request.Request(  # noqa: S310
            f"{self.address}/api/v1/accounts/{self.slug}/{path}",
            data,
            method=method,
            headers={"Authorization": f"Token {self.token}", "Content-Type": kind},
        )
        try:
            return urllib.request.urlopen(request, timeout=TIMEOUT)  # noqa: S310
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            raise Problem(error.code, _json(text)) from error


def samples(sound: bytes) -> list[int]:
    """The samples of a WAV file of 16-bit mono."""
    with wave.open(io.BytesIO(sound)) as reader:
        frames = reader.readframes(reader.getnframes())
    return [
        int.from_bytes(frames[i : i + 2], "little", signed=True)
        for i in range(0, len(frames), 2)
    ]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text[:500]

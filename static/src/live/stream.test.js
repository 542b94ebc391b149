import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { socketUrl, Stream, waitBefore } from "./stream.js";

class FakeSocket extends EventTarget {
  static opened = [];
  sent = [];

  constructor(url) {
    super();
    this.url = url;
    FakeSocket.opened.push(this);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.lose(1000);
  }

  say(message) {
    const event = new Event("message");
    event.data = JSON.stringify(message);
    this.dispatchEvent(event);
  }

  lose(code) {
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }
}

let stream;
const last = () => FakeSocket.opened.at(-1);

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  FakeSocket.opened = [];
  globalThis.WebSocket = FakeSocket;
  stream = new Stream("ws://portal/ws/a/acme/live/", () => {});
  stream.open();
});

afterEach(() => mock.timers.reset());

test("is live from the first snapshot on", () => {
  assert.equal(stream.status, "connecting");
  last().say({ type: "snapshot", seq: 1, calls: [{ id: "a" }] });
  assert.equal(stream.status, "live");
  assert.equal(stream.state.calls.size, 1);
});

test("a gap sends one resync", () => {
  last().say({ type: "snapshot", seq: 1 });
  const drop = { op: "drop", kind: "call", id: "a" };
  last().say({ type: "deltas", seq: 3, deltas: [drop] });
  last().say({ type: "deltas", seq: 4, deltas: [drop] });
  assert.deepEqual(last().sent, [{ type: "resync" }]);
});

test("a lost connection keeps what was known, says so and comes back", () => {
  last().say({ type: "snapshot", seq: 1, calls: [{ id: "a" }] });
  last().lose(1006);
  assert.equal(stream.status, "reconnecting");
  assert.equal(stream.state.calls.size, 1);

  mock.timers.tick(1000);
  assert.equal(FakeSocket.opened.length, 2);
  last().say({ type: "snapshot", seq: 5 });
  assert.equal(stream.status, "live");
});

test("a refused connection is not tried again", () => {
  last().lose(4404);
  mock.timers.tick(60_000);
  assert.equal(stream.status, "refused");
  assert.equal(FakeSocket.opened.length, 1);
});

test("a page that leaves does not come back", () => {
  stream.close();
  mock.timers.tick(60_000);
  assert.equal(FakeSocket.opened.length, 1);
});

test("waits grow to half a minute and are spread", () => {
  assert.equal(waitBefore(0, 1), 500);
  assert.equal(waitBefore(0, 0), 250);
  assert.equal(waitBefore(3, 1), 4000);
  assert.equal(waitBefore(50, 1), 30_000);
});

test("a secure page has a secure socket", () => {
  const path = "/ws/a/acme/live/";
  assert.equal(socketUrl(path, { href: "https://p.example/a/acme/" }), `wss://p.example${path}`);
  assert.equal(socketUrl(path, { href: "http://p.example:81/" }), `ws://p.example:81${path}`);
});

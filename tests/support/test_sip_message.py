"""SIP messages, challenges and descriptions are read as others write them."""

from __future__ import annotations

import pytest

from tests.support import sdp
from tests.support.sip_digest import Credentials, parameters
from tests.support.sip_message import (
    Message,
    ack_of,
    address_in,
    cancel_of,
    listed,
    name_in,
    response,
    user_in,
)

INVITE = b"""INVITE sip:1002@acme.example SIP/2.0\r
v: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKone;rport\r
Max-Forwards: 70\r
Route: <sip:192.0.2.9;lr>\r
f: "Ann" <sip:1001@acme.example>;tag=a\r
t: <sip:1002@acme.example>\r
i: call-1\r
CSeq: 7 INVITE\r
Subject: one\r
  two\r
Content-Length: 5\r
\r
v=0\r
"""


def test_message_is_read_with_short_and_folded_headers() -> None:
    invite = Message.parse(INVITE)
    assert (invite.code, invite.cseq, invite.method) == (0, 7, "INVITE")
    assert invite.uri == "sip:1002@acme.example"
    assert invite.branch == "z9hG4bKone"
    assert invite.get("call-id") == "call-1"
    assert invite.get("Subject") == "one two"
    assert invite.get("Contact") == ""
    assert invite.body == "v=0\r\n"


def test_noise_is_no_message() -> None:
    with pytest.raises(ValueError, match="not a SIP message"):
        Message.parse(b"\r\n\r\n")


def test_addresses_are_taken_apart() -> None:
    header = '"Ann" <sip:1001@acme.example>;tag=a'
    assert address_in(header) == "sip:1001@acme.example"
    assert address_in("sip:1001@acme.example;tag=a") == "sip:1001@acme.example"
    assert (user_in(header), name_in(header)) == ("1001", "Ann")
    assert listed(["<sip:a;lr>, <sip:b;lr>", "<sip:c;lr>"]) == [
        "<sip:a;lr>",
        "<sip:b;lr>",
        "<sip:c;lr>",
    ]


def test_response_belongs_to_its_request() -> None:
    answer = response(Message.parse(INVITE), 180, tag="b")
    again = Message.parse(answer.encode())
    assert (again.code, again.method, again.branch) == (180, "INVITE", "z9hG4bKone")
    assert again.get("To") == "<sip:1002@acme.example>;tag=b"


def test_cancel_and_ack_share_the_transaction_of_the_invite() -> None:
    invite = Message.parse(INVITE)
    cancel, ack = (
        cancel_of(invite),
        ack_of(invite, response(invite, 486, tag="b")),
    )
    for message, method in ((cancel, "CANCEL"), (ack, "ACK")):
        assert message.start == f"{method} sip:1002@acme.example SIP/2.0"
        assert message.branch == "z9hG4bKone"
        assert message.get("CSeq") == f"7 {method}"
        assert message.get("Route") == "<sip:192.0.2.9;lr>"
    assert cancel.get("To") == "<sip:1002@acme.example>"
    assert ack.get("To") == "<sip:1002@acme.example>;tag=b"


# RFC 7616, 3.9.1 has these values for HTTP; the arithmetic is the same.
CHALLENGE = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={}, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
    'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)


@pytest.mark.parametrize(
    ("algorithm", "proof"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        (
            "SHA-256",
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
        ),
    ],
)
def test_digest_has_the_values_of_the_standard(
    monkeypatch: pytest.MonkeyPatch, algorithm: str, proof: str
) -> None:
    cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    monkeypatch.setattr("secrets.token_hex", lambda _: cnonce)
    challenge = parameters(CHALLENGE.format(algorithm))
    user = Credentials("Mufasa", "Circle of Life")
    answer = parameters(user.digest(challenge, "GET", "/dir/index.html"))
    assert answer["response"] == proof
    assert (answer["nc"], answer["qop"]) == ("00000001", "auth")


def refusal(code: int, header: str, *challenges: str) -> Message:
    return Message(f"SIP/2.0 {code} No", [(header, value) for value in challenges])


def test_first_known_algorithm_is_answered() -> None:
    message = refusal(
        407,
        "Proxy-Authenticate",
        'Digest realm="x", nonce="1", algorithm=SHA-512-256',
        'Digest realm="x", nonce="2", algorithm=SHA-256, qop="auth"',
        'Digest realm="x", nonce="3"',
    )
    answer = Credentials("1001", "secret").answer(message, {}, "INVITE", "sip:x")
    assert list(answer) == ["Proxy-Authorization"]
    assert 'nonce="2"' in answer["Proxy-Authorization"]


def test_second_refusal_is_final_unless_the_nonce_was_stale() -> None:
    user = Credentials("1001", "secret")
    challenge = 'Digest realm="x", nonce="1"'
    first = user.answer(
        refusal(401, "WWW-Authenticate", challenge), {}, "REGISTER", "sip:x"
    )
    wrong = refusal(401, "WWW-Authenticate", challenge)
    assert user.answer(wrong, first, "REGISTER", "sip:x") == {}
    stale = refusal(401, "WWW-Authenticate", f"{challenge}, stale=true")
    assert "Authorization" in user.answer(stale, first, "REGISTER", "sip:x")


def test_other_refusals_are_not_answered() -> None:
    user = Credentials("1001", "secret")
    assert user.answer(refusal(404, "Server", "x"), {}, "INVITE", "sip:x") == {}


def test_description_is_read_as_it_was_written() -> None:
    ours = sdp.Description("192.0.2.1", 4000, 96, "sendonly")
    assert sdp.read(ours.render()) == ours
    assert ours.reply_direction == "recvonly"


def test_description_without_usable_audio_is_none() -> None:
    other = "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 8 101\r\n"
    assert sdp.read(other) is None
    assert sdp.read("") is None

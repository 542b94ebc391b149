"""What is rendered for a node."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from textwrap import dedent

import pytest

from pbxportal.devstack import asterisk_conf, nodes
from pbxportal.devstack.services import TEST_CLOCK
from pbxportal.devstack.stack import Stack

HOME = Path("/srv/run/pbx1")
SETTINGS = asterisk_conf.NodeSettings(
    name="pbx1",
    etc=HOME / "etc",
    lib=HOME / "lib",
    data=HOME / "data",
    spool=HOME / "spool",
    runtime=Path("/tmp/pbx/pbx1"),  # noqa: S108
    cache=HOME / "cache",
    log=HOME / "log",
    logfile="/srv/run/log/pbx1.log",
    records=HOME / "records",
    modules=Path("/usr/lib/asterisk/modules"),
    music=Path("/usr/share/asterisk/moh"),
    odbc_driver=Path("/usr/lib/odbc/psqlodbcw.so"),
    sip_port=25060,
    ami_port=25038,
    rtp_first=26000,
    rtp_last=26399,
    agi="127.0.0.1:24573",
    publish_secret="publishes",
    listen_secret="listens",
    db_host="/tmp/pbx",  # noqa: S108
    db_name="pbxportal",
    db_user="asterisk_ro",
)


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return asterisk_conf.render(SETTINGS)


def test_no_comment_survives_and_no_value_is_left_out(files: dict[str, str]) -> None:
    for name, text in files.items():
        assert ";" not in text, name
        assert text.strip(), name


def test_static_dialplan(files: dict[str, str]) -> None:
    expected = """\
        [general]
        static = yes
        writeprotect = yes
        clearglobalvars = no
        autofallthrough = yes

        [globals]
        PBX_AGI = 127.0.0.1:24573

        [from-device]
        exten => _[0-9*#+]!,1,Set(__ACCOUNT=${ACCOUNT})
         same => n,Set(NUMBER=${FILTER(0-9*#+,${EXTEN})})
         same => n,GotoIf($[${LEN(${NUMBER})} != ${LEN(${EXTEN})}]?refuse)
         same => n,Set(OUTSIDE=${DB(cf/${ACCOUNT}-out)})
         same => n,GotoIf($[${LEN(${OUTSIDE})} = 0]?again)
         same => n,GotoIf(${DIALPLAN_EXISTS(${OUTSIDE},sos${NUMBER},1)}?${OUTSIDE},sos${NUMBER},1)
         same => n(again),GotoIf($[${LEN(${PBX_HIDES_NAME}${PBX_HIDES_NUMBER})} = 0]?dial)
         same => n,Set(CALLERID(name-pres)=${IF($[${LEN(${PBX_HIDES_NAME})} > 0]?prohib:allowed)})
         same => n,Set(CALLERID(num-pres)=${IF($[${LEN(${PBX_HIDES_NUMBER})} > 0]?prohib:allowed)})
         same => n,Set(__PBX_BEFORE_RING=b(pbx-before-ring^s^1))
         same => n(dial),Goto(dial-again,${NUMBER},1)
         same => n(refuse),Hangup(1)

        [dial-again]
        exten => _[0-9*#+]!,1,Set(NUMBER=${FILTER(0-9*#+,${EXTEN})})
        """
    # Where faxes and recordings are put differs from machine to machine.
    lines = files["extensions.conf"].splitlines(keepends=True)
    places = ("PBX_FAXES = ", "PBX_RECORDINGS = ")
    text = "".join(line for line in lines if not line.startswith(places))
    assert text.startswith(dedent(expected))
    carriers = text.partition("[from-carrier]")[2].partition("\n\n")[0]
    assert carriers
    assert "-out" not in carriers, "who calls from outside must not get out again"
    assert "dial-again" not in carriers
    # Blacklists and trunks are asked after the number is found, before the call gets anywhere.
    assert carriers.index("pbx-asks-to-come-in") < carriers.index("Goto(${ROUTES}")
    codes = text.partition("[pbx-code]")[2].partition("\n\n")[0]
    # Said codes go by the account's rules, with its number, and not to its own phones.
    assert "Gosub(${OUTSIDE},call,1(${NUMBER},30,account))" in codes
    assert "dial-again" not in codes
    says = text.partition("[pbx-says-code]")[2].partition("\n\n")[0]
    assert says.count("PBX_CODE") == 2
    assert "SayDigits(${PBX_CODE:${PBX_AT}:1})" in says
    for key in range(10):
        assert f"[queue-key-{key}]\nexten => {key},1,Goto(${{PBX_LEFT}})\n" in text
    assert text.endswith('\n#tryinclude "units/*.conf"\n#tryinclude "lamps.d/*.conf"\n')


def test_the_manager_logins_are_apart(files: dict[str, str]) -> None:
    publish, listen = files["manager.conf"].split("[publish]")[1].split("[listen]")
    assert "secret = publishes" in publish
    assert "read = none" in publish
    assert "originate" in publish and "originate" not in listen
    assert "secret = listens" in listen
    assert "write = system,reporting\n" in listen
    for rights in (publish, listen):
        assert "command" not in rights
        assert "dtmf" not in rights
    # Of the dialplan's many events only named ones pass.
    assert "dialplan" not in publish
    assert "name(Newexten),header(Application),method(exact)) = VoiceMail\n" in listen
    assert "VarSet" not in listen


def test_every_database_object_is_cached_with_a_lifetime(files: dict[str, str]) -> None:
    # A cache line without options crashes Asterisk when it starts.
    caches = [line for line in files["sorcery.conf"].splitlines() if "/cache" in line]
    assert len(caches) == 5
    assert all("memory_cache,object_lifetime_maximum=" in line for line in caches)


def test_records_are_json_lines_in_the_records_directory(files: dict[str, str]) -> None:
    assert files["cdr_custom.conf"].startswith(f"[{HOME}/records/cdr.json]\n")
    assert files["cel_custom.conf"].startswith(f"[{HOME}/records/cel.json]\n")
    assert "USER_DEFINED" in files["cel.conf"]


def test_modules_that_dialplans_need_are_loaded(files: dict[str, str]) -> None:
    needed = {"app_exec", "app_celgenuserevent", "func_db", "func_uri", "app_voicemail"}
    # What no application is verified by: trunks are counted and handed over by these.
    needed |= {"func_groupcount", "func_export", "func_rand"}
    # Codes are said by these.
    needed |= {"app_playback", "func_strings", "func_cdr", "func_channel"}
    not_loaded = {
        line.removeprefix("noload = ").removesuffix(".so")
        for line in files["modules.conf"].splitlines()
        if line.startswith("noload")
    }
    assert not needed & not_loaded
    assert "app_system" in not_loaded


@pytest.mark.parametrize("evil", ["a;b", "a\nb", "a\rb", "a\0b"])
def test_a_value_can_not_end_its_line(evil: str) -> None:
    with pytest.raises(ValueError, match="db_password"):
        asterisk_conf.render(dataclasses.replace(SETTINGS, db_password=evil))


def test_no_call_moves_the_clock_but_in_tests() -> None:
    """What decides about opening hours is never what a telephone says."""
    assert "PBX_SHIFT" not in "".join(asterisk_conf.render(SETTINGS).values())
    moved = dataclasses.replace(SETTINGS, movable_clock=True)
    dialplan = asterisk_conf.render(moved)["extensions.conf"]
    assert "Set(__PBX_SHIFT=$[${CLOCK} - ${EPOCH}])" in dialplan


def test_the_clock_of_a_stack_is_fixed_unless_tests_start_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    monkeypatch.setattr(nodes, "prepare", lambda conf, *_: written.append(conf))
    stack = Stack.make(tmp_path / "run", {})
    for value in ("", "1"):
        monkeypatch.setenv(TEST_CLOCK, value)
        prepare = stack.services.get("pbx1").prepare
        assert prepare
        prepare()
    assert [conf.movable_clock for conf in written] == [False, True]


def test_an_external_address_is_told_to_both_transports() -> None:
    settings = dataclasses.replace(SETTINGS, external_address="203.0.113.7")
    text = asterisk_conf.render(settings)["pjsip.conf"]
    assert text.count("external_media_address = 203.0.113.7") == 2
    assert "external_" not in asterisk_conf.render(SETTINGS)["pjsip.conf"]

"""The filter's program, read by an interpreter of the kernel's rules, and its table of numbers."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from app.jail.calls import CLONE, CLONE3, DENIED, PRLIMIT, TGKILL
from app.jail.seccomp import program

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
ME = 4321


def verdict(machine, number, arguments=(), architecture=None):
    words = {0: number, 4: architecture or ARCHITECTURES[machine]}
    for place in range(6):
        value = arguments[place] if place < len(arguments) else 0
        words[16 + 8 * place], words[20 + 8 * place] = value & 0xFFFFFFFF, value >> 32
    lines, at, held = program(machine, ME), 0, 0
    while True:
        code, yes, no, operand = lines[at]
        at += 1
        if code == 0x06:
            return operand
        if code == 0x20:
            held = words[operand]
        else:
            true = {0x15: held == operand, 0x35: held >= operand, 0x45: held & operand}[code]
            at += yes if true else no


def numbers(machine):
    return [n for call in DENIED if (n := getattr(call, machine)) is not None]


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_each_call_of_the_table_is_refused_and_its_neighbours_are_not(machine):
    denied = {*numbers(machine)}
    special = {getattr(call, machine) for call in (CLONE, CLONE3, TGKILL, PRLIMIT)}

    for number in range(600):
        found = verdict(machine, number)
        if number in denied:
            assert found == REFUSE | errno.EPERM, number
        elif number >= 462 or number == CLONE3.x86_64:
            assert found == REFUSE | errno.ENOSYS, number
        elif number not in special:
            assert found == ALLOW, number


@pytest.mark.parametrize("machine", ARCHITECTURES)
@pytest.mark.parametrize(
    ("call", "arguments", "allowed"),
    [
        (CLONE, (0x3D0F00,), True),  # what the C library starts a thread with
        (CLONE, (0x11,), False),  # a process: SIGCHLD and nothing shared
        (CLONE, (0x4111,), False),  # vfork
        (TGKILL, (ME, ME, 6), True),
        (TGKILL, (1, 1, 6), False),
        (PRLIMIT, (0, 7, 0, 0x7FFF00001000), True),
        (PRLIMIT, (0, 7, 0x7FFF00001000, 0), False),
        (PRLIMIT, (0, 7, 0x7FFF00000000, 0), False),
    ],
)
def test_some_calls_depend_on_what_they_ask(machine, call, arguments, allowed):
    expected = ALLOW if allowed else REFUSE | errno.EPERM
    assert verdict(machine, getattr(call, machine), arguments) == expected


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_calls_in_another_architectures_numbers_end_the_process(machine):
    assert verdict(machine, 0, architecture=0x40000003) == KILL


def test_the_other_numbers_of_the_same_processor_are_unknown_calls():
    assert verdict("x86_64", 0x40000000 | 41) == REFUSE | errno.ENOSYS


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_the_numbers_are_the_kernels(machine):
    if not HEADERS[machine].exists():
        pytest.skip("the kernel's headers are not on this machine")
    text = HEADERS[machine].read_text()
    known = {
        name: int(number)
        for name, number in re.findall(
            r"^#define __NR(?:3264)?_(\w+)\s+(\d+)\b", text, re.MULTILINE
        )
    }
    calls = [*DENIED, CLONE, CLONE3, TGKILL, PRLIMIT]
    wrong = [c.name for c in calls if known.get(c.name) != getattr(c, machine)]

    assert wrong == []

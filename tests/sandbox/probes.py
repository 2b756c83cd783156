"""What code that took over a reader would try; each probe answers what it got hold of."""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zoneinfo
from importlib import import_module
from pathlib import Path

LIBC = ctypes.CDLL(None, use_errno=True)
KEPT = []


def run(payload: bytes) -> bytes:
    said = json.loads(payload)
    try:
        found = globals()[said["probe"]](said)
    except MemoryError:
        raise
    except Exception as refusal:  # noqa: BLE001 # an engine wraps the kernel's no in its own
        return json.dumps({"refused": repr(refusal)}).encode()
    return json.dumps({"done": found}).encode()


def _checked(answer: int) -> int:
    if answer < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return answer


def _syscall(number: int, *arguments: int) -> int:
    return _checked(LIBC.syscall(number, *(ctypes.c_long(a) for a in arguments)))


# --- files


def read(said):
    return Path(said["path"]).read_bytes()[:40].decode()


def listing(said):
    return len(list(Path(said["path"]).iterdir()))


def write(said):
    return Path(said["path"]).write_text("mine")


def remove(said):
    return Path(said["path"]).unlink()


def environ_of(said):
    return len(Path(f"/proc/{said['pid']}/environ").read_bytes())


def memory_of(said):
    with Path(f"/proc/{said['pid']}/mem").open("rb") as file:
        return file.fileno()


# --- processes


def signalled(said):
    os.kill(said["pid"], 0)
    return "reached"


def signalled_thread(said):
    _syscall({"x86_64": 234, "aarch64": 131}[os.uname().machine], said["pid"], said["pid"], 0)
    return "reached"


def executed(said):
    subprocess.run(["/bin/sh", "-c", f"echo > {said['path']}"], check=True)
    return "ran"


def replaced(_):
    os.execv("/bin/true", ["true"])


def forked(_):
    children = []
    for _ in range(30):
        pid = os.fork()
        if not pid:
            os.setsid()
            time.sleep(30)
            os._exit(0)
        children.append(pid)
    return children


def traced(_):
    return _checked(LIBC.ptrace(0, 0, 0, 0))


def own_session(_):
    os.setpgid(0, os.getpgid(os.getppid()))
    return "hidden among others"


# --- the network


def tcp(said):
    with socket.create_connection(("127.0.0.1", said["port"]), timeout=2) as wire:
        return wire.getpeername()[1]


def udp(said):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        return wire.sendto(b"x", ("127.0.0.1", said["port"]))


def unix(said):
    with socket.socket(socket.AF_UNIX) as wire:
        return wire.connect(said["path"])


def listening(_):
    with socket.socket() as wire:
        wire.bind(("127.0.0.1", 0))
        wire.listen()
        return wire.getsockname()[1]


# --- the kernel


def namespaces(_):
    return _checked(LIBC.unshare(0x10000000))


def io_uring(_):
    _syscall(425, 0, 0)


def bpf(_):
    _syscall({"x86_64": 321, "aarch64": 280}[os.uname().machine], 9999, 0, 0)


def unseen_memory(_):
    return os.memfd_create("x")


def limits_raised(_):
    resource.prlimit(0, resource.RLIMIT_NOFILE, (4096, 4096))
    return resource.getrlimit(resource.RLIMIT_NOFILE)


# --- engines


def pandas_query(said):
    pd = import_module("pandas")
    command = f"echo > {said['path']}"
    query = f"a + @pd.io.common.os.system({command!r}) == 1"
    return len(pd.DataFrame({"a": [1]}).query(query, engine="python", local_dict={"pd": pd}))


def gx_suite(said):
    gx = import_module("great_expectations")
    pd = import_module("pandas")
    batch = (
        gx.get_context(mode="ephemeral")
        .data_sources.add_pandas("p")
        .add_dataframe_asset("a")
        .add_batch_definition_whole_dataframe("b")
        .get_batch({"dataframe": pd.DataFrame({"a": [1]})})
    )
    command = f"echo > {said['path']}"
    condition = f"a + @pd.io.common.os.system({command!r}) == 1"
    expectation = gx.expectations.ExpectColumnValuesToNotBeNull(
        column="a", row_condition=condition, condition_parser="pandas"
    )
    found = batch.validate(expectation)
    return [found.success, str(found.exception_info)]


def schema_by_address(said):
    frictionless = import_module("frictionless")
    schema = f"http://127.0.0.1:{said['port']}/schema.json"
    resource = frictionless.Resource({"path": "x.csv", "name": "x", "schema": schema})
    return resource.schema.to_dict()


# --- what a reader may do


def scratch(_):
    folder = tempfile.mkdtemp()
    Path(folder, "a").write_text("1")
    Path(folder, "a").rename(Path(folder, "b"))
    with tempfile.TemporaryFile() as file, tempfile.NamedTemporaryFile("w") as named:
        file.write(b"2")
        named.write("3")
    return [Path(folder, "b").read_text(), folder]


def many_threads(_):
    found = []
    threads = [threading.Thread(target=found.append, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def late_import(_):
    loaded = [name for name in ("openpyxl", "wave", "sqlite3") if name not in sys.modules]
    return [import_module(name).__name__ for name in loaded]


def zone(_):
    return str(zoneinfo.ZoneInfo("Europe/Paris"))


def timer(_):
    signal.signal(signal.SIGALRM, lambda *_: KEPT.append("rang"))
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    time.sleep(0.2)
    return KEPT


def limits_read(_):
    return resource.getrlimit(resource.RLIMIT_NOFILE)


def environment(_):
    return sorted(os.environ)


# --- excess


def shared_memory(_):
    for _ in range(40):
        held = mmap.mmap(-1, 50 << 20)
        held.write(b"x" * (50 << 20))
        KEPT.append(held)
        time.sleep(0.01)


def large_file(_):
    with tempfile.TemporaryFile() as file:
        for _ in range(100):
            file.write(bytes(1 << 20))
    return "written"


def pretends(said):
    """Speak to the service in the keeper's place, on every handle there is."""
    for handle in range(3, 64):
        try:
            os.write(handle, said["words"].encode())
        except OSError:
            continue
    os._exit(0)


def stays(_):
    os.close(1)
    os.close(2)
    time.sleep(30)

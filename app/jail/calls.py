"""The system calls that reading a file never needs, by their numbers on each architecture."""

from __future__ import annotations

from typing import NamedTuple


class Call(NamedTuple):
    """One system call; ``None`` where the architecture has none of that name."""

    name: str
    x86_64: int | None
    aarch64: int | None


DENIED = (
    # The network, and handing open files to others.
    Call("socket", 41, 198),
    Call("socketpair", 53, 199),
    Call("connect", 42, 203),
    Call("bind", 49, 200),
    Call("listen", 50, 201),
    Call("accept", 43, 202),
    Call("accept4", 288, 242),
    Call("sendmsg", 46, 211),
    Call("sendmmsg", 307, 269),
    # Other programs, other processes, other process groups.
    Call("execve", 59, 221),
    Call("execveat", 322, 281),
    Call("fork", 57, None),
    Call("vfork", 58, None),
    Call("setsid", 112, 157),
    Call("setpgid", 109, 154),
    # Looking into other processes, or signalling them.
    Call("ptrace", 101, 117),
    Call("process_vm_readv", 310, 270),
    Call("process_vm_writev", 311, 271),
    Call("process_madvise", 440, 440),
    Call("pidfd_open", 434, 434),
    Call("pidfd_getfd", 438, 438),
    Call("pidfd_send_signal", 424, 424),
    Call("kcmp", 312, 272),
    Call("kill", 62, 129),
    Call("tkill", 200, 130),
    Call("rt_sigqueueinfo", 129, 138),
    Call("rt_tgsigqueueinfo", 297, 240),
    # Mounts, namespaces and file handles that go round paths.
    Call("mount", 165, 40),
    Call("umount2", 166, 39),
    Call("pivot_root", 155, 41),
    Call("chroot", 161, 51),
    Call("unshare", 272, 97),
    Call("setns", 308, 268),
    Call("open_tree", 428, 428),
    Call("move_mount", 429, 429),
    Call("fsopen", 430, 430),
    Call("fsconfig", 431, 431),
    Call("fsmount", 432, 432),
    Call("fspick", 433, 433),
    Call("mount_setattr", 442, 442),
    Call("name_to_handle_at", 303, 264),
    Call("open_by_handle_at", 304, 265),
    Call("quotactl", 179, 60),
    Call("quotactl_fd", 443, 443),
    Call("swapon", 167, 224),
    Call("swapoff", 168, 225),
    # The kernel itself, and what its worst holes were reached through.
    Call("bpf", 321, 280),
    Call("perf_event_open", 298, 241),
    Call("io_uring_setup", 425, 425),
    Call("io_uring_enter", 426, 426),
    Call("io_uring_register", 427, 427),
    Call("userfaultfd", 323, 282),
    Call("keyctl", 250, 219),
    Call("add_key", 248, 217),
    Call("request_key", 249, 218),
    Call("init_module", 175, 105),
    Call("finit_module", 313, 273),
    Call("delete_module", 176, 106),
    Call("kexec_load", 246, 104),
    Call("kexec_file_load", 320, 294),
    Call("reboot", 169, 142),
    Call("acct", 163, 89),
    Call("syslog", 103, 116),
    Call("personality", 135, 92),
    Call("fanotify_init", 300, 262),
    Call("modify_ldt", 154, None),
    Call("iopl", 172, None),
    Call("ioperm", 173, None),
    Call("vhangup", 153, 58),
    Call("lookup_dcookie", 212, 18),
    # The machine's clock and name.
    Call("settimeofday", 164, 170),
    Call("clock_settime", 227, 112),
    Call("adjtimex", 159, 171),
    Call("clock_adjtime", 305, 266),
    Call("sethostname", 170, 161),
    Call("setdomainname", 171, 162),
    # Our own limits and rights.
    Call("setrlimit", 160, 164),
    Call("setuid", 105, 146),
    Call("setgid", 106, 144),
    Call("setreuid", 113, 145),
    Call("setregid", 114, 143),
    Call("setresuid", 117, 147),
    Call("setresgid", 119, 149),
    Call("setgroups", 116, 159),
    Call("setfsuid", 122, 151),
    Call("setfsgid", 123, 152),
    Call("capset", 126, 91),
    # Memory that no limit counts, and letters to other processes.
    Call("memfd_create", 319, 279),
    Call("memfd_secret", 447, 447),
    Call("shmget", 29, 194),
    Call("shmat", 30, 196),
    Call("shmctl", 31, 195),
    Call("semget", 64, 190),
    Call("semop", 65, 193),
    Call("msgget", 68, 186),
    Call("msgsnd", 69, 189),
    Call("mq_open", 240, 180),
    Call("mq_unlink", 241, 181),
)
CLONE = Call("clone", 56, 220)
CLONE3 = Call("clone3", 435, 435)
TGKILL = Call("tgkill", 234, 131)
PRLIMIT = Call("prlimit64", 302, 261)
NEWEST = 462
"""Calls from here on are newer than this table (``mseal`` is the first): the kernel has them not."""

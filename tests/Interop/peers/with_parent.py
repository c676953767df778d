#!/usr/bin/python3
"""Runs a program that would outlive the tests: it ends when this process does, or when the standard input of this one ends.

    with_parent.py PROGRAM ARGUMENT...

Output and exit code are the program's.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def main():
    # The signal comes when the thread that starts the program ends. That is the main thread, which stays to the end.
    program = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL,
                               preexec_fn=lambda: LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL))
    threading.Thread(target=lambda: os._exit(abs(program.wait())), daemon=True).start()
    while sys.stdin.buffer.read(4096):
        pass
    program.kill()
    program.wait()
    os._exit(0)


if __name__ == '__main__':
    main()

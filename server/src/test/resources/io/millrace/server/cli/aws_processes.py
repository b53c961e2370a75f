"""Runs Debian's AWS CLI in a process for each line of standard input, without importing it anew for each.

A line is JSON: {"id", "arguments", "environment", "out", "err"}; the answer is a line "ID EXIT". The child is a fork
of this process, which has imported the CLI and done nothing else with it; it runs the installed program as it is.
"""

import json
import os
import runpy
import signal
import sys

PROGRAM = sys.argv[1]


def run(request):
    """Runs the program in this process, which is a fork; returns the exit code."""
    for path, descriptor in ((request["out"], 1), (request["err"], 2)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, descriptor)
        os.close(file)
    os.environ.update(request["environment"])
    sys.argv = [PROGRAM] + request["arguments"]
    try:
        runpy.run_path(PROGRAM, run_name="__main__")
        return 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def main():
    import awscli.clidriver  # noqa: F401  imported for the children

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    answers = os.dup(1)
    for line in sys.stdin:
        request = json.loads(line)
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            code = 255
            try:
                code = run(request)
            finally:
                os.write(answers, f"{request['id']} {code}\n".encode())
                os._exit(code)


main()

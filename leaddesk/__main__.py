"""The one entry: the window, the command line, or a worker that reads a file. Imports only what is asked for."""

from __future__ import annotations

import sys
from typing import Final

WORKER: Final = "--read-file-worker"
"""What the frozen program calls itself with (see :mod:`leaddesk.ingest.worker`, which takes time to import)."""

COMMANDS: Final = ("review", "kpis", "template", "-h", "--help", "--version")
"""First arguments that need no window."""


def main(argv: list[str] | None = None) -> int:
    """Do what the arguments (without the program's name; the process's own when None) say, and give the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments[:1] == [WORKER]:
        from leaddesk.ingest.worker import worker_main

        return worker_main(arguments[1:])
    if arguments and arguments[0] in COMMANDS:
        from leaddesk import cli

        return cli.main(arguments)
    from leaddesk import app

    return app.main(arguments)


if __name__ == "__main__":
    raise SystemExit(main())

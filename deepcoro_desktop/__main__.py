"""python -m deepcoro_desktop: the window where one is asked for, else the command line."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from deepcoro_desktop import cli


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments without the program's name; those of the process by default.
    """
    arguments = cli.parse(sys.argv[1:] if argv is None else argv)
    if not cli.needs_window(arguments):
        return cli.run(arguments)
    if cli.needs_virtual_screen(arguments):
        return cli.run_under_virtual_screen(arguments)
    gc.disable()  # what is loaded now stays; `ui/garbage.py` collects from there on
    from deepcoro_desktop import app  # Qt is loaded only where a window opens

    return app.run(arguments)


if __name__ == "__main__":
    sys.exit(main())

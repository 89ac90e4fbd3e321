"""From the start of the process to the painted window, beside a window of bare PySide6."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.bench.bound import ROOT, Bound, median

if TYPE_CHECKING:
    from collections.abc import Iterator

# Both children print the clock once the first paint of their window is over, and end.
_WATCH: Final = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow
def over():
    print(time.perf_counter(), flush=True)
    import os
    os._exit(0)
def painted(self, event):
    QMainWindow.paintEvent(self, event)
    QTimer.singleShot(0, over)
"""
_BARE: Final = """
from PySide6.QtWidgets import QApplication
class Window(QMainWindow):
    paintEvent = painted
app = QApplication(sys.argv)
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""
_PROGRAM: Final = """
from leaddesk import __main__
from leaddesk.ui import main_window
main_window.MainWindow.paintEvent = painted
__main__.main([])
"""


def bounds(*, quick: bool) -> Iterator[Bound]:
    runs = 3 if quick else 11
    with tempfile.TemporaryDirectory() as folder:
        for code in (_BARE, _PROGRAM):
            _start(code, folder)  # the first start reads from the disk
        pairs = [(_start(_BARE, folder), _start(_PROGRAM, folder)) for _ in range(runs)]
    bare, program = zip(*pairs, strict=True)
    yield Bound("start to painted window", median(program), median(bare), 1.5, "bare PySide6 window")


def _start(code: str, folder: str) -> float:
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false", "HOME": folder,
        "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder, "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode"),
    }  # fmt: skip
    # An installed program has its bytecode; where the environment forbids to write it, each start would compile anew.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _WATCH + code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if not done.stdout:
        raise RuntimeError(f"no window was painted:\n{done.stderr}")
    return 1e3 * (float(done.stdout) - start)

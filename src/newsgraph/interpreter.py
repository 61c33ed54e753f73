"""How the processes that are our own use the machine.

Apart from what starts processes, since each command needs this and few start any.
"""

from __future__ import annotations

import gc
from typing import Final

#: Each process computes on one core. numpy's libraries would start a thread for every core in each
#: of them, which wait for each other busily: two processes then were slower than one.
ONE_THREAD: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}


def collect_garbage_rarely() -> None:
    """Let Python look for cycles of objects less often: a graph is millions of objects that stay.

    Looking at them again and again takes a fifth of the time. For processes that are our own.
    """
    gc.set_threshold(50_000, 20, 100)

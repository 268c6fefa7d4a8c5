"""The application in a process of `gongxin serve`: it ends with its parent, however that ends.

A killed parent would otherwise leave processes behind that hold the port.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from gongxin.web.wsgi import application as platform

__all__ = ["application"]

LOOK_SECONDS = 1


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Hand over in one piece what is there as one: the server need not come back for more, nor chunk it."""
    response = platform(environ, start_response)
    if response.streaming:
        return response
    pieces = list(response)
    response.close()
    return pieces


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


# The parent says its number: where it is dead before this line, another would look like it.
_parent = int(os.environ.get("GONGXIN_SERVER", os.getppid()))
threading.Thread(target=_end_with, args=(_parent,), daemon=True).start()

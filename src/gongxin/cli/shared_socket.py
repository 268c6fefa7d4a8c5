"""The web server with one listening socket for all its processes.

By itself Granian gives each process on Linux a socket of its own (SO_REUSEPORT). One that ends takes the
connections with it that wait at its socket, and one that is slow to start is missed: a reload would refuse
requests. Held by the parent, the one socket outlives them all.
"""

import socket
from typing import Any

from granian.net import SocketSpec  # type: ignore[attr-defined]
from granian.server.mp import MPServer


class SharedSocketServer(MPServer):
    """As Granian does where there is no SO_REUSEPORT."""

    def _init_shared_socket(self) -> None:
        held: Any = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._shd, self._sfd, self._ssp = held, held.get_fd(), None
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)

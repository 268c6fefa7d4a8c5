"""What the web server runs."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongxin.settings")
sys.setswitchinterval(0.001)  # a thread that got its rows shall not wait 5 ms for its turn
application = get_wsgi_application()


def _warm_up() -> None:
    """Read what requests need before the first of them waits for it."""
    from django.urls import resolve
    from django.utils.timezone import localdate

    from gongxin.organisations.name import core
    from gongxin.queries.item import catalogue

    resolve("/")
    catalogue(localdate())
    core("示范市某某有限公司")


_warm_up()

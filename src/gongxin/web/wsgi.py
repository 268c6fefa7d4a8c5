"""What the web server runs."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongxin.settings")
sys.setswitchinterval(0.001)  # a thread that got its rows shall not wait 5 ms for its turn
application = get_wsgi_application()

"""The WSGI application that ``bole serve`` hands to its server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.web.settings.default")
application = get_wsgi_application()

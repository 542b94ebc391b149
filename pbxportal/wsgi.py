"""Pages and REST, served by gunicorn's threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pbxportal.settings")
application = get_wsgi_application()

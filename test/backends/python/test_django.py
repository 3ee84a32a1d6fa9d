import os

import pytest
import signed

django = pytest.importorskip("django", reason="Django is not installed")

from django.conf import settings  # noqa: E402
from django.test import SimpleTestCase  # noqa: E402
from pusher_fake import PusherFakeMixin  # noqa: E402

if not settings.configured:
    settings.configure(PUSHER_APP_ID="live", PUSHER_KEY="live", PUSHER_HOST="api-eu.pusher.com", PUSHER_PORT=443)
    django.setup()


class OrderTest(PusherFakeMixin, SimpleTestCase):
    def test_the_settings_are_those_of_the_fake(self):
        app = self.pusher_fake.app
        self.assertEqual(settings.PUSHER_APP_ID, app.id)
        self.assertEqual(settings.PUSHER_KEY, app.key)
        self.assertEqual((settings.PUSHER_HOST, settings.PUSHER_PORT), (app.host, app.port))
        self.assertFalse(hasattr(settings, "PUSHER_SSL"))

    def test_what_was_delivered(self):
        self.assertEqual(self.pusher_fake.channels, [])
        self.pusher_fake.connect().subscribe("orders")
        signed.trigger(self.pusher_fake.app, ["orders"], "created", {})
        self.assertTrue(self.pusher_fake.delivered("orders", "created"))
        self.assertEqual(os.environ["PUSHER_APP_ID"], self.pusher_fake.app.id)

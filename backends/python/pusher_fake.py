"""A fake of Pusher Channels for the tests.

Starts its server once, or finds it, gives each process an app of its own, points the SDK at it, resets before
each test, and says what was delivered. A plugin of pytest, in conftest.py: ``pytest_plugins = ["pusher_fake"]``.
For Django's own runner and unittest: ``class OrderTest(PusherFakeMixin, TestCase)``. Needs nothing but Python 3.8.
"""

import atexit
import gc
import json
import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
import warnings
from pathlib import Path

#: Where a running server is looked for: its address, with the token in PUSHER_CONTROL_TOKEN.
URL = "PUSHER_FAKE_URL"
TOKEN = "PUSHER_CONTROL_TOKEN"
#: Says in the environment that the credentials there are those of a helper, and not for its workers.
OWNER = "PUSHER_FAKE_APP"
COMMAND = "node_modules/.bin/pusher-js-fake"

# The server may be on this machine or in its network, and is behind no proxy.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class PusherFakeError(Exception):
    """What the server refused, and why."""


class App:
    """An app of the server, as the server answers it."""

    def __init__(self, answer):
        self.id = answer["appId"]
        self.key = answer["key"]
        self.secret = answer["secret"]
        self.cluster = answer["cluster"]
        self.scheme = answer["scheme"]
        self.host = answer["host"]
        self.port = answer["port"]
        self.socket_host = answer["socketHost"]
        self.socket_port = answer["socketPort"]

    @property
    def url(self):
        return f"{self.scheme}://{self.key}:{self.secret}@{self.host}:{self.port}/apps/{self.id}"

    @property
    def ssl(self):
        return self.scheme == "https"

    @property
    def sdk_options(self):
        """For the SDK: ``pusher.Pusher(**pusher_fake.app.sdk_options)``."""
        return {
            "app_id": self.id,
            "key": self.key,
            "secret": self.secret,
            "host": self.host,
            "port": self.port,
            "ssl": self.ssl,
        }


class Peer:
    """A client that is no browser."""

    def __init__(self, fake, answer):
        self._fake = fake
        self.id = answer["id"]
        self.socket_id = answer["socketId"]

    def subscribe(self, channel, **options):
        self._fake.post(f"peers/{self.id}/subscribe", channel=channel, **options)
        return self

    def trigger(self, channel, event, data=None):
        self._fake.post(f"peers/{self.id}/trigger", channel=channel, event=event, data=data)

    @property
    def received(self):
        return self._fake.get(f"peers/{self.id}/received")

    def disconnect(self):
        self._fake.delete(f"peers/{self.id}")


class PusherFake:
    """The service, and the app of this process in it."""

    def __init__(self):
        self._server = None
        self._starter = None
        self._apps = {}
        self._pointed = set()

    def start(self):
        """Starts the server, or finds the one that PUSHER_FAKE_URL names, and points the SDK at it."""
        if not os.environ.get(URL):
            self._launch()
        self.point()
        return self

    def stop(self):
        """Ends the server when this process has started it. It also ends by itself when the process is gone."""
        if self._server is None or self._starter != os.getpid():
            return
        self._server.terminate()
        self._server.wait()
        self._server.stdout.close()
        self._server = None
        self._apps = {}
        os.environ.pop(URL, None)

    def reset(self):
        """Between tests: drops clients, channels, log and faults of this process's app, and of no other."""
        if not os.environ.get(URL):
            self.start()
        self.point()
        self._point_sdk()
        self.post("reset")

    @property
    def app(self):
        """The app of this process. One that was forked, or started beside the first, gets its own."""
        if not os.environ.get(URL):
            self.start()
        pid = os.getpid()
        if pid not in self._apps:
            self._apps[pid] = App(self._first_or_own())
        return self._apps[pid]

    def point(self):
        """Sets the environment, and Django's settings of the same names where it has them."""
        app = self.app
        variables = {
            OWNER: app.id,
            "PUSHER_URL": app.url,
            "PUSHER_APP_ID": app.id,
            "PUSHER_KEY": app.key,
            "PUSHER_SECRET": app.secret,
            "PUSHER_HOST": app.host,
            "PUSHER_PORT": str(app.port),
            "PUSHER_SCHEME": app.scheme,
        }
        os.environ.update(variables)
        typed = {**variables, "PUSHER_APP_KEY": app.key, "PUSHER_APP_SECRET": app.secret}
        typed.update(PUSHER_PORT=app.port, PUSHER_SSL=app.ssl, PUSHER_CLUSTER=app.cluster)
        self._point_django(typed)

    def javascript(self, **options):
        """For the browser: makes the client of pusher-js."""
        settings = {**self.javascript_options, **options}
        return f"new Pusher({json.dumps(self.app.key)}, {json.dumps(settings)})"

    @property
    def javascript_options(self):
        app = self.app
        return {
            "cluster": app.cluster,
            "wsHost": app.socket_host,
            "wssPort" if app.ssl else "wsPort": app.socket_port,
            "forceTLS": app.ssl,
            "enabledTransports": ["ws", "wss"],
        }

    def events(self, channel=None, event=None):
        """What the backend has triggered, as channel, event, data, excluded and deliveredTo."""
        return self.get("events", channel=channel, event=event)

    def delivered(self, channel=None, event=None):
        """What somebody got."""
        return [each for each in self.events(channel, event) if each["deliveredTo"]]

    def dropped(self, channel=None, event=None):
        """What reached nobody."""
        return [each for each in self.events(channel, event) if not each["deliveredTo"]]

    def excluded(self, socket_id, channel=None, event=None):
        """What was not for the connection, as trigger's socket_id says."""
        return [each for each in self.events(channel, event) if each.get("excluded") == socket_id]

    def members(self, channel):
        """The members of a presence channel, each with id and info."""
        found = [each for each in self.channels if each["name"] == channel]
        return found[0].get("members", []) if found else []

    @property
    def channels(self):
        return self.get("channels")

    @property
    def connections(self):
        return self.get("connections")

    @property
    def webhooks(self):
        return self.get("webhooks")

    @property
    def problems(self):
        return self.get("problems")

    def frames(self, **query):
        return self.get("frames", **query)

    def trigger(self, channels, event, data=None, **options):
        return self.post("trigger", channels=channels, event=event, data=data, **options)

    def wait_for_connection(self, **options):
        """Waits up to 5 seconds, or ``timeout`` milliseconds, and raises what did happen instead."""
        return self.post("wait/connection", **options)

    def wait_for_subscription(self, channel, **options):
        return self.post("wait/subscription", channel=channel, **options)

    def wait_for_client_event(self, channel, event, **options):
        return self.post("wait/clientEvent", channel=channel, event=event, **options)

    def wait_for_webhook(self, name, **query):
        return self.post("wait/webhook", name=name, **query)

    def connect(self, **options):
        """A client that is no browser, signed in when it has a user: ``connect(user={"id": "bob"})``."""
        return Peer(self, self.post("peers", **options))

    def fault(self, name, **options):
        """``fault("failRest", status=500)``; restore ends all."""
        return self.post(f"faults/{name}", **options)

    def restore(self):
        return self.delete("faults")

    def get(self, path, **query):
        return self._call("GET", path, query={**query, "app": self.app.id})

    def post(self, path, **body):
        return self._call("POST", path, body, {"app": self.app.id})

    def delete(self, path):
        return self._call("DELETE", path, query={"app": self.app.id})

    def _launch(self):
        token = os.environ.get(TOKEN) or secrets.token_hex(16)
        arguments = [_command(), "--port", "0"]
        # The SDK takes an id of digits alone.
        if not os.environ.get("PUSHER_APP_ID"):
            arguments += ["--id", "1"]
        environment = {**os.environ, TOKEN: token}
        environment.pop("PUSHER_URL", None)
        self._server = subprocess.Popen(
            arguments, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        self._starter = os.getpid()
        atexit.register(self.stop)
        prefix, suffix = "Control API at ", "/control/v1"
        for line in self._server.stdout:
            if line.startswith(prefix):
                os.environ[URL] = line[len(prefix) : line.index(suffix)]
                os.environ[TOKEN] = token
                return
        raise PusherFakeError("pusher-js-fake did not start; what it says is above.")

    def _first_or_own(self):
        """The one that the server was started with, for who has started it or names it; a worker's own."""
        apps = self._call("GET", "apps")
        if self._starter == os.getpid():
            return apps[0]
        is_worker = self._starter or os.environ.get(OWNER) or os.environ.get("PYTEST_XDIST_WORKER")
        wanted = (os.environ.get("PUSHER_APP_ID"), os.environ.get("PUSHER_KEY"))
        named = [each for each in apps if (each["appId"], each["key"]) == wanted]
        return named[0] if named and not is_worker else self._call("POST", "apps", {})

    def _point_django(self, settings):
        django = sys.modules.get("django.conf")
        if django is None or not django.settings.configured:
            return
        for name, value in settings.items():
            if hasattr(django.settings, name):
                setattr(django.settings, name, value)

    def _point_sdk(self):
        """Clients that the app has made already, with what the settings were then: looked for once a process."""
        client = getattr(sys.modules.get("pusher"), "Pusher", None)
        if client is None or os.getpid() in self._pointed:
            return
        self._pointed.add(os.getpid())
        for each in gc.get_objects():
            if isinstance(each, client):
                for inner in (each._pusher_client, each._authentication_client):
                    self._point_client(inner)

    def _point_client(self, inner):
        app = self.app
        if inner.host != app.host:
            warnings.warn(
                f"PusherFake: a client of the SDK was made for {inner.host}, and is set to the fake now. "
                "Let it read PUSHER_HOST, PUSHER_PORT and PUSHER_SSL.",
                stacklevel=4,
            )
        inner._app_id, inner._key, inner._secret = app.id, app.key, app.secret
        inner._host, inner._port, inner._ssl = app.host, app.port, app.ssl

    def _call(self, method, path, body=None, query=None):
        known = {name: value for name, value in (query or {}).items() if value is not None}
        suffix = "?" + urllib.parse.urlencode(known) if known else ""
        request = urllib.request.Request(
            f"{os.environ[URL]}/control/v1/{path}{suffix}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={
                "Authorization": f"Bearer {os.environ.get(TOKEN, '')}",
                "Content-Type": "application/json",
            },
        )
        try:
            with _opener.open(request, timeout=130) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                raise PusherFakeError(json.load(error)["message"]) from None


def _command():
    """An absolute path: the tests may run in any folder."""
    given = os.environ.get("PUSHER_FAKE_COMMAND")
    if given:
        return given
    for start in (Path.cwd(), Path(__file__).resolve().parent):
        for folder in (start, *start.parents):
            path = folder / COMMAND
            if path.exists():
                return str(path)
    raise PusherFakeError(
        f"There is no {COMMAND} in {Path.cwd()} or above. Install it: npm install --save-dev pusher-js-fake"
    )


#: The one of this process.
pusher_fake = PusherFake()


class PusherFakeMixin:
    """For unittest and Django's TestCase: resets before each test, and has the fake as ``self.pusher_fake``."""

    pusher_fake = pusher_fake

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        # While the tests are loaded: workers that are forked afterwards find one server.
        pusher_fake.start()

    def setUp(self):
        pusher_fake.reset()
        super().setUp()


try:
    import pytest
except ImportError:
    pass
else:

    def pytest_configure(config):
        """Before the workers of pytest-xdist are started, so that all of them find one server."""
        pusher_fake.start()

    @pytest.fixture(autouse=True)
    def _reset_pusher_fake():
        pusher_fake.reset()

    @pytest.fixture(name="pusher_fake")
    def _pusher_fake(_reset_pusher_fake):
        """The fake, with nothing in it."""
        return pusher_fake

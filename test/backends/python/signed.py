"""What an SDK does: a signed request. Source: Pusher docs, library_auth_reference/rest-api."""

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request


def trigger(app, channels, event, data, socket_id=None):
    body = {"name": event, "channels": channels, "data": json.dumps(data)}
    if socket_id:
        body["socket_id"] = socket_id
    text = json.dumps(body)
    path = f"/apps/{app.id}/events"
    digest = hashlib.md5(text.encode()).hexdigest()
    query = f"auth_key={app.key}&auth_timestamp={int(time.time())}&auth_version=1.0&body_md5={digest}"
    signed = hmac.new(app.secret.encode(), f"POST\n{path}\n{query}".encode(), hashlib.sha256)
    url = f"{app.scheme}://{app.host}:{app.port}{path}?{query}&auth_signature={signed.hexdigest()}"
    request = urllib.request.Request(url, text.encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code

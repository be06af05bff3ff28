"""Deletes the app that it runs in when nobody has used it for a while.

idle_shutdown.py SERVER IDLE_MINUTES CHECK_SECONDS AWS   watches; AWS is the path of AWS's CLI
idle_shutdown.py --once SERVER                           says whether SERVER tells when it was last used

JupyterLab is idle when no kernel is busy, and no kernel or terminal has done anything for that long. Code Editor tells
itself when it was last used.
"""

import datetime
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request


def ask(address):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=10) as answer:
        return json.loads(answer.read().decode())


def moment(text):
    return datetime.datetime.strptime(text.split(".")[0].rstrip("Z"), "%Y-%m-%dT%H:%M:%S").replace(
        tzinfo=datetime.timezone.utc).timestamp()


def last_used(server, now):
    """When the app was last used, in seconds since 1970; 0 when nobody has used it yet."""
    if "/codeeditor/" in server:
        text = ask(server + "api/idle").get("lastActiveTimestamp")
        return moment(text) if text else 0

    # Asking is no activity.
    kernels = ask(server + "api/kernels?no_track_activity=1")
    try:
        terminals = ask(server + "api/terminals?no_track_activity=1")
    except urllib.error.HTTPError:
        terminals = []  # they are switched off
    if any(kernel.get("execution_state") == "busy" for kernel in kernels):
        return now
    return max([moment(one["last_activity"]) for one in kernels + terminals if one.get("last_activity")], default=0)


def delete_app(aws):
    owner = "--space-name" if os.environ.get("CUSTOMIZER_SPACE_NAME") else "--user-profile-name"
    name = os.environ.get("CUSTOMIZER_SPACE_NAME") or os.environ["CUSTOMIZER_USER_PROFILE_NAME"]
    return subprocess.run([
        aws, "sagemaker", "delete-app", "--domain-id", os.environ["CUSTOMIZER_DOMAIN_ID"], owner, name,
        "--app-type", os.environ["CUSTOMIZER_APP_TYPE"], "--app-name", "default"], check=False).returncode == 0


def say(text):
    print(datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"), text, flush=True)


def watch(server, idle_seconds, check_seconds, aws):
    began = time.time()
    say("An app that is idle for %d s is shut down." % idle_seconds)
    while True:
        now = time.time()
        try:
            idle = now - max(last_used(server, now), began)
            if idle >= idle_seconds:
                say("Nobody has used the app for %d s: deleting it." % idle)
                if delete_app(aws):
                    return
                say("It could not be deleted: its role needs sagemaker:DeleteApp. It is tried again.")
        except (OSError, ValueError, KeyError) as problem:
            say("%s does not tell when it was last used: %s" % (server, problem))
        time.sleep(check_seconds)


if sys.argv[1] == "--once":
    try:
        last_used(sys.argv[2], time.time())
    except (OSError, ValueError, KeyError) as problem:
        sys.exit("%s: %s" % (sys.argv[2], problem))
else:
    watch(sys.argv[1], float(sys.argv[2]) * 60, float(sys.argv[3]), sys.argv[4])

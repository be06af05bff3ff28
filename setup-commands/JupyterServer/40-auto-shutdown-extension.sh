#!/usr/bin/env bash
# Installs AWS's auto-shutdown extension in Studio Classic and sets it going: idle kernels and apps are shut down.
# https://github.com/aws-samples/sagemaker-studio-auto-shutdown-extension
#
# The archive comes from files/ (put sagemaker_studio_autoshutdown-*.tar.gz into setup-commands/JupyterServer/files/),
# else from GitHub. When the extension is newly installed, Jupyter is restarted: an open page has to be loaded again.
# customizer: timeout=4m
set -euo pipefail

idle_minutes=120
keep_terminals=false

version=0.1.5
commit=4609598c67ff3919077b0fb77d511ed2cc7836f0
url=https://github.com/aws-samples/sagemaker-studio-auto-shutdown-extension/raw/$commit/sagemaker_studio_autoshutdown-$version.tar.gz
sha256=2d65622f00344c4597b4bde7017da4879f9a29cb9777abcc58e38dfe34ebe512

# Jupyter sets JUPYTER_SERVER_URL in its terminals; the other is where Studio Classic serves it.
server=${JUPYTER_SERVER_URL:-http://localhost:8888/jupyter/default/}
supervisor=/etc/supervisor/conf.d/supervisord.conf

give_up() {
  printf '%s\n' "$@" >&2
  exit 1
}

# Asks the extension for its state; "start" also sets it going, unless it already is. The extension keeps its idle time
# in memory and does nothing until it is told one, so this is needed after each start of Jupyter.
extension() {
  timeout 15 python3 - "$server" "$1" "$idle_minutes" "$keep_terminals" << 'PYTHON'
import http.cookiejar, json, sys, urllib.error, urllib.request

server, action, minutes, keep_terminals = sys.argv[1:]
server = server.rstrip("/") + "/"
address = server + "sagemaker-studio-autoshutdown/idle_checker"
cookies = http.cookiejar.CookieJar()
http_client = urllib.request.build_opener(
    urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(cookies))

def ask(request):
    with http_client.open(request, timeout=5) as answer:
        return json.loads(answer.read().decode())

try:
    state = ask(address)
    if action == "start" and not state["count"]:
        try:
            http_client.open(server + "tree", timeout=5).close()
        except urllib.error.HTTPError:
            pass  # any page, even one that isn't found, brings the cookie
        token = next((cookie.value for cookie in cookies if cookie.name == "_xsrf"), "")
        body = json.dumps({"idle_time": int(minutes), "keep_terminals": keep_terminals == "true"})
        ask(urllib.request.Request(address, body.encode(), {"Content-Type": "application/json", "X-XSRFToken": token}))
        state = ask(address)
    if action == "start":
        print("Idle kernels and apps are shut down after %d minutes." % (state["idle_time"] // 60))
except (OSError, ValueError, KeyError) as problem:
    if action == "start":
        print("The extension does not answer at %s: %s" % (address, problem), file=sys.stderr)
    sys.exit(1)
PYTHON
}

fetch() {
  timeout 12 python3 - "$url" "$sha256" "$1" << 'PYTHON'
import hashlib, os, sys, urllib.request

url, sha256, path = sys.argv[1:]
try:
    with urllib.request.urlopen(url, timeout=8) as answer:
        content = answer.read(10000000)
except (OSError, ValueError) as problem:
    sys.exit("Could not reach %s: %s" % (url, getattr(problem, "reason", problem)))
if hashlib.sha256(content).hexdigest() != sha256:
    sys.exit("What %s answered is not the archive that is expected here (SHA-256 %s)." % (url, sha256))
try:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)
except OSError as problem:
    sys.exit("Could not write %s: %s" % (path, problem.strerror))
PYTHON
}

: "${HOME:?is not set, so there is no place to install from}"
command -v python3 > /dev/null || give_up "There is no python3 on the PATH ($PATH): is this Studio Classic's JupyterServer app?"

if extension state; then
  echo "The extension is already installed."
  extension start
  exit
fi

home=$HOME/.auto-shutdown
archive=
for candidate in "${CUSTOMIZER_FILES:-/nowhere}"/sagemaker_studio_autoshutdown-*.tar.gz; do
  [ -f "$candidate" ] && archive=$candidate
done
if [ -n "$archive" ]; then
  echo "Installing ${archive##*/} from files/."
else
  archive=$home/sagemaker_studio_autoshutdown-$version.tar.gz
  echo "No archive in files/: getting it from GitHub."
  fetch "$archive" || give_up \
    "There is no archive to install: none came with the set-up commands, and github.com gave none within 12 seconds." \
    "Where apps have no way to GitHub, put sagemaker_studio_autoshutdown-$version.tar.gz into setup-commands/JupyterServer/files/ and deploy again."
fi

mkdir -p "$home" || give_up "Could not create $home."
source=$home/$(basename "$archive" .tar.gz)
rm -rf "$source"
if ! tar -xzf "$archive" -C "$home" || [ ! -f "$source/setup.py" ]; then
  give_up "${archive##*/} does not hold a folder ${source##*/} with a setup.py in it."
fi

# In Studio Classic with JupyterLab 3, Jupyter lives in the conda environment "studio".
if [ "${AWS_SAGEMAKER_JUPYTERSERVER_IMAGE:-}" = jupyter-server-3 ]; then
  set +eu # conda's own functions use variables that nobody set, and go on after what fails
  eval "$(conda shell.bash hook)"
  conda activate studio || give_up "Could not activate the conda environment 'studio'."
  set -eu
fi

# Nothing is fetched here: the extension's one dependency, boto3, is in the image.
python3 -m pip install --no-index --no-dependencies --no-build-isolation --disable-pip-version-check -e "$source" ||
  give_up "pip could not install $source."
jupyter serverextension enable --py sagemaker_studio_autoshutdown ||
  give_up "Jupyter could not enable the extension."

if ! command -v supervisorctl > /dev/null || [ ! -f "$supervisor" ]; then
  give_up "The extension is installed, but Jupyter can't be restarted from here: there is no supervisorctl or no $supervisor."
fi
echo "Restarting Jupyter, so that it loads the extension. An open page has to be loaded again."
supervisorctl -c "$supervisor" restart jupyterlabserver || give_up "supervisorctl could not restart jupyterlabserver."

for _ in {1..30}; do
  sleep 2
  extension state && break
done
extension start

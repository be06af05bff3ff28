"""Adds to a JSON file of Code Editor what it doesn't have: set_defaults.py FILE < DEFAULTS

An object (settings.json) gets the names that it lacks; of names whose values are objects, their names in turn. A list
(keybindings.json) gets the entries whose key and condition none of its own has. A file that isn't plain JSON, because
its user has written comments into it, stays as it is.
"""

import json
import os
import sys


def added_to_object(own, defaults, path=""):
    added = []
    for name, value in defaults.items():
        if name not in own:
            own[name] = value
            added.append(path + name)
        elif isinstance(own[name], dict) and isinstance(value, dict):
            added += added_to_object(own[name], value, path + name + ": ")
    return added


def added_to_list(own, defaults):
    taken = {(entry.get("key"), entry.get("when")) for entry in own if isinstance(entry, dict)}
    new = [entry for entry in defaults if (entry["key"], entry.get("when")) not in taken]
    own += new
    return [entry["key"] for entry in new]


def main(file):
    defaults = json.load(sys.stdin)
    try:
        with open(file, encoding="utf-8-sig") as stream:
            text = stream.read()
        own = json.loads(text) if text.strip() else type(defaults)()
    except FileNotFoundError:
        own = type(defaults)()
    except ValueError:
        print("kept  %s (it is not plain JSON, so nothing was added)" % file)
        return
    if type(own) is not type(defaults):
        print("kept  %s (it holds something else than was expected)" % file)
        return

    added = (added_to_list if isinstance(own, list) else added_to_object)(own, defaults)
    if not added:
        print("kept  %s" % file)
        return

    # Whole or not at all, and through a symbolic link.
    target = os.path.realpath(file)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    new = "%s.customizer.%d" % (target, os.getpid())
    with open(new, "w", encoding="utf-8") as stream:
        json.dump(own, stream, indent=4, ensure_ascii=False)
        stream.write("\n")
    os.replace(new, target)
    print("set   %s: %s" % (file, ", ".join(added)))


try:
    main(sys.argv[1])
except OSError as problem:
    sys.exit("Could not write %s: %s" % (sys.argv[1], problem.strerror))

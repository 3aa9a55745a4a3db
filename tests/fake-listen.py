"""A stand-in for listen.py, without a model: it speaks the protocol, and does what the name of the file says."""

import json
import os
import sys
import time


def tell(**what):
    print(json.dumps(what), flush=True)


tell(ready=True)
for line in sys.stdin:
    request = json.loads(line)
    name = os.path.basename(request["file"])
    if name == "dies":
        sys.stderr.write("out of memory\n")
        os._exit(137)
    if name == "babbles":
        print("Downloading model…", flush=True)
    if name == "fails":
        tell(error="ValueError: no sound")
        continue
    if name == "hangs":
        tell(atMs=os.getpid())
        time.sleep(3600)
    tell(language=request["hint"] or "en")
    tell(atMs=500)
    words = [{"startMs": 100, "endMs": 900, "text": f" {name}"}]
    tell(segment={"startMs": 100, "endMs": 900, "text": name, "words": words, "noSpeech": 0.1, "confidence": -0.3})
    tell(done=True)

"""Has the engine listen to a second of silence: `try-engine.py LISTEN MODEL`. Its last line says what is wrong."""

import json
import os
import subprocess
import sys
import tempfile
import wave

listen, model = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    file = os.path.join(folder, "silence.wav")
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 16_000, 16_000, "NONE", ""))
        sound.writeframes(bytes(32_000))
    engine = subprocess.Popen([sys.executable, listen, model, "1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    request = json.dumps({"file": file, "languages": ["fr", "en"], "hint": None})
    engine.stdin.write(request + "\n")
    engine.stdin.flush()
    for line in engine.stdout:
        said = json.loads(line)
        if said.get("error"):
            sys.exit(said["error"])
        if said.get("done"):
            engine.stdin.close()
            engine.wait()
            sys.exit(0)
    sys.exit(f"the engine ended with {engine.wait()}")

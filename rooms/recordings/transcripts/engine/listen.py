"""Writes down what is said in sound files, for Palier's recorder: JSON lines in, JSON lines out.

Called with the folder of the model and a number of threads. A line in asks for a file (WAV, 16 kHz, mono, 16 bits):
    {"file": "…", "languages": ["fr", "en"], "hint": "fr"}
Lines out: {"ready": true} once; then for each file {"language": "fr"}, {"atMs": …} as it goes on, {"segment": …},
and {"done": true} or {"error": "…"} in the end. It ends with its input, so that it does not outlive who started it.
"""

import json
import os
import queue
import sys
import threading
import wave

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

RATE = 16_000
# Below this, of the two languages, the one that the person has set counts.
SURE = 0.7

# Libraries print to standard output: it is ours alone.
out = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)


def tell(**what):
    out.write(json.dumps(what, ensure_ascii=False) + "\n")
    out.flush()


def read_requests(requests):
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


def read_sound(file):
    import numpy

    with wave.open(file, "rb") as sound:
        if (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) != (RATE, 1, 2):
            raise ValueError("not 16 kHz, mono, 16 bits")
        samples = sound.readframes(sound.getnframes())
    return numpy.frombuffer(samples, dtype="<i2").astype(numpy.float32) / 32_768


def choose_language(model, sound, languages, hint):
    _, _, likely = model.detect_language(audio=sound, vad_filter=True, language_detection_segments=2)
    chances = {language: chance for language, chance in likely if language in languages}
    total = sum(chances.values()) or 1
    best = max(chances, key=chances.get, default=hint or languages[0])
    return hint if hint in languages and chances.get(best, 0) / total < SURE else best


def listen(model, file, languages, hint):
    sound = read_sound(file)
    language = choose_language(model, sound, languages, hint)
    tell(language=language)
    segments, _ = model.transcribe(
        sound,
        language=language,
        beam_size=5,
        vad_filter=True,
        vad_parameters={"min_silence_duration_ms": 500},
        condition_on_previous_text=False,
        word_timestamps=True,
        hallucination_silence_threshold=2.0,
    )
    for segment in segments:
        tell(atMs=ms(segment.end))
        tell(
            segment={
                "startMs": ms(segment.start),
                "endMs": ms(segment.end),
                "text": segment.text.strip(),
                "words": [{"startMs": ms(word.start), "endMs": ms(word.end), "text": word.word} for word in segment.words or []],
                "noSpeech": round(segment.no_speech_prob, 3),
                "confidence": round(segment.avg_logprob, 3),
            }
        )


def ms(seconds):
    return max(0, round(float(seconds) * 1_000))


def main():
    requests = queue.Queue()
    threading.Thread(target=read_requests, args=(requests,), daemon=True).start()
    from faster_whisper import WhisperModel

    folder, threads = sys.argv[1], int(sys.argv[2])
    model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)
    tell(ready=True)
    while True:
        request = json.loads(requests.get())
        try:
            listen(model, request["file"], request["languages"], request["hint"])
            tell(done=True)
        except Exception as error:
            tell(error=f"{type(error).__name__}: {error}")


main()

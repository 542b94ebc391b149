/**
 * Records from the microphone into a form's file field.
 *
 * Browsers give the microphone only to pages that come over HTTPS or from this machine;
 * elsewhere the data-unsupported text is shown. What was recorded can be heard before
 * the form is sent. It stops by itself after data-most-seconds.
 *
 * @example
 * <input type="file" data-recorder>
 * <section data-recorder-for="[data-recorder]" data-most-seconds="900"
 *          data-unsupported="…" data-refused="…" data-recording="…" data-taken="…">
 *   <button type="button" data-record-start>Record</button>
 *   <button type="button" data-record-stop hidden>Stop</button>
 *   <p role="status" data-record-status></p>
 *   <audio controls hidden data-record-listen></audio>
 * </section>
 */

const KINDS = [
  ["audio/webm;codecs=opus", "webm"],
  ["audio/ogg;codecs=opus", "ogg"],
];

for (const section of document.querySelectorAll("[data-recorder-for]")) {
  const field = document.querySelector(section.dataset.recorderFor);
  const kind = supported();
  if (!field || !kind) {
    section.querySelector("[data-record-start]").disabled = true;
    tell(section, section.dataset.unsupported);
  } else {
    wire(section, field, kind);
  }
}

function supported() {
  if (!navigator.mediaDevices?.getUserMedia || !globalThis.MediaRecorder) {
    return null;
  }
  return KINDS.find(([type]) => MediaRecorder.isTypeSupported(type)) ?? null;
}

function wire(section, field, [type, suffix]) {
  const start = section.querySelector("[data-record-start]");
  const stop = section.querySelector("[data-record-stop]");
  let recorder = null;

  start.addEventListener("click", async () => {
    start.disabled = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      recorder = record(section, stream, type, (sound) => {
        take(section, field, new File([sound], `recording.${suffix}`, { type }));
        show(start, stop, false);
        start.focus();
      });
      show(start, stop, true);
      stop.focus();
    } catch {
      tell(section, section.dataset.refused);
    }
    start.disabled = false;
  });
  stop.addEventListener("click", () => recorder?.stop());
}

function record(section, stream, type, done) {
  const pieces = [];
  const recorder = new MediaRecorder(stream, { mimeType: type });
  const clock = ticking(section, () => recorder.stop());
  recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  recorder.addEventListener("stop", () => {
    clearInterval(clock);
    for (const track of stream.getTracks()) {
      track.stop();
    }
    done(new Blob(pieces, { type }));
  });
  recorder.start();
  return recorder;
}

function ticking(section, stop) {
  const begin = Date.now();
  const most = Number(section.dataset.mostSeconds);
  const tick = () => {
    const seconds = Math.floor((Date.now() - begin) / 1000);
    const minutes = Math.floor(seconds / 60);
    const clock = `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
    tell(section, `${section.dataset.recording} ${clock}`);
    if (seconds >= most) {
      stop();
    }
  };
  tick();
  return setInterval(tick, 1000);
}

function take(section, field, file) {
  const chosen = new DataTransfer();
  chosen.items.add(file);
  field.files = chosen.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  const listen = section.querySelector("[data-record-listen]");
  URL.revokeObjectURL(listen.src);
  listen.src = URL.createObjectURL(file);
  listen.hidden = false;
  tell(section, section.dataset.taken);
}

function show(start, stop, recording) {
  start.hidden = recording;
  stop.hidden = !recording;
}

function tell(section, text) {
  section.querySelector("[data-record-status]").textContent = text;
}

// The camera as a scanner; loaded when it is first opened. Chromium 75 must read this file.
//
// It shows the live view with a frame to aim by. What lies in the frame goes, picture by picture, to the reader's worker; what is news
// there is handed on, and goes the way of every scan. Where the browser has a detector of its own it looks too, for the symbologies of
// which it tells all: it tells no FNC1, so Code 128, Data Matrix and QR are the reader's alone.
//
// The camera runs only while someone looks: it ends when it is closed, when the page is hidden or left, and on log-out.

// Portuguese, English.
const SAY = {
  view: ['Câmera', 'Camera'],
  opening: ['Abrindo a câmera', 'Opening the camera'],
  aim: ['Aponte para o código', 'Aim at the code'],
  seen: ['Lido. Toque para ler de novo', 'Read. Tap to read it again'],
  again: ['Ler o mesmo código de novo', 'Read the same code again'],
  light: ['Luz', 'Light'],
  close: ['Fechar', 'Close'],
  retry: ['De novo', 'Again'],
  denied: ['A câmera está bloqueada para esta página. Libere a câmera nas permissões do navegador e tente de novo.', 'The camera is blocked for this page. Allow it in the browser\'s permissions, then try again.'],
  none: ['Este aparelho não mostra nenhuma câmera. Digite o código em Mais.', 'This device shows no camera. Type the code, under More.'],
  busy: ['Outro aplicativo está com a câmera. Feche-o e tente de novo.', 'Another app has the camera. Close it, then try again.'],
  stopped: ['A câmera parou. Tente de novo.', 'The camera stopped. Try again.'],
  old: ['Este navegador não abre a câmera. Atualize o Android System WebView ou o Chrome.', 'This browser opens no camera. Update Android System WebView or Chrome.'],
  reader: ['O leitor da câmera não carregou. Confira a rede e tente de novo.', 'The camera\'s reader did not load. Check the network, then try again.'],
};

// What keeps the camera from opening, by the browser's name for it.
const TROUBLES = {
  NotAllowedError: 'denied', SecurityError: 'denied', PermissionDeniedError: 'denied',
  NotFoundError: 'none', OverconstrainedError: 'none', DevicesNotFoundError: 'none',
  NotReadableError: 'busy', TrackStartError: 'busy', AbortError: 'busy',
};

const WANTED = { audio: false, video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } } };
// The longest side of what is read, in pixels: bars of a GS1-128 as wide as the frame still have two each.
const SIDE_MAX = 1000;
// Rest between two pictures, for the battery.
const REST_MS = 60;
// How often a reader that broke is begun anew, and how long the last symbol is not news then.
const RESTARTS_MAX = 5;
const SAME_MS = 3000;
const DETECTED = ['ean_13', 'ean_8', 'upc_a', 'upc_e', 'itf', 'code_39'];
const ICONS = {
  light: 'M9 18h6M10 21h4M8.5 14.5a6 6 0 1 1 7 0c-.6.5-1 1.2-1 2h-5c0-.8-.4-1.5-1-2z',
  retry: 'M4 12a8 8 0 0 1 13.7-5.7L20 8.5M20 4v4.5h-4.5M20 12a8 8 0 0 1-13.7 5.7L4 15.5M4 20v-4.5h4.5',
  close: 'M5.5 5.5l13 13M18.5 5.5l-13 13',
};

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  Object.keys(attributes).forEach((key) => made.setAttribute(key, attributes[key]));
  made.append(...children);
  return made;
}

function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

// The style is there before anything is shown.
let styled;
function style(address) {
  styled = styled || new Promise((resolve) => {
    const link = element('link', { rel: 'stylesheet', href: address });
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
  return styled;
}

class Camera {
  // `heard` gets each symbol, `closed` hears when it is over.
  constructor({ place, english, reader, heard, closed }) {
    Object.assign(this, { place, reader, heard, closed, restarts: 0, over: false });
    this.say = (word) => SAY[word][english ? 1 : 0];
    this.draw();
    this.hidden = () => document.visibilityState === 'hidden' && this.close();
    this.left = () => this.close();
    document.addEventListener('visibilitychange', this.hidden);
    window.addEventListener('pagehide', this.left);
  }

  draw() {
    const button = (action, word, ...inside) => element('button', { type: 'button', 'data-action': action, class: 'camera-button' }, ...inside, element('span', {}, this.say(word)));
    this.video = element('video', { muted: '', playsinline: '', 'aria-hidden': 'true', tabindex: '-1' });
    this.video.muted = true;
    this.status = element('span', { 'data-testid': 'camera-says', role: 'status', class: 'camera-says' });
    this.aim = element('button', { type: 'button', 'data-action': 'camera-again', class: 'camera-aim', 'aria-label': this.say('again') });
    this.aim.onclick = () => this.again();
    this.light = button('camera-light', 'light', icon('light'));
    this.light.setAttribute('aria-pressed', 'false');
    this.light.hidden = true;
    this.light.onclick = () => this.shine(this.light.getAttribute('aria-pressed') !== 'true');
    const close = button('camera-close', 'close', icon('close'));
    close.onclick = () => this.close();
    this.retry = button('camera-retry', 'retry', icon('retry'));
    this.retry.hidden = true;
    this.retry.onclick = () => this.start();
    const side = element('div', { class: 'camera-side' }, this.light, this.retry, close);
    this.view = element('section', { class: 'camera', 'data-testid': 'camera', 'aria-label': this.say('view') }, this.video, this.aim, this.status, side);
    this.place.append(this.view);
  }

  // `opening`, `aim`, `seen`, or what keeps it from working.
  tell(state) {
    if (this.view.dataset.state !== state) {
      this.view.dataset.state = state;
      this.status.textContent = this.say(state);
    }
  }

  async start() {
    this.retry.hidden = true;
    this.tell('opening');
    if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia || !window.OffscreenCanvas) {
      this.fail('old');
      return;
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia(WANTED);
      if (this.over) {
        stream.getTracks().forEach((track) => track.stop());
        return;
      }
      this.stream = stream;
      this.track = stream.getVideoTracks()[0];
      this.track.onended = () => this.fail('stopped');
      this.video.srcObject = stream;
      await this.video.play();
    } catch (error) {
      if (!this.over) {
        this.fail(TROUBLES[error.name] || 'stopped');
      }
      return;
    }
    if (!this.over) {
      this.prepare();
      this.restarts = 0;
      this.begin_reader();
      this.detect();
    }
  }

  // Light and focus, where the camera has them.
  prepare() {
    const can = this.track.getCapabilities ? this.track.getCapabilities() : {};
    this.light.hidden = !can.torch;
    if (can.focusMode && can.focusMode.includes('continuous')) {
      this.track.applyConstraints({ advanced: [{ focusMode: 'continuous' }] }).catch(() => {});
    }
  }

  async shine(on) {
    try {
      await this.track.applyConstraints({ advanced: [{ torch: on }] });
      this.light.setAttribute('aria-pressed', String(on));
    } catch (error) {
      this.light.hidden = true;
    }
  }

  begin_reader() {
    this.loaded = false;
    const worker = new Worker(this.reader);
    this.worker = worker;
    worker.onmessage = ({ data }) => this.worker === worker && this.answered(data);
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.worker === worker) {
        this.answered({ broken: event.message });
      }
    };
    this.look();
  }

  answered({ broken, symbols, sees, pictured }) {
    if (broken !== undefined) {
      this.worker.terminate();
      this.restarts += 1;
      if (!this.loaded || this.restarts > RESTARTS_MAX) {
        this.fail('reader');
      } else {
        this.same_until = Date.now() + SAME_MS;
        this.begin_reader();
      }
      return;
    }
    this.loaded = true;
    symbols.forEach((symbol) => this.read(symbol));
    this.tell(sees ? 'seen' : 'aim');
    if (pictured) {
      setTimeout(() => this.next_picture(() => this.look()), REST_MS);
    }
  }

  // A reader that was begun anew has forgotten what is in view.
  read(symbol) {
    const known = symbol === this.last && Date.now() < this.same_until;
    this.last = symbol;
    if (!known) {
      this.heard(symbol);
    }
  }

  again() {
    this.same_until = 0;
    if (this.worker) {
      this.worker.postMessage({ again: true });
    }
  }

  next_picture(then) {
    if (this.over || !this.stream) {
      return;
    }
    if (this.video.requestVideoFrameCallback) {
      this.video.requestVideoFrameCallback(then);
    } else {
      requestAnimationFrame(then);
    }
  }

  // Where the frame lies in the camera's picture, which covers the view and is cut at two sides.
  area() {
    const { videoWidth, videoHeight } = this.video;
    const view = this.video.getBoundingClientRect();
    const frame = this.aim.getBoundingClientRect();
    const scale = Math.max(view.width / videoWidth, view.height / videoHeight);
    const across = (at) => Math.round(Math.min(Math.max(videoWidth / 2 + (at - view.left - view.width / 2) / scale, 0), videoWidth));
    const down = (at) => Math.round(Math.min(Math.max(videoHeight / 2 + (at - view.top - view.height / 2) / scale, 0), videoHeight));
    const [x, y] = [across(frame.left), down(frame.top)];
    return { x, y, width: across(frame.right) - x, height: down(frame.bottom) - y };
  }

  async look() {
    if (this.over || !this.stream) {
      return;
    }
    const { x, y, width, height } = this.area();
    if (!(width > 0 && height > 0)) {
      setTimeout(() => this.look(), REST_MS);
      return;
    }
    const scale = Math.min(1, SIDE_MAX / Math.max(width, height));
    const size = { resizeWidth: Math.max(1, Math.round(width * scale)), resizeHeight: Math.max(1, Math.round(height * scale)) };
    try {
      const picture = await createImageBitmap(this.video, x, y, width, height, size);
      this.worker.postMessage({ picture, at_ms: performance.now() }, [picture]);
    } catch (error) {
      this.fail('stopped');
    }
  }

  // The browser's own detector, for as long as it works.
  async detect() {
    if (!window.BarcodeDetector) {
      return;
    }
    try {
      const there = await window.BarcodeDetector.getSupportedFormats();
      const formats = DETECTED.filter((format) => there.includes(format));
      const detector = formats.length ? new window.BarcodeDetector({ formats }) : undefined;
      while (detector && !this.over && this.stream) {
        const { x, y, width, height } = this.area();
        const aimed = ({ boundingBox: box }) => box.x + box.width / 2 >= x && box.x + box.width / 2 <= x + width &&
          box.y + box.height / 2 >= y && box.y + box.height / 2 <= y + height;
        const detected = (await detector.detect(this.video)).filter(aimed).map(({ format, rawValue }) => ({ format, rawValue }));
        if (detected.length && !this.over) {
          this.worker.postMessage({ detected, at_ms: performance.now() });
        }
        await new Promise((resolve) => setTimeout(resolve, REST_MS));
      }
    } catch (error) {
      // The reader goes on without it.
    }
  }

  // Ends the camera; what is told stays, with the way out.
  fail(word) {
    this.stop();
    if (!this.over) {
      this.tell(word);
      this.light.hidden = true;
      this.retry.hidden = word === 'old' || word === 'none';
    }
  }

  stop() {
    if (this.worker) {
      this.worker.terminate();
      this.worker = undefined;
    }
    if (this.stream) {
      this.stream.getTracks().forEach((track) => {
        track.onended = null;
        track.stop();
      });
      this.stream = undefined;
      this.video.srcObject = null;
    }
  }

  close() {
    if (this.over) {
      return;
    }
    this.over = true;
    this.stop();
    document.removeEventListener('visibilitychange', this.hidden);
    window.removeEventListener('pagehide', this.left);
    this.view.remove();
    this.closed();
  }
}

export async function open(options) {
  await style(options.style);
  const camera = new Camera(options);
  camera.start();
  return camera;
}

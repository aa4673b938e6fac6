// The camera's worker: pictures in, symbols out. What stands above starts the program. Chromium 75 must read this file.
let eye;
let canvas;

// The bytes of a picture, red, green, blue and opacity.
function pixels(picture) {
  const { width, height } = picture;
  if (!canvas || canvas.width !== width || canvas.height !== height) {
    canvas = new OffscreenCanvas(width, height);
  }
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  context.drawImage(picture, 0, 0);
  picture.close();
  return context.getImageData(0, 0, width, height).data;
}

function look({ picture, detected, at_ms }) {
  if (picture) {
    const width = picture.width;
    return [eye.look(pixels(picture), width, at_ms)];
  }
  return detected.map(({ format, rawValue }) => eye.hear(format, rawValue, at_ms));
}

self.onmessage = async ({ data }) => {
  try {
    await ready;
    eye = eye || new wasm_bindgen.Eye();
    if (data.again) {
      eye.aim_again();
      return;
    }
    const begun = performance.now();
    const symbols = look(data).filter((symbol) => symbol);
    self.postMessage({ symbols, sees: eye.sees(), pictured: Boolean(data.picture), ms: performance.now() - begun });
  } catch (error) {
    self.postMessage({ broken: String(error) });
  }
};

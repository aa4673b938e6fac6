// Loads what opens the camera, once it is wanted. The real names stand in the page.
let wanted = 0;
let camera;

export function close_camera() {
  wanted += 1;
  if (camera) {
    camera.close();
  }
}

// `heard` gets each symbol; `closed` hears when it is over, and whether it ever was.
export async function open_camera(place, english, heard, closed) {
  const names = document.querySelector('meta[name=bipe-camera]');
  close_camera();
  const mine = wanted;
  try {
    const { open } = await import(names.content);
    if (mine === wanted) {
      const { style, reader } = names.dataset;
      camera = await open({ place, english, style, reader, heard, closed: () => closed(true) });
      if (mine !== wanted) {
        camera.close();
      }
    }
  } catch (error) {
    closed(false);
  }
}

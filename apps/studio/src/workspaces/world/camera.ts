/** Which part of a square world is in view: a place in its middle, and how many times larger than all of it. */
export interface Camera {
  /** In the world's own units. */
  readonly x: number;
  readonly y: number;
  /** From 1: at 1 the world fills the longer side of the view, so that no part of it is seen twice. */
  readonly zoom: number;
}

const mostZoom = 64;

export function wholeWorld(extent: number): Camera {
  return { x: extent / 2, y: extent / 2, zoom: 1 };
}

/** The camera that an address asks for, as `at=0.25,0.5,8`: its place as shares of the extent, and its zoom. */
export function readCamera(params: URLSearchParams, extent: number): Camera {
  const [x = NaN, y = NaN, zoom = NaN] = (params.get('at') ?? '').split(',').map(Number);
  const known = x >= 0 && x < 1 && y >= 0 && y < 1 && zoom >= 1 && zoom <= mostZoom;
  return known ? { x: x * extent, y: y * extent, zoom } : wholeWorld(extent);
}

/** The parameters that lead to the camera. */
export function writeCamera(
  params: URLSearchParams,
  camera: Camera,
  extent: number,
): URLSearchParams {
  const changed = new URLSearchParams(params);
  const text = textOf(camera, extent);
  if (text === textOf(wholeWorld(extent), extent)) changed.delete('at');
  else changed.set('at', text);
  return changed;
}

function textOf({ x, y, zoom }: Camera, extent: number): string {
  // Rounded down: a share of 1 would be beyond the world.
  const share = (place: number) => Math.floor((place / extent) * 1e4) / 1e4;
  return `${share(x)},${share(y)},${Math.round(zoom * 100) / 100}`;
}

/** Pixels of the screen for a unit of the world, in a view of that size. */
export function scaleOf(camera: Camera, extent: number, width: number, height: number): number {
  return (camera.zoom * Math.max(width, height)) / extent;
}

/** The world's place under a pixel, which counts from the view's upper left corner; it repeats itself. */
export function placeAt(
  camera: Camera,
  extent: number,
  size: { readonly width: number; readonly height: number },
  pixel: { readonly x: number; readonly y: number },
): { x: number; y: number } {
  const scale = scaleOf(camera, extent, size.width, size.height);
  return {
    x: wrap(camera.x + (pixel.x - size.width / 2) / scale, extent),
    y: wrap(camera.y + (pixel.y - size.height / 2) / scale, extent),
  };
}

/** The camera after a drag by so many pixels. */
export function drag(
  camera: Camera,
  extent: number,
  scale: number,
  dx: number,
  dy: number,
): Camera {
  return {
    ...camera,
    x: wrap(camera.x - dx / scale, extent),
    y: wrap(camera.y - dy / scale, extent),
  };
}

/** The camera that is `factor` times nearer, with the place under the pixel where it was. */
export function zoomAt(
  camera: Camera,
  extent: number,
  size: { readonly width: number; readonly height: number },
  pixel: { readonly x: number; readonly y: number },
  factor: number,
): Camera {
  const zoom = Math.min(mostZoom, Math.max(1, camera.zoom * factor));
  const before = scaleOf(camera, extent, size.width, size.height);
  const after = scaleOf({ ...camera, zoom }, extent, size.width, size.height);
  const shift = 1 / before - 1 / after;
  return {
    x: wrap(camera.x + (pixel.x - size.width / 2) * shift, extent),
    y: wrap(camera.y + (pixel.y - size.height / 2) * shift, extent),
    zoom,
  };
}

function wrap(value: number, extent: number): number {
  return ((value % extent) + extent) % extent;
}

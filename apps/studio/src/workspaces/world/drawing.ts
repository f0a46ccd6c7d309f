/** Who draws a world: the graphics card, or where there is none the page itself. */
import { Painting } from './painting.ts';
import { Picture } from './picture.ts';
import type { Drawing } from './scene.ts';

/** What can be asked to draw. */
export const drawers = ['webgl', 'page'] as const;
export type Drawer = (typeof drawers)[number];

/** What the address asks to draw; undefined: what suits the machine. */
export function readDrawer(params: URLSearchParams): Drawer | undefined {
  const name = params.get('draw');
  return drawers.find((known) => known === name);
}

/** @throws Error when what was wanted cannot draw. */
export function openDrawing(canvas: HTMLCanvasElement, wanted: Drawer | undefined): Drawing {
  const drawer = wanted ?? (hasGraphicsCard() ? 'webgl' : 'page');
  return drawer === 'webgl' ? new Picture(canvas) : new Painting(canvas);
}

let known: boolean | undefined;

/** Whether there is WebGL 2, and no processor that stands in for the graphics card, as far as the browser tells it. */
function hasGraphicsCard(): boolean {
  known ??= look();
  return known;
}

function look(): boolean {
  // A canvas keeps the kind of its first context.
  const gl = document.createElement('canvas').getContext('webgl2');
  if (gl === null) return false;
  const told = String(gl.getParameter(gl.RENDERER));
  // Firefox tells it at once, and warns of the extension.
  const info = told.startsWith('WebKit') ? gl.getExtension('WEBGL_debug_renderer_info') : null;
  const name = info === null ? told : String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
}

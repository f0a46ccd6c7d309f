import type { Color, Food, Frame } from 'heddle/sim';
import { scaleOf } from './camera.ts';
import { faintest, rampFor, type Coloring } from './coloring.ts';
import { dotSize, type Drawing, type Scene } from './scene.ts';
import { hue, lightnessOn } from './palette.ts';

const codes: Readonly<Record<Coloring, number>> = { tribe: 0, energy: 1, diet: 2, domain: 3 };

const entityShader = `#version 300 es
#define ENERGY ${codes.energy}
#define DIET ${codes.diet}
#define DOMAIN ${codes.domain}
in vec2 position;
in vec4 color;
in float diet;
uniform vec2 center;
uniform vec2 scale;
uniform float extent;
uniform float size;
uniform float light;
// By tribe: the colors of the frame; by energy or diet: a ramp; by domain: one color.
uniform int coloring;
uniform float faintest;
uniform vec3 ramp[3];
uniform vec3 domain;
out vec4 ink;
void main() {
  // The nearest of its repetitions.
  vec2 away = position - center;
  away -= extent * round(away / extent);
  gl_Position = vec4(away * scale, 0.0, 1.0);
  gl_PointSize = size;
  if (coloring == ENERGY || coloring == DIET) {
    float vigor = clamp((color.a - faintest) / (1.0 - faintest), 0.0, 1.0);
    float along = 2.0 * (coloring == ENERGY ? vigor : diet);
    vec3 shade = mix(mix(ramp[0], ramp[1], along), mix(ramp[1], ramp[2], along - 1.0), step(1.0, along));
    ink = vec4(shade, 1.0);
  } else {
    ink = vec4((coloring == DOMAIN ? domain : color.rgb) * light, color.a);
  }
}`;

const dotShader = `#version 300 es
precision mediump float;
in vec4 ink;
out vec4 pixel;
void main() {
  float from = length(gl_PointCoord - 0.5);
  float edge = fwidth(from);
  float cover = 1.0 - smoothstep(0.5 - edge, 0.5, from);
  pixel = vec4(ink.rgb, 1.0) * ink.a * cover;
}`;

const groundShader = `#version 300 es
uniform vec2 center;
uniform vec2 scale;
uniform float extent;
out vec2 place;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  gl_Position = vec4(corner, 0.0, 1.0);
  place = (corner / scale + center) / extent;
}`;

const grassShader = `#version 300 es
precision mediump float;
in vec2 place;
uniform sampler2D food;
uniform vec3 bare;
uniform vec3 lush;
out vec4 pixel;
void main() {
  pixel = vec4(mix(bare, lush, texture(food, place).r), 1.0);
}`;

/** Draws a world with WebGL 2. */
export class Picture implements Drawing {
  readonly isShared = false;
  readonly #gl: WebGL2RenderingContext;
  readonly #ground: WebGLProgram;
  readonly #dots: WebGLProgram;
  readonly #positions: WebGLBuffer;
  readonly #colors: WebGLBuffer;
  readonly #diets: WebGLBuffer;
  readonly #array: WebGLVertexArrayObject;
  /** Signaled once all that was drawn is drawn. */
  #fence: WebGLSync | null = null;
  /** Entities of each domain. */
  #domains: readonly number[] = [];
  #mean = 1;

  /** @throws Error when the browser has no WebGL 2. */
  constructor(canvas: HTMLCanvasElement) {
    const gl = canvas.getContext('webgl2', { antialias: false, alpha: false });
    if (gl === null)
      throw new Error('This browser draws no WebGL 2: leave draw=webgl out of the address.');
    this.#gl = gl;
    this.#ground = link(gl, groundShader, grassShader);
    this.#dots = link(gl, entityShader, dotShader);
    this.#positions = gl.createBuffer();
    this.#colors = gl.createBuffer();
    this.#diets = gl.createBuffer();
    this.#array = gl.createVertexArray();
    gl.bindVertexArray(this.#array);
    attribute(gl, this.#dots, 'position', this.#positions, 2, gl.FLOAT);
    attribute(gl, this.#dots, 'color', this.#colors, 4, gl.UNSIGNED_BYTE);
    attribute(gl, this.#dots, 'diet', this.#diets, 1, gl.UNSIGNED_BYTE);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    const byte = new Uint8Array(1);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, 1, 1, 0, gl.RED, gl.UNSIGNED_BYTE, byte);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  show({ count, positions, colors, diets, domains }: Frame, extent: number): void {
    const gl = this.#gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#positions);
    gl.bufferData(gl.ARRAY_BUFFER, positions, gl.STREAM_DRAW);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#colors);
    gl.bufferData(gl.ARRAY_BUFFER, colors, gl.STREAM_DRAW);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#diets);
    gl.bufferData(gl.ARRAY_BUFFER, diets, gl.STREAM_DRAW);
    this.#domains = domains;
    this.#mean = extent / Math.sqrt(Math.max(1, count));
  }

  grow({ side, stock }: Food): void {
    const gl = this.#gl;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, side, side, 0, gl.RED, gl.UNSIGNED_BYTE, stock);
  }

  dispose(): void {
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  draw({ camera, extent, bare, lush, coloring, scheme }: Scene): void {
    const gl = this.#gl;
    const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
    gl.viewport(0, 0, width, height);
    const scale = scaleOf(camera, extent, width, height);
    const place = (program: WebGLProgram): void => {
      gl.useProgram(program);
      gl.uniform2f(gl.getUniformLocation(program, 'center'), camera.x, camera.y);
      // Down is down: the world's rows count from the top.
      const [x, y] = [(2 * scale) / width, (-2 * scale) / height];
      gl.uniform2f(gl.getUniformLocation(program, 'scale'), x, y);
      gl.uniform1f(gl.getUniformLocation(program, 'extent'), extent);
    };
    place(this.#ground);
    gl.uniform3f(gl.getUniformLocation(this.#ground, 'bare'), ...bare);
    gl.uniform3f(gl.getUniformLocation(this.#ground, 'lush'), ...lush);
    gl.bindVertexArray(null);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);

    place(this.#dots);
    const size = dotSize(this.#mean * scale);
    gl.uniform1f(gl.getUniformLocation(this.#dots, 'size'), size);
    const at = (name: string) => gl.getUniformLocation(this.#dots, name);
    gl.uniform1f(at('light'), lightnessOn[scheme]);
    gl.uniform1i(at('coloring'), codes[coloring]);
    gl.uniform1f(at('faintest'), faintest / 255);
    gl.uniform3fv(at('ramp'), rampFor(coloring)[scheme].flatMap(tintOf));
    gl.bindVertexArray(this.#array);
    let first = 0;
    for (const [domain, count] of this.#domains.entries()) {
      gl.uniform3f(at('domain'), ...tintOf(hue(domain)));
      gl.drawArrays(gl.POINTS, first, count);
      first += count;
    }
    gl.deleteSync(this.#fence);
    this.#fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
  }

  isDone(): boolean {
    const gl = this.#gl;
    if (this.#fence === null || gl.isContextLost()) return true;
    return gl.getSyncParameter(this.#fence, gl.SYNC_STATUS) === gl.SIGNALED;
  }
}

function tintOf([red, green, blue]: Color): [number, number, number] {
  return [red / 255, green / 255, blue / 255];
}

function link(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) throw new Error('The graphics card is lost: load the page again.');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) {
    throw new Error(`The graphics card refuses a shader: ${gl.getProgramInfoLog(program) ?? ''}`);
  }
  return program;
}

function attribute(
  gl: WebGL2RenderingContext,
  program: WebGLProgram,
  name: string,
  buffer: WebGLBuffer,
  size: number,
  type: number,
): void {
  const place = gl.getAttribLocation(program, name);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.enableVertexAttribArray(place);
  gl.vertexAttribPointer(place, size, type, type === gl.UNSIGNED_BYTE, 0, 0);
}

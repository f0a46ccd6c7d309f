import { extname } from 'node:path';

const text = (type: string): string => `${type}; charset=utf-8`;

const mediaTypes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    avif: 'image/avif',
    css: text('text/css'),
    csv: text('text/csv'),
    flac: 'audio/flac',
    gif: 'image/gif',
    glb: 'model/gltf-binary',
    gltf: 'model/gltf+json',
    gz: 'application/gzip',
    htm: text('text/html'),
    html: text('text/html'),
    ico: 'image/x-icon',
    jpeg: 'image/jpeg',
    jpg: 'image/jpeg',
    js: text('text/javascript'),
    json: 'application/json',
    jsonl: 'application/jsonl',
    map: 'application/json',
    md: text('text/markdown'),
    mjs: text('text/javascript'),
    mp3: 'audio/mpeg',
    mp4: 'video/mp4',
    obj: 'model/obj',
    ogg: 'audio/ogg',
    pdf: 'application/pdf',
    png: 'image/png',
    stl: 'model/stl',
    svg: 'image/svg+xml',
    ttf: 'font/ttf',
    txt: text('text/plain'),
    wasm: 'application/wasm',
    wav: 'audio/wav',
    webm: 'video/webm',
    webmanifest: 'application/manifest+json',
    webp: 'image/webp',
    woff: 'font/woff',
    woff2: 'font/woff2',
    xml: 'application/xml',
    zip: 'application/zip',
  }),
);

/** The Content-Type of a file, by its name's ending. */
export function mediaType(path: string): string {
  return mediaTypes.get(extname(path).slice(1).toLowerCase()) ?? 'application/octet-stream';
}

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Entity, Food, Frame, Simulation } from 'heddle/sim';
import { messageOf } from '../../parts/messageOf.ts';
import { ProblemNote } from '../../parts/ProblemNote.tsx';
import { readTokens, useScheme } from '../../parts/useScheme.ts';
import { drag, placeAt, scaleOf, wholeWorld, zoomAt, type Camera } from './camera.ts';
import { Gesture } from './gesture.ts';
import type { Coloring } from './coloring.ts';
import { densityOf, fullest, type Ground } from './ground.ts';
import { Overlay } from './Overlay.tsx';
import { Pace } from './pace.ts';
import type { Perception, Sight } from './sight.ts';
import { openDrawing, type Drawer } from './drawing.ts';
import type { Drawing, Tint } from './scene.ts';

/** The ground changes slowly, and food is fetched by a message. In milliseconds. */
const groundEvery = 400;
const zoomStep = 1.3;
/** The address follows a view that has come to rest, in milliseconds. */
const restsAfter = 400;

/** The world itself: drawn, dragged, zoomed, and asked who is where. */
export function WorldView({
  sim,
  active,
  drawer,
  coloring,
  ground,
  borders,
  perception,
  begin,
  onReady,
  onLook,
  onChoose,
  onProblem,
}: {
  readonly sim: Simulation;
  readonly active: boolean;
  /** What is to draw; undefined: what suits the machine. */
  readonly drawer: Drawer | undefined;
  readonly coloring: Coloring;
  readonly ground: Ground;
  /** Where one domain ends and another begins. */
  readonly borders: readonly number[];
  /** What the picked entity perceives in the latest frame. */
  readonly perception: () => Perception | undefined;
  /** Given the function that draws the latest frame, as soon as the graphics card is free. */
  readonly onReady: (draw: () => void) => void;
  /** Where a world of that extent is looked at first. */
  readonly begin: (extent: number) => Camera;
  /** Told where the view has come to rest. */
  readonly onLook: (camera: Camera, extent: number) => void;
  readonly onChoose: (entity: Entity | undefined) => void;
  readonly onProblem: (error: unknown) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useScheme();
  /** At once, as an answer to what a person does. */
  const draw = useRef<() => void>(() => undefined);
  /** What changes by itself. */
  const drawInTime = useRef<() => void>(() => undefined);
  const camera = useRef<Camera>(begin(sim.state.extent));
  const picture = useRef<Drawing>(undefined);
  const overlay = useRef<(sight: Sight, frame: Frame | undefined) => void>(() => undefined);
  /** Why there is no picture; the world lives on without one. */
  const [blind, setBlind] = useState<string>();
  const callbacks = useRef({ onReady, onLook, onChoose, onProblem });
  useEffect(() => {
    callbacks.current = { onReady, onLook, onChoose, onProblem };
  });

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    try {
      picture.current ??= openDrawing(element, drawer);
    } catch (error) {
      setBlind(messageOf(error));
    }
    const own = picture.current;
    const tokens = readTokens(element, ['ground', 'panel']);
    const bare = tint(scheme === 'dark' ? '#101318' : tokens.ground || tokens.panel);
    const lush = fullest[ground][scheme];
    const pace = new Pace(own?.isShared ?? false);
    draw.current = () => {
      const began = performance.now();
      const frame = sim.frame();
      const { extent } = sim.state;
      if (frame !== undefined) own?.show(frame, extent);
      own?.draw({ camera: camera.current, extent, bare, lush, coloring, scheme });
      const { clientWidth: width, clientHeight: height } = element;
      overlay.current({ camera: camera.current, extent, width, height }, frame);
      pace.begin(began);
    };
    draw.current();
    let later = 0;
    drawInTime.current = () => {
      cancelAnimationFrame(later);
      if (pace.isFree(performance.now(), () => own?.isDone() ?? true)) draw.current();
      else later = requestAnimationFrame(drawInTime.current);
    };
    callbacks.current.onReady(() => {
      drawInTime.current();
    });
    const fit = new ResizeObserver(() => {
      element.width = Math.max(1, Math.round(element.clientWidth * devicePixelRatio));
      element.height = Math.max(1, Math.round(element.clientHeight * devicePixelRatio));
      draw.current();
    });
    fit.observe(element);
    return () => {
      fit.disconnect();
      cancelAnimationFrame(later);
      drawInTime.current = () => undefined;
    };
  }, [sim, scheme, coloring, ground, drawer]);

  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const look = useCallback(
    (next: Camera) => {
      camera.current = next;
      draw.current();
      clearTimeout(resting.current);
      resting.current = setTimeout(() => {
        callbacks.current.onLook(camera.current, sim.state.extent);
      }, restsAfter);
    },
    [sim],
  );
  useEffect(
    () => () => {
      clearTimeout(resting.current);
    },
    [],
  );

  // A world from a file may be of another size.
  const { extent: size } = sim.state;
  const lookedAt = useRef(size);
  useEffect(() => {
    if (lookedAt.current === size) return;
    lookedAt.current = size;
    look(wholeWorld(size));
  }, [size, look]);

  useEffect(() => {
    const element = canvas.current;
    return () => {
      // A browser has few contexts, and frees them late by itself. React's strict mode comes back to the same canvas.
      setTimeout(() => {
        if (element?.isConnected === false) picture.current?.dispose();
      });
    };
  }, []);

  useEffect(() => {
    if (!active || blind !== undefined) return;
    let gone = false;
    let covered: object | undefined;
    const cover = (cells: Food) => {
      if (gone) return;
      picture.current?.grow(cells);
      drawInTime.current();
    };
    const renew = () => {
      // A world that rests looks the same.
      if (covered === sim.state) return;
      covered = sim.state;
      if (ground === 'food') {
        sim.food().then(cover, (error: unknown) => {
          if (!gone) callbacks.current.onProblem(error);
        });
        return;
      }
      const frame = sim.frame();
      const { side, cellSize } = sim.state;
      if (frame !== undefined) cover(densityOf(frame, side, cellSize));
    };
    renew();
    const timer = setInterval(renew, groundEvery);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [sim, active, blind, ground]);

  const sizeOf = (element: Element) => ({
    width: element.clientWidth,
    height: element.clientHeight,
  });
  const near = (factor: number, pixel?: { x: number; y: number }) => {
    const element = canvas.current;
    if (element === null) return;
    const size = sizeOf(element);
    const middle = { x: size.width / 2, y: size.height / 2 };
    look(zoomAt(camera.current, sim.state.extent, size, pixel ?? middle, factor));
  };
  const choose = (pixel: { x: number; y: number }) => {
    const element = canvas.current;
    if (element === null) return;
    const size = sizeOf(element);
    const { extent } = sim.state;
    const place = placeAt(camera.current, extent, size, pixel);
    const radius = Math.min(
      extent / 2,
      24 / scaleOf(camera.current, extent, size.width, size.height),
    );
    sim.query({ ...place, radius, max: 1 }).then(([found]) => {
      callbacks.current.onChoose(found);
    }, callbacks.current.onProblem);
  };

  // React listens to wheels passively, and the page must not scroll under this one.
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      near(event.deltaY < 0 ? zoomStep : 1 / zoomStep, { x: event.offsetX, y: event.offsetY });
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => {
      element.removeEventListener('wheel', turn);
    };
  });

  const [gesture] = useState(() => new Gesture());
  return (
    <div className="world-view">
      <canvas
        ref={canvas}
        className="world-canvas"
        tabIndex={0}
        role="img"
        aria-label="The world from above. Drag to move, turn the wheel, pinch or press plus and minus to zoom, press Enter to ask who is in the middle."
        onPointerDown={({ currentTarget, pointerId, nativeEvent }) => {
          currentTarget.setPointerCapture(pointerId);
          gesture.press(pointerId, pixelIn(nativeEvent));
        }}
        onPointerMove={({ currentTarget, pointerId, nativeEvent }) => {
          const movement = gesture.move(pointerId, pixelIn(nativeEvent));
          if (movement === undefined) return;
          const { dx, dy, middle, factor } = movement;
          const size = sizeOf(currentTarget);
          const { extent } = sim.state;
          const scale = scaleOf(camera.current, extent, size.width, size.height);
          const moved = drag(camera.current, extent, scale, dx, dy);
          look(zoomAt(moved, extent, size, middle, factor));
        }}
        onPointerUp={({ pointerId, nativeEvent }) => {
          if (gesture.release(pointerId)) choose(pixelIn(nativeEvent));
        }}
        onPointerCancel={({ pointerId }) => {
          gesture.release(pointerId);
        }}
        onKeyDown={(event) => {
          const steps: Readonly<Record<string, readonly [number, number]>> = {
            ArrowLeft: [40, 0],
            ArrowRight: [-40, 0],
            ArrowUp: [0, 40],
            ArrowDown: [0, -40],
          };
          const { width, height } = sizeOf(event.currentTarget);
          const { extent } = sim.state;
          const move = steps[event.key];
          if (move !== undefined) {
            look(
              drag(camera.current, extent, scaleOf(camera.current, extent, width, height), ...move),
            );
          } else if (event.key === '+' || event.key === '=') near(zoomStep);
          else if (event.key === '-') near(1 / zoomStep);
          else if (event.key === '0') look(wholeWorld(extent));
          else if (event.key === 'Enter') choose({ x: width / 2, y: height / 2 });
          else return;
          event.preventDefault();
        }}
      />
      <Overlay
        borders={borders}
        cellSize={sim.state.cellSize}
        perception={perception}
        onReady={(next) => {
          overlay.current = next;
          draw.current();
        }}
      />
      {blind !== undefined && (
        <div className="world-problem">
          <ProblemNote problem={{ title: 'The world lives, but is not drawn', remedy: blind }} />
        </div>
      )}
    </div>
  );
}

/** Where a pointer is in the view. */
function pixelIn({ offsetX, offsetY }: PointerEvent): { x: number; y: number } {
  return { x: offsetX, y: offsetY };
}

/** The color of a token that is written as `#rrggbb`. */
function tint(token: string): Tint {
  const value = Number.parseInt(token.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

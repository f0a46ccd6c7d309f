// Circles that bounce in a box, by Box2D 3 as WebAssembly on one thread: node box2d.mjs CIRCLES STEPS
import createBox2D from 'box2d3-wasm';
import { median } from '../../harness.mjs';
import { makeRandom } from '../random.mjs';

const [circles, steps] = process.argv.slice(2).map(Number);
// The size and speed of our bodies, and as much room for each: 12 in a circle of radius 8.
const radius = 0.75;
const speed = 0.63;
const extent = Math.sqrt((circles * Math.PI * 8 ** 2) / 12);
/** A tick is a sixtieth of a second. */
const rate = 60;

const b2 = await createBox2D({ pthreadCount: 0 });
const worldDef = b2.b2DefaultWorldDef();
worldDef.gravity.Set(0, 0);
worldDef.enableSleep = false;
worldDef.restitutionThreshold = 0;
const world = b2.b2CreateWorld(worldDef);

const wallBody = b2.b2CreateBody(world, b2.b2DefaultBodyDef());
const wallDef = b2.b2DefaultShapeDef();
wallDef.material.restitution = 1;
wallDef.material.friction = 0;
for (const [x, y, width, height] of [
  [-1, extent / 2, 1, extent],
  [extent + 1, extent / 2, 1, extent],
  [extent / 2, -1, extent, 1],
  [extent / 2, extent + 1, extent, 1],
]) {
  const at = new b2.b2Vec2(x, y);
  const box = b2.b2MakeOffsetBox(width, height, at, b2.b2MakeRot(0));
  b2.b2CreatePolygonShape(wallBody, wallDef, box);
}

const random = makeRandom(1);
const bodyDef = b2.b2DefaultBodyDef();
bodyDef.type = b2.b2BodyType.b2_dynamicBody;
const shapeDef = b2.b2DefaultShapeDef();
shapeDef.material.restitution = 1;
shapeDef.material.friction = 0;
const circle = new b2.b2Circle();
circle.radius = radius;
const place = () => radius + random() * (extent - 2 * radius);
const bodies = [];
for (let i = 0; i < circles; i++) {
  const angle = 2 * Math.PI * random();
  bodyDef.position.Set(place(), place());
  bodyDef.linearVelocity.Set(Math.cos(angle) * speed * rate, Math.sin(angle) * speed * rate);
  const body = b2.b2CreateBody(world, bodyDef);
  b2.b2CreateCircleShape(body, shapeDef, circle);
  bodies.push(body);
}

const positions = () =>
  bodies.map((body) => {
    const { x, y } = b2.b2Body_GetPosition(body);
    return [x, y];
  });
const first = positions();
const times = [];
// Those that lie upon each other at first need some steps to part.
for (let step = -30; step < steps; step++) {
  const began = performance.now();
  b2.b2World_Step(world, 1 / rate, 4);
  if (step >= 0) times.push(performance.now() - began);
}
const { contactCount, bodyCount } = b2.b2World_GetCounters(world);
const last = positions();
const inside = (at) => at > -1 && at < extent + 1;
const moved = last.filter(([x, y], i) => x !== first[i][0] || y !== first[i][1]).length;
const right =
  bodyCount === circles + 1 &&
  contactCount > 0 &&
  last.every(([x, y]) => inside(x) && inside(y)) &&
  moved > 0.99 * circles;
console.log(
  JSON.stringify({ right, figures: { step: median(times) / 1000, contacts: contactCount } }),
);
process.exit();

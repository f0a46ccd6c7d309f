/**
 * The flocking example of Agents.jl (Reynolds: "Flocks, herds and schools", SIGGRAPH 1987; the parameters and rules
 * are those of its documentation) as one would carry it over to JavaScript: an object for each bird, and a Map
 * from the cell to its birds. Birds act one after the other in the order of their numbers, and each sees where
 * those before it have gone.
 */
import { makeRandom } from './random.mjs';

/** Mean number of others within the visual distance at first. */
const mean = 12;

export class Flocking {
  speed = 1.5;
  cohereFactor = 0.1;
  separation = 2;
  separateFactor = 0.25;
  matchFactor = 0.04;
  visualDistance = 5;

  constructor(count) {
    const side = Math.sqrt((count * Math.PI * this.visualDistance ** 2) / mean);
    // Whole cells, so that all of them are as large.
    this.side = Math.round(side / this.visualDistance);
    this.extent = this.side * this.visualDistance;
    this.cells = new Map();
    const random = makeRandom(1);
    this.birds = Array.from({ length: count }, (_, id) => {
      const angle = 2 * Math.PI * random();
      const bird = {
        id,
        x: random() * this.extent,
        y: random() * this.extent,
        vx: Math.cos(angle),
        vy: Math.sin(angle),
        cell: 0,
      };
      this.#enter(bird);
      return bird;
    });
  }

  /** Lets each bird act once. Returns how many others they saw in all. */
  step() {
    let seen = 0;
    for (const bird of this.birds) seen += this.#act(bird);
    return seen;
  }

  #act(bird) {
    const near = this.#nearby(bird);
    let matchX = 0;
    let matchY = 0;
    let separateX = 0;
    let separateY = 0;
    let cohereX = 0;
    let cohereY = 0;
    for (const other of near) {
      const headingX = this.#heading(bird.x, other.x);
      const headingY = this.#heading(bird.y, other.y);
      cohereX += headingX;
      cohereY += headingY;
      matchX += other.vx;
      matchY += other.vy;
      if (headingX ** 2 + headingY ** 2 < this.separation ** 2) {
        separateX -= headingX;
        separateY -= headingY;
      }
    }
    const count = Math.max(near.length, 1);
    const add = (cohere, separate, match) =>
      (cohere * this.cohereFactor + separate * this.separateFactor + match * this.matchFactor) /
      count;
    const vx = bird.vx + add(cohereX, separateX, matchX);
    const vy = bird.vy + add(cohereY, separateY, matchY);
    const length = Math.hypot(vx, vy);
    bird.vx = vx / length;
    bird.vy = vy / length;
    bird.x = this.#wrap(bird.x + bird.vx * this.speed);
    bird.y = this.#wrap(bird.y + bird.vy * this.speed);
    if (this.#cellOf(bird) !== bird.cell) {
      this.#leave(bird);
      this.#enter(bird);
    }
    return near.length;
  }

  /** The others within the visual distance. */
  #nearby(bird) {
    const near = [];
    const column = Math.floor(bird.x / this.visualDistance);
    const row = Math.floor(bird.y / this.visualDistance);
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        for (const other of this.cells.get(this.#key(column + dx, row + dy)) ?? []) {
          if (other === bird) continue;
          const x = this.#heading(bird.x, other.x);
          const y = this.#heading(bird.y, other.y);
          if (x ** 2 + y ** 2 <= this.visualDistance ** 2) near.push(other);
        }
      }
    }
    return near;
  }

  /** The short way around the world. */
  #heading(from, to) {
    const way = to - from;
    if (way > this.extent / 2) return way - this.extent;
    return way < -this.extent / 2 ? way + this.extent : way;
  }

  #wrap(at) {
    const inside = at < 0 ? at + this.extent : at;
    return inside >= this.extent ? inside - this.extent : inside;
  }

  #key(column, row) {
    const wrap = (i) => (i + this.side) % this.side;
    return wrap(row) * this.side + wrap(column);
  }

  #cellOf({ x, y }) {
    return this.#key(Math.floor(x / this.visualDistance), Math.floor(y / this.visualDistance));
  }

  #enter(bird) {
    bird.cell = this.#cellOf(bird);
    const cell = this.cells.get(bird.cell);
    if (cell === undefined) this.cells.set(bird.cell, [bird]);
    else cell.push(bird);
  }

  #leave(bird) {
    const cell = this.cells.get(bird.cell);
    cell[cell.indexOf(bird)] = cell[cell.length - 1];
    cell.pop();
  }
}

/**
 * The steering of Heddle's simulation as one would write it in JavaScript to be fast: typed arrays, a counting
 * sort into cells, and for each entity a loop over the entities of the 3 x 3 cells around it.
 *
 * It has what the engine's steering has (separation, alignment, cohesion, evasion, pursuit of the nearest prey, the
 * cone of view, the clamps of force and speed, the torus), and nothing else of the model: nobody eats,
 * fights, mates, ages or strays.
 */

// As in the engine: perceive.h, steer.h.
const daring = 1.25;
const lookahead = 4;
const pushShare = 0.125;
const mostPush = 0.5;

/**
 * A flock whose `step()` lets a tick pass.
 *
 * entities  in the order of their ids, as `Simulation.query` gives them; none dies or is born.
 * world     `side` cells of `cellSize` in a row.
 * scenario  with all its fields; `steering.wander` is not heeded, and there is no food.
 */
export class Flock {
  constructor(entities, { side, cellSize }, scenario) {
    this.count = entities.length;
    this.side = side;
    this.cellSize = cellSize;
    this.steering = scenario.steering;
    const floats = (of) => Float32Array.from(entities, of);
    this.x = floats(({ x }) => x);
    this.y = floats(({ y }) => y);
    this.vx = floats(({ vx }) => vx);
    this.vy = floats(({ vy }) => vy);
    this.tribe = Uint16Array.from(entities, ({ tribe }) => tribe);
    this.visionSquared = floats(({ genes }) => genes.visionRange ** 2);
    this.cone = floats(({ genes: { fieldOfView: c } }) => (c <= -1 ? -Infinity : c * Math.abs(c)));
    this.bond = floats(({ genes }) => genes.cohesion);
    this.maxSpeed = floats(({ genes }) => genes.maxSpeed);
    const { hostility } = scenario.combat;
    this.menace = floats(({ energy, genes: { aggression } }) =>
      aggression < Math.fround(hostility) ? 0 : energy * aggression,
    );
    this.eagerness = floats(({ energy, genes: { aggression } }) => {
      const hunger = Math.min(Math.max(1 - energy / scenario.economy.most, 0), 1);
      return aggression * (0.25 + 0.75 * hunger);
    });

    // What the others see: copies in the order of cells.
    this.seenX = new Float32Array(this.count);
    this.seenY = new Float32Array(this.count);
    this.seenVx = new Float32Array(this.count);
    this.seenVy = new Float32Array(this.count);
    this.seenMenace = new Float32Array(this.count);
    this.seenTribe = new Uint16Array(this.count);
    this.order = new Uint32Array(this.count);
    this.cell = new Uint32Array(this.count);
    this.cellBegin = new Uint32Array(side * side + 1);

    // The cells around one: runs of entities, and how far they lie beyond the edge of the world.
    this.runBegin = new Uint32Array(9);
    this.runEnd = new Uint32Array(9);
    this.runX = new Float64Array(9);
    this.runY = new Float64Array(9);
  }

  step() {
    this.#sort();
    for (let row = 0; row < this.side; row++) {
      for (let column = 0; column < this.side; column++) this.#steerCell(row, column);
    }
  }

  #sort() {
    const { count, side, x, y, vx, vy, tribe, menace, cell, order, cellBegin } = this;
    const { seenX, seenY, seenVx, seenVy, seenTribe, seenMenace } = this;
    const inverse = 1 / this.cellSize;
    cellBegin.fill(0);
    for (let i = 0; i < count; i++) {
      const c = ((y[i] * inverse) | 0) * side + ((x[i] * inverse) | 0);
      cell[i] = c;
      cellBegin[c]++;
    }
    for (let c = 0, sum = 0; c < cellBegin.length; c++) {
      sum += cellBegin[c];
      cellBegin[c] = sum;
    }
    // From the last one back, so that each cell has them in the order of ids, and begins where it should.
    for (let i = count - 1; i >= 0; i--) {
      const k = --cellBegin[cell[i]];
      order[k] = i;
      seenX[k] = x[i];
      seenY[k] = y[i];
      seenVx[k] = vx[i];
      seenVy[k] = vy[i];
      seenTribe[k] = tribe[i];
      seenMenace[k] = menace[i];
    }
  }

  /** Lists the cells around one as runs; neighbors in a row lie one behind the other. */
  #findRuns(row, column) {
    const { side, cellBegin, runBegin, runEnd, runX, runY } = this;
    const extent = side * this.cellSize;
    const first = Math.max(column - 1, 0);
    const last = Math.min(column + 1, side - 1);
    let runs = 0;
    const add = (begin, end, shiftX, shiftY) => {
      runBegin[runs] = begin;
      runEnd[runs] = end;
      runX[runs] = shiftX;
      runY[runs] = shiftY;
      runs++;
    };
    for (let dy = -1; dy <= 1; dy++) {
      const at = row + dy;
      const shiftY = at < 0 ? -extent : at === side ? extent : 0;
      const cells = ((at + side) % side) * side;
      if (column === 0) add(cellBegin[cells + side - 1], cellBegin[cells + side], -extent, shiftY);
      add(cellBegin[cells + first], cellBegin[cells + last + 1], 0, shiftY);
      if (column === side - 1) add(cellBegin[cells], cellBegin[cells + 1], extent, shiftY);
    }
    return runs;
  }

  #steerCell(row, column) {
    const { side, cellSize, cellBegin, order, runBegin, runEnd, runX, runY } = this;
    const { seenX, seenY, seenVx, seenVy, seenTribe, seenMenace } = this;
    const cell = row * side + column;
    const from = cellBegin[cell];
    const to = cellBegin[cell + 1];
    if (from === to) return;
    const runs = this.#findRuns(row, column);
    const { personal_space: space, separation, alignment, cohesion } = this.steering;
    const { most_force: mostForce } = this.steering;
    const spaceSquared = space * space;
    const evasion = this.steering.evasion / (cellSize * cellSize);
    const pursuit = this.steering.pursuit / cellSize;
    const extent = side * cellSize;
    for (let k = from; k < to; k++) {
      const i = order[k];
      const x = seenX[k];
      const y = seenY[k];
      const vx = seenVx[k];
      const vy = seenVy[k];
      const tribe = seenTribe[k];
      const dares = seenMenace[k] * daring;
      const visionSquared = this.visionSquared[i];
      // Inside the cone when cos(angle) >= c; with s(v) = v * |v|, which keeps order, no root is needed.
      const cone = this.cone[i] === -Infinity ? -1e30 : this.cone[i] * (vx * vx + vy * vy);
      let pushX = 0;
      let pushY = 0;
      let sumVx = 0;
      let sumVy = 0;
      let sumX = 0;
      let sumY = 0;
      let kin = 0;
      let fleeX = 0;
      let fleeY = 0;
      let nearest = 1e30;
      let preyX = 0;
      let preyY = 0;
      for (let run = 0; run < runs; run++) {
        const ownX = x - runX[run];
        const ownY = y - runY[run];
        const end = runEnd[run];
        for (let j = runBegin[run]; j < end; j++) {
          const ex = seenX[j] - ownX;
          const ey = seenY[j] - ownY;
          const squared = ex * ex + ey * ey;
          if (squared < spaceSquared) {
            const overlap = spaceSquared - squared;
            pushX -= ex * overlap;
            pushY -= ey * overlap;
          }
          if (squared >= visionSquared) continue;
          const dot = ex * vx + ey * vy;
          if (dot * Math.abs(dot) < cone * squared) continue;
          if (seenTribe[j] === tribe) {
            sumVx += seenVx[j];
            sumVy += seenVy[j];
            sumX += ex;
            sumY += ey;
            kin++;
            continue;
          }
          const menace = seenMenace[j];
          if (menace > dares) {
            const weight = visionSquared - squared;
            fleeX -= ex * weight;
            fleeY -= ey * weight;
          } else if (menace < dares && squared < nearest) {
            nearest = squared;
            preyX = ex + seenVx[j] * lookahead;
            preyY = ey + seenVy[j] * lookahead;
          }
        }
      }

      const chase = nearest < 1e30 ? this.eagerness[i] * pursuit : 0;
      const bond = this.bond[i];
      const share = 1 / Math.max(kin, 1);
      const flockX = (sumVx * share - vx) * alignment + sumX * share * cohesion;
      const flockY = (sumVy * share - vy) * alignment + sumY * share * cohesion;
      let forceX = pushX * separation + flockX * bond + fleeX * evasion + preyX * chase;
      let forceY = pushY * separation + flockY * bond + fleeY * evasion + preyY * chase;
      const forceSquared = forceX * forceX + forceY * forceY;
      if (forceSquared > mostForce * mostForce) {
        const scale = mostForce / Math.sqrt(forceSquared);
        forceX *= scale;
        forceY *= scale;
      }
      let newVx = vx + forceX;
      let newVy = vy + forceY;
      const maxSpeed = this.maxSpeed[i];
      const speedSquared = newVx * newVx + newVy * newVy;
      if (speedSquared > maxSpeed * maxSpeed) {
        const scale = maxSpeed / Math.sqrt(speedSquared);
        newVx *= scale;
        newVy *= scale;
      }
      this.vx[i] = newVx;
      this.vy[i] = newVy;
      this.x[i] = wrap(Math.fround(x + newVx + displacement(pushX)), extent);
      this.y[i] = wrap(Math.fround(y + newVy + displacement(pushY)), extent);
    }
  }
}

function displacement(push) {
  return Math.max(Math.min(push * pushShare, mostPush), -mostPush);
}

function wrap(at, extent) {
  if (at < 0) at = Math.fround(at + extent);
  return at >= extent ? at - extent : at;
}

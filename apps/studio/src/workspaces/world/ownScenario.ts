import type { Scenario } from 'heddle/sim';
import type { Problem } from '../../parts/ProblemNote.tsx';

/** A scenario as text, as the editor shows it. */
export function writeScenario(scenario: Scenario): string {
  return JSON.stringify(scenario, null, 2);
}

/** The scenario that a text is. What is in its fields the engine checks. */
export function readScenario(text: string): Scenario | { readonly problem: Problem } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it is not complete';
    return {
      problem: refusal(`It is no JSON: ${reason}. Mend it there, or go back to the world's.`),
    };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: refusal('It must be an object in braces, with at least "tribes".') };
  }
  return value as Scenario;
}

export function refusal(remedy: string): Problem {
  return { title: 'No world begins with this scenario', remedy };
}

import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
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

/** Most letters of an address that a scenario may take: every browser opens such an address, and most chats keep it. */
const packedLimit = 8000;

/** A scenario as a part of an address: JSON, deflated, in base64url; undefined when it is too long for one. */
export function packScenario(scenario: Scenario): string | undefined {
  const packed = strFromU8(deflateSync(strToU8(JSON.stringify(scenario)), { level: 9 }), true);
  const text = btoa(packed).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return text.length <= packedLimit ? text : undefined;
}

/** The scenario that a part of an address holds; undefined when it holds none with a name. */
export function unpackScenario(text: string): Scenario | undefined {
  if (text.length > packedLimit) return undefined;
  try {
    const packed = strToU8(atob(text.replaceAll('-', '+').replaceAll('_', '/')), true);
    const read = readScenario(strFromU8(inflateSync(packed)));
    return 'problem' in read || typeof read.name !== 'string' ? undefined : read;
  } catch {
    return undefined;
  }
}

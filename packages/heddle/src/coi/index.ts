// import 'heddle/coi': isolates the page with the service worker beside it, heddle-coi.js.
import { isolate, type IsolationReport } from './register.js';

export type { IsolationReport } from './register.js';

/** What came of isolating the page. Never rejects; look at it before anything heavy is started. */
export const isolation: Promise<IsolationReport> = isolate();

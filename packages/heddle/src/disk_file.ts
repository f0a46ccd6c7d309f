/** What stands in a message for a file by its path. */
export interface DiskFileMark {
  /** Absolute. */
  readonly heddleFile: string;
}

/** Whether `value` stands for a file by its path. */
export function isDiskFileMark(value: unknown): value is DiskFileMark {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'heddleFile')) {
    return false;
  }
  return typeof (value as DiskFileMark).heddleFile === 'string';
}

/**
 * A file by its path, as an input in Node: made by `file()`. Only the path goes to the kernel, which reads the file
 * itself, anew for each job; it may be larger than memory where the operation takes such files.
 */
export class DiskFile {
  /** Absolute. */
  readonly path: string;

  /** Use `file()` instead. */
  constructor(path: string) {
    this.path = path;
  }

  /** What is posted for it. */
  get mark(): DiskFileMark {
    return { heddleFile: this.path };
  }
}

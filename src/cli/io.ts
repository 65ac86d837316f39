import { Network } from '../connectivity';

/** What the command sees of the world around it, so that tests can stand in for it. */
export interface CommandIo {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The system's own where nothing stands in for it; only `ping` uses it. */
  readonly network?: Network;
  /** What worker processes start; absent where there is none, as in tests. */
  readonly workerFile?: string;
}

export interface TextSink {
  readonly isTTY?: boolean;
  /** Width of the terminal in characters. */
  readonly columns?: number;
  write(text: string): unknown;
}

/** Something worth telling about one place of the input. */
export interface Finding {
  /** Stable id, such as `inline-and-standalone-rules`. */
  readonly id: string;
  readonly level: 'error' | 'warning' | 'note';
  /** What is wrong, where, and what to do: one or two sentences. */
  readonly message: string;
  /** Terraform address it is about. */
  readonly address: string;
  /** Name of the rule it is about, where the address holds several. */
  readonly rule?: string;
  /** Page that documents it. */
  readonly url?: string;
  /** Set when people have said that they accept it. */
  readonly acknowledged?: Acknowledgement;
}

/** Why a finding is accepted, in the words of those who accept it. */
export interface Acknowledgement {
  readonly reason: string;
  /** Last day on which it counts, as `YYYY-MM-DD`; absent for one without an end. */
  readonly expires?: string;
}

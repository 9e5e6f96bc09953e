/** Whose word is taken for who asks. */
export interface AccessSettings {
  /** `https://<team domain>` */
  readonly issuer: string;
  readonly audiences: ReadonlySet<string>;
  readonly clientIds: ReadonlySet<string>;
}

// The contract of the engine in TypeScript: src/request.rs and src/report.rs say the same in Rust, and
// tests/browser/contract.test.mjs holds the two together field by field.

export type Seat = 'server' | 'trust' | 'listener' | 'client-ca' | 'client' | 'ignore';
export type HostUse = 'client' | 'probe' | 'backend-setting' | 'pool' | 'sni';
export type SettingValue = boolean | number | string;
export type Settings = Record<string, Record<string, SettingValue>>;

export interface Input {
  name: string;
  bytes: Uint8Array;
  password?: string | null;
  seat?: Seat | null;
  server?: string | null;
}

export interface Host {
  name: string;
  use?: HostUse | null;
}

export interface Request {
  inputs: Input[];
  hosts: Host[];
  targets?: string[] | null;
  now: number;
  settings: Settings;
  passwords?: string[] | null;
  observed?: string[] | null;
  focus?: Focus | null;
  assume?: Change[] | null;
}

export interface Focus {
  targets?: string[] | null;
  server?: string | null;
  host?: string | null;
  scene?: string | null;
}

/** A typed edit of the situation; without a scene it is for every one. */
export type Change = { scene?: string } & (
  | { do: 'present'; server: string; certificates: string[] }
  | { do: 'trust' | 'distrust'; certificates: string[] | 'public' | 'all' }
  | { do: 'ask'; host: string; use?: HostUse; instead?: string }
  | { do: 'set'; target: string; setting: string; value: SettingValue; weakens?: boolean }
  | { do: 'key'; server: string; item: number }
  | { do: 'seat'; item: number; seat: Seat; server?: string }
  | { do: 'sites'; servers: string[][] }
  | { do: 'obtain'; issuerOf: string; from: string | null }
  | { do: 'convert'; input: number; repair: string }
  | { do: 'renew' | 'rekey'; server: string }
  | { do: 'reissue'; certificate: string; with: With }
  | { do: 'time'; now: number }
  | { do: 'all'; changes: Change[] }
);

/** What is different in a certificate that is issued again; a list replaces the present one. */
export interface With {
  dns?: string[];
  ip?: string[];
  notBefore?: number;
  notAfter?: number;
  extendedKeyUsage?: string[];
  keyUsage?: string[];
  ca?: boolean;
  pathLen?: number | null;
  nameConstraints?: null;
  sanCritical?: boolean;
  key?: string;
  signature?: string;
  issuer?: string;
  wellFormed?: boolean;
}

export interface Report {
  engine: Engine;
  now: number;
  inputs: InputSummary[];
  items: Item[];
  certificates: Certificate[];
  servers: Server[];
  hosts: HostSummary[];
  verdicts: Verdict[];
  names: NameComparison[];
  findings: Finding[];
  answer: Answer;
  differences: Difference[];
  repairs: Repair[];
  notChecked: string[];
  scenes: Scene[];
  statements: Statement[];
  observed: Observed[];
  assumptions: Assumption[];
  diagnosis: Diagnosis;
}

export interface Scene {
  id: string;
  text: Span[];
  target: string | null;
  hosts: SceneHost[];
  trust: number[] | 'public';
  servers: string[];
  listener: string | null;
  clientCa: number[];
  settings: Record<string, SettingValue>;
  probeName: string | null;
  trafficName: string | null;
  from: Origin | null;
}

export interface SceneHost {
  name: string;
  use: HostUse | null;
}

export interface Origin {
  input: number;
  path: string | null;
}

export interface Statement {
  kind: string;
  input: number;
  at: [number, number];
  path: string | null;
  scene: string | null;
  used: boolean;
  says: 'host' | 'seat' | 'pair' | 'setting' | 'server' | 'handle' | 'hole' | 'observed';
  value: Said;
}

/** What a statement says, by its `says`. */
export type Said =
  | { name: string; use: HostUse }
  | { certificate: string; seat: Seat; server?: string }
  | { certificate: string; key: number }
  | { target: string; setting: string; value: SettingValue }
  | { id: string; address?: string }
  | Handle
  | { what: string; fill: Command | null }
  | { index: number };

export interface Handle {
  sha256?: string;
  sha1?: string;
  spkiSha256?: string;
  serial?: string;
  issuer?: string;
  size?: number;
  certificate: number | null;
}

export interface Observed {
  text: string | null;
  input: number | null;
  at: [number, number] | null;
  said: 'rejected' | 'accepted' | 'other';
  target: string | null;
  code: string | null;
  check: string | null;
  server: string | null;
  host: string | null;
  scene: string | null;
  time: number | null;
  outcome: 'explained' | 'another' | 'contradicted' | 'open' | 'not-a-certificate-matter' | 'unknown-phrase';
  because: number[];
  hypotheses: Hypothesis[];
}

export interface Hypothesis {
  id: string;
  text: Span[];
  change: Change;
  check: Command[];
}

export interface Assumption {
  id: string;
  text: Span[];
  alternatives: Alternative[];
}

export interface Alternative {
  text: Span[];
  change: Change;
}

export interface Diagnosis {
  focus: FocusReport;
  complete: boolean;
  reason: string | null;
  steps: Step[];
}

export interface FocusReport {
  targets: string[];
  server: string | null;
  host: string | null;
  scene: string | null;
  from: 'request' | 'target' | 'observed' | 'evidence' | 'roles' | 'clients';
}

export interface Step {
  id: string;
  text: Span[];
  cause: number | null;
  change: Change;
  either: number | null;
  setting: string | null;
  value: string | null;
  commands: Command[];
  repair: string | null;
  proof: Proof;
}

export interface Proof {
  turned: number;
  of: number;
  text: Span[];
  left: Left[];
}

export interface Left {
  scene: string;
  server: string;
  target: string;
  host: string;
  check: Check;
  code: string | null;
}

export interface Engine {
  name: string;
  version: string;
}

export type PasswordState = 'not-needed' | 'needed' | 'wrong' | 'accepted';

export interface InputSummary {
  name: string;
  size: number;
  format: string;
  title: string;
  facts: Field[];
  password: PasswordState;
  seat: Seat;
  seatGuessed: boolean;
  seatReason: string;
  server: string | null;
  notes: Note[];
  error: Problem | null;
}

export interface Field {
  label: string;
  value: string;
}

export interface Note {
  id: string;
  detail: string;
  bytes: [number, number] | null;
}

export interface Problem {
  id: string;
  message: string;
  detail: string;
  bytes: [number, number] | null;
}

export interface Item {
  id: number;
  input: number;
  parent: number | null;
  kind: string;
  from: number;
  to: number;
  certificate: number | null;
  alias: string | null;
  seat: Seat;
  seatGuessed: boolean;
  summary: string;
  facts: Field[];
  key: KeySummary | null;
  notes: Note[];
  error: Problem | null;
}

export interface KeySummary {
  algorithm: string;
  bits: number;
  curve: string | null;
  spkiSha256: string | null;
  certificates: number[];
}

export interface Certificate {
  sha256: string;
  sha1: string;
  version: number;
  subject: string;
  issuer: string;
  subjectParts: NamePart[];
  issuerParts: NamePart[];
  label: string;
  commonNames: string[];
  serial: string;
  notBefore: number;
  notAfter: number;
  subjectAltNames: AltName[];
  hasSubjectAltName: boolean;
  basicConstraints: BasicConstraints | null;
  keyUsage: string[] | null;
  extendedKeyUsage: string[] | null;
  publicKey: PublicKey;
  signatureAlgorithm: string;
  selfIssued: boolean;
  selfSigned: boolean | null;
  subjectKeyId: string | null;
  authorityKeyId: string | null;
  caIssuers: string[];
  extensions: Extension[];
  mozillaRoot: boolean;
  role: 'end-entity' | 'intermediate' | 'root';
  items: number[];
  hypothetical: boolean;
  problems: Problem[];
  der: Uint8Array;
}

export interface NamePart {
  label: string;
  oid: string;
  value: string;
  stringType: string;
  rdn: number;
}

export interface AltName {
  type: string;
  value: string;
  critical: boolean;
}

export interface BasicConstraints {
  ca: boolean;
  pathLen: number | null;
}

export interface PublicKey {
  algorithm: string;
  bits: number;
  curve: string | null;
  spkiSha256: string;
}

export interface Extension {
  oid: string;
  name: string | null;
  critical: boolean;
  explanation: string;
  fields: Field[];
  bytes: [number, number];
  problem: Problem | null;
}

export interface Server {
  id: string;
  presented: number[];
  proposed: number[];
  orderCorrect: boolean;
  missing: MissingIssuer[];
  paths: Path[];
  key: ServerKey | null;
  leaf: number | null;
}

export interface MissingIssuer {
  certificate: number;
  issuer: string;
  keyId: string | null;
  caIssuers: string[];
}

export interface Path {
  certificates: number[];
  edges: Edge[];
  anchor: 'uploaded' | 'mozilla' | 'none';
  complete: boolean;
  faults: string[];
}

export interface Edge {
  subject: number;
  issuer: number;
  names: 'exact' | 'equivalent' | 'different';
  keyIds: 'equal' | 'different' | 'absent';
  signature: 'verified' | 'failed' | 'unsupported';
}

export interface ServerKey {
  item: number;
  matches: number | null;
}

export interface HostSummary {
  typed: string;
  name: string;
  unicode: string | null;
  kind: 'dns' | 'ip' | 'invalid';
  use: HostUse | null;
  notes: Note[];
}

export type Outcome = 'accepted' | 'rejected' | 'undetermined' | 'not-applicable';
export type Check = 'connect' | 'probe' | 'traffic' | 'load' | 'upload' | 'client-auth';

export type Confidence = 'source' | 'tested' | 'documented' | 'reported' | 'inferred';

export interface Verdict {
  scene: string;
  server: string;
  target: string;
  host: string;
  check: Check;
  outcome: Outcome;
  code: string | null;
  message: string | null;
  confidence: Confidence;
  because: number[];
}

export type Severity = 'error' | 'warning' | 'notice';

export interface Finding {
  rule: string;
  severity: Severity;
  title: string;
  why: string;
  fix: string;
  at: Place;
  evidence: Evidence[];
  sources: Source[];
}

export interface Place {
  input?: number;
  item?: number;
  certificate?: number;
  server?: string;
  host?: string;
  bytes?: [number, number];
}

export interface Evidence {
  label: string;
  value: string;
  form: 'plain' | 'code' | 'hex' | 'time' | 'name';
}

export interface Source {
  title: string;
  section: string | null;
  url: string | null;
}

export interface Answer {
  severity: 'error' | 'warning' | 'notice' | 'ok' | 'waiting' | '';
  sentence: Span[];
  cause: Span[];
  target: string | null;
  server: string | null;
  host: string | null;
  finding: number | null;
  fixes: Fix[];
}

export interface Span {
  text: string;
  form: 'plain' | 'name' | 'code' | 'time';
}

export interface Fix {
  text: Span[];
  setting: string | null;
  value: string | null;
  commands: Command[];
  repair: string | null;
}

export interface Command {
  tool: string;
  text: string;
}

export interface NameComparison {
  server: string;
  host: string;
  matched: boolean;
  presented: PresentedName[];
  advice: Note | null;
}

export interface PresentedName {
  type: string;
  value: string;
  matches: boolean;
  reason: string;
  explanation: string;
  labels: Label[];
  distance: number;
}

export interface Label {
  text: string;
  differs: boolean;
}

export interface Difference {
  field: string;
  values: string[];
  odd: string[];
}

export interface Repair {
  kind: string;
  server: string | null;
  name: string;
  title: string;
  when: string;
  certificates: number[];
  hasKey: boolean;
  changes: RepairChange[];
  commands: Command[];
}

export interface RepairChange {
  kind: 'moved' | 'dropped' | 'added' | 'missing' | 'kept';
  certificate: number | null;
  label: string;
}

/** The engine's constant data, so that a page writes no rule text of its own. */
export interface Catalog {
  version: string;
  targets: Target[];
  rules: Rule[];
  notes: NoteKind[];
  /** The part of a statement's kind before the slash, and what it is called. */
  evidence: NoteKind[];
  sources: Source[];
}

export interface Target {
  id: string;
  name: string;
  version: string;
  role: 'client' | 'server-load' | 'upload';
  checks: Check[];
  settings: Setting[];
  words: Word[];
  statements: Known[];
  sources: Source[];
}

/** One of a target's own codes and phrases. */
export interface Word {
  code: string | null;
  /** Up to the first value in it; empty where none is known. */
  message: string;
  /** The rule that explains it; null where it stands for several causes. */
  rule: string | null;
  confidence: Confidence;
}

export interface Setting {
  id: string;
  label: string;
  help: string;
  kind: 'switch' | 'choice' | 'number';
  /** Default of a switch; null when it is worked out from the request. */
  switch: boolean | null;
  /** The first is the default. */
  choices: Choice[];
  /** Default, least, most. */
  number: [number, number, number] | null;
}

export interface Choice {
  value: string;
  label: string;
}

/** One thing known about a target. */
export interface Known {
  id: string;
  text: string;
  confidence: Confidence;
  sources: Source[];
}

export interface Rule {
  id: string;
  title: string;
  why: string;
  fix: string;
  severity: Severity;
  sources: Source[];
}

export interface NoteKind {
  id: string;
  message: string;
}

/** One node of the ASN.1 tree; offsets are into the bytes given to `derTree`. */
export interface DerNode {
  /** First byte of the tag. */
  from: number;
  /** First byte of the value. */
  value: number;
  /** One past the last byte. */
  to: number;
  /** Tag in words: `SEQUENCE`, `[0]`, `OBJECT IDENTIFIER`. */
  tag: string;
  /** Name of the field in its structure, where known. */
  field: string;
  /** Primitive value as text, capped. */
  text: string;
  /** What is wrong here, in words; empty when nothing is. */
  problem: string;
  class: 'universal' | 'application' | 'context' | 'private' | '';
  /** Tag number. */
  number: number;
  constructed: boolean;
  /** Written with indefinite length (BER). */
  indefinite: boolean;
  /** Its children are inside an OCTET STRING or BIT STRING. */
  encapsulates: boolean;
  children: DerNode[];
}

/** Which of the files in `Report.repairs` to make. */
export interface Plan {
  kind: string;
  server: string | null;
  /** For a file that is locked: its new password. */
  password: string | null;
  /** Random bytes for salts, from the caller's secure source. */
  seed?: Uint8Array;
}

export interface Mended {
  files: { name: string; type: string; bytes: Uint8Array }[];
  diff: string;
}

// The contract of the engine, written by `./build.sh contract` from the Rust types: change those, not this file.

/** A whole question to `inspect`. */
export interface Request {
  /** The files, in the order they were given. */
  inputs: Input[];
  /** The hostnames as typed. */
  hosts?: HostEntry[] | null;
  /** Target ids; absent means all of the catalog. */
  targets?: string[] | null;
  /** Evaluation time in Unix seconds. The core never reads a clock: the boundary fills it in, 0 otherwise. */
  now?: number | null;
  /** Per target id: the knobs its catalog entry declares. */
  settings?: Settings | null;
  /** Tried in order on whatever is locked, after the input's own password. */
  passwords?: string[] | null;
  /** Error texts that the user saw. */
  observed?: string[] | null;
  /** What the question is about; absent: worked out. */
  focus?: Focus | null;
  /** Changes that are taken as done, in order. */
  assume?: Change[] | null;
  /** How many times what a report usually costs this one may cost, up to 1,000: for files of which a report was given up. */
  effort?: number | null;
}

/** Per target id: setting and value. */
export type Settings = Record<string, Record<string, SettingValue>>;

/** What the question is about. */
export interface Focus {
  /** Target ids; empty: any. */
  targets?: string[] | null;
  /** Server id. */
  server?: string | null;
  /** Host. */
  host?: string | null;
  /** Scene id. */
  scene?: string | null;
}

/** One file, or pasted text. */
export interface Input {
  /** File name, or `pasted text`. */
  name: string;
  /** Its bytes. */
  bytes: Uint8Array;
  /** For PFX, encrypted keys and Java key stores. An empty one is not the same as none. */
  password?: string | null;
  /** Where the user put it; absent: a seat is proposed. */
  seat?: Seat | null;
  /** Which server presents it; absent: the only one. */
  server?: string | null;
}

/** Where a file stands. */
export type Seat = 'server' | 'trust' | 'listener' | 'client-ca' | 'client' | 'ignore';

/** A hostname as typed, alone or with its use. */
export type HostEntry = string | Host;

/** A hostname with what it is used for. */
export interface Host {
  /** As typed. */
  name: string;
  /** What for. */
  use?: HostUse | null;
}

/** What a hostname is used for. */
export type HostUse = 'client' | 'probe' | 'backend-setting' | 'pool' | 'sni';

/** A setting's value. */
export type SettingValue = boolean | number | string;

/** An edit, in one scene or in all. */
export type Change = { scene?: string } & Edit;

/** What a change does. */
export type Edit =
  /** The server sends these certificates (SHA-256), in this order. */
  | { do: 'present'; server: string; certificates: string[] }
  /** Adds to the trust list in force. */
  | { do: 'trust'; certificates: Which }
  /** Takes from the trust list in force; never brings the public roots back. */
  | { do: 'distrust'; certificates: Which }
  /** Another name is asked for. */
  | { do: 'ask'; host: string; use?: HostUse; instead?: string }
  /** A target's setting. */
  | { do: 'set'; target: string; setting: string; value: SettingValue; weakens?: boolean }
  /** The server uses this key. */
  | { do: 'key'; server: string; item: number }
  /** One item stands elsewhere. */
  | { do: 'seat'; item: number; seat: Seat; server?: string }
  /** Which servers are one pool; hosts follow the names in their certificates. */
  | { do: 'sites'; servers: string[][] }
  /** An issuer that nobody dropped is at hand. */
  | { do: 'obtain'; issuerOf: string; from: string | null }
  /** A file is put into another form. */
  | { do: 'convert'; input: number; repair: string }
  /** A new certificate with the same names and usages and new dates. */
  | { do: 'renew'; server: string }
  /** A new key pair and a certificate for it. */
  | { do: 'rekey'; server: string }
  /** A certificate is issued again, with other contents. */
  | { do: 'reissue'; certificate: string; with: With }
  /** Another evaluation time. */
  | { do: 'time'; now: number }
  /** Several changes, as one. */
  | { do: 'all'; changes: Change[] };

/** Certificates by SHA-256, or a list by its name. */
export type Which = string[] | List;

/** A list by its name. */
export type List = 'public' | 'all';

/**
 * What is different in a certificate that is issued again. A list replaces what the present certificate has; what is
 * absent stays as it is.
 */
export interface With {
  /** All dNSName entries. */
  dns?: string[];
  /** All iPAddress entries. */
  ip?: string[];
  /** Unix seconds. */
  notBefore?: number;
  /** Unix seconds. */
  notAfter?: number;
  /** Purposes, by the names of RFC 5280 or as dotted OIDs; an empty list: no extension. */
  extendedKeyUsage?: string[];
  /** keyUsage bits by name; an empty list: no extension. */
  keyUsage?: string[];
  /** basicConstraints cA. */
  ca?: boolean;
  /** pathLenConstraint; null: none. */
  pathLen?: number | null;
  /** null: without name constraints. */
  nameConstraints?: null;
  /** Whether subjectAltName is critical. */
  sanCritical?: boolean;
  /** Kind of key: `rsa-2048`, `rsa-3072`, `p256`, `p384`; or SHA-256 of the SubjectPublicKeyInfo of a key at hand. */
  key?: string;
  /** Signature algorithm: `sha256`, `sha384`. */
  signature?: string;
  /** SHA-256 of the CA that issues it; `unknown`: one that nobody here knows. */
  issuer?: string;
  /** Written as RFC 5280 asks, without malformed names. */
  wellFormed?: boolean;
}

/** Everything there is to say about a request. */
export interface Report {
  /** Who wrote it. */
  engine: Engine;
  /** Evaluation time, Unix seconds. */
  now: number;
  /** One per request input, in order: what the card says. */
  inputs: InputSummary[];
  /** Everything recognised in the inputs, in reading order. */
  items: Item[];
  /**
   * Unique by SHA-256 of the DER; everything else refers to them by index. The inputs' come first, then the
   * embedded roots that a path uses.
   */
  certificates: Certificate[];
  /** Per server: presented order, proposed order, paths, key match. */
  servers: Server[];
  /** The hostnames as understood. */
  hosts: HostSummary[];
  /** One per server, target and host. */
  verdicts: Verdict[];
  /** Per server and host: every presented identifier, closest first, and why it does or does not count (RFC 9525). */
  names: NameComparison[];
  /** Most useful first. */
  findings: Finding[];
  /** How the rules ended that found nothing. */
  rules: RuleOutcomes;
  /** The one sentence on top. */
  answer: Answer;
  /** What differs between servers; empty with fewer than two. */
  differences: Difference[];
  /** Files that can be produced, see `mend`. */
  repairs: Repair[];
  /** What was left out, and which limit was hit. */
  notChecked: string[];
  /** Whether checking was given up at what one report may cost. The same request with a larger `effort` goes further. */
  givenUp: boolean;
  /** The combinations that were rehearsed; `typed` is first. */
  scenes: Scene[];
  /** What evidence says. */
  statements: Statement[];
  /** What somebody saw. */
  observed: Observed[];
  /** What had to be chosen because nothing said it. */
  assumptions: Assumption[];
  /** What would cure what is refused. */
  diagnosis: Diagnosis;
}

/** Ids of rules by how they ended, where that was not with a finding. */
export interface RuleOutcomes {
  /** What the rule's title says is not the case. */
  passed: string[];
  /** That could not be told of something; a finding of `not-determined` has the reason. */
  undetermined: string[];
  /** There is nothing that the rule is about. */
  notApplicable: string[];
}

/** Name and version of the engine. */
export interface Engine {
  /** `certlens`. */
  name: 'certlens';
  /** Crate version. */
  version: string;
}

/** What one input turned out to be. */
export interface InputSummary {
  /** As given. */
  name: string;
  /** Bytes. */
  size: number;
  /**
   * What the file is as a whole, e.g. `pem`, `der`, `pkcs12`, `java-keystore`, `empty`, `zip`, `image`; ids in
   * the catalog's notes.
   */
  format: string;
  /** One constant phrase for the format, for people: `PFX (PKCS #12)`. */
  title: string;
  /** Short facts for the card: counts, algorithms, iterations. */
  facts: Field[];
  /** What it says of the situation, for the card: `Application Gateway agw-prod, listeners: 2`. Empty: nothing. */
  understood: Span[];
  /** Whether a password is missing or wrong. */
  password: PasswordState;
  /** The seat in force. */
  seat: Seat;
  /** Whether the engine proposed it. */
  seatGuessed: boolean;
  /** Why, as a constant sentence; empty when the user chose it. */
  seatReason: string;
  /** Which server presents it, for the server seat. */
  server: string | null;
  /** Notes that belong to the file as a whole (byte order mark, encoding). */
  notes: Note[];
  /** Set when nothing at all could be read from it. */
  error: Problem | null;
}

/** State of an input's password. */
export type PasswordState = 'not-needed' | 'needed' | 'wrong' | 'accepted';

/** A label and a value. */
export interface Field {
  /** Constant label. */
  label: string;
  /** Value. */
  value: string;
}

/** Something that was repaired or worth saying while reading. Ids are in the catalog. */
export interface Note {
  /** Stable id. */
  id: string;
  /** Value, if any. */
  detail: string;
  /** Where in the input. */
  bytes: [number, number] | null;
}

/** A reason why something could not be read. Ids are in the catalog's notes. */
export interface Problem {
  /** Stable id. */
  id: string;
  /** The constant sentence for the id. */
  message: string;
  /** Value, if any. */
  detail: string;
  /** Where in the input. */
  bytes: [number, number] | null;
}

/** One thing recognised in an input. */
export interface Item {
  /** Its index in the report. */
  id: number;
  /** Index of the input. */
  input: number;
  /** The item it was found inside (a PFX, a PKCS#7), if any. */
  parent: number | null;
  kind:
    | 'certificate'
    | 'private-key'
    | 'encrypted-private-key'
    | 'certification-request'
    | 'crl'
    | 'pkcs7'
    | 'pkcs12'
    | 'java-keystore'
    | 'public-key'
    | 'unrecognised';
  /** First byte in the input; for things inside an encrypted container, the container's. */
  from: number;
  /** One past the last byte. */
  to: number;
  /** Index of the certificate, for kind `certificate`. */
  certificate: number | null;
  /** friendlyName or alias. */
  alias: string | null;
  /** Seat in force. */
  seat: Seat;
  /** Whether it was proposed by the engine. */
  seatGuessed: boolean;
  /** One line for people, constant words and values. */
  summary: string;
  /** Facts: algorithm, size, what encrypts it. */
  facts: Field[];
  /** For keys, requests and public keys: what kind of key, never its secret. */
  key: KeySummary | null;
  /** What was repaired while reading. */
  notes: Note[];
  /** Why it could not be read. */
  error: Problem | null;
}

/** What may be said about a key. */
export interface KeySummary {
  /** `RSA`, `EC`, `Ed25519`, ... */
  algorithm: string;
  /** Size. */
  bits: number;
  /** Named curve. */
  curve: string | null;
  /** SHA-256 of the public half's SubjectPublicKeyInfo. */
  spkiSha256: string | null;
  /** Certificates with the same public key. */
  certificates: number[];
}

/** One certificate. */
export interface Certificate {
  /** Lower-case hex of the DER's SHA-256. */
  sha256: string;
  /** Lower-case hex of the DER's SHA-1. */
  sha1: string;
  /** 1 to 3. */
  version: number;
  /** RFC 4514 text. */
  subject: string;
  /** RFC 4514 text. */
  issuer: string;
  /** Attributes in encoded order. */
  subjectParts: NamePart[];
  /** Attributes in encoded order. */
  issuerParts: NamePart[];
  /** Short name for headings: the CN, else the first name there is. */
  label: string;
  /** All commonNames. */
  commonNames: string[];
  /** Hex. */
  serial: string;
  /** Unix seconds. */
  notBefore: number;
  /** Unix seconds. */
  notAfter: number;
  /** Every entry of the SAN. */
  subjectAltNames: AltName[];
  /** Whether the extension is there. */
  hasSubjectAltName: boolean;
  /** basicConstraints. */
  basicConstraints: BasicConstraints | null;
  /** RFC 5280 names. */
  keyUsage: string[] | null;
  /** RFC 5280 names; unknown purposes as dotted OIDs. */
  extendedKeyUsage: string[] | null;
  /** Public key. */
  publicKey: PublicKey;
  /** Name, else dotted OID. */
  signatureAlgorithm: string;
  /** Subject equals issuer. */
  selfIssued: boolean;
  /** Its own key verifies its signature; null: could not be determined. */
  selfSigned: boolean | null;
  /** Hex. */
  subjectKeyId: string | null;
  /** Hex. */
  authorityKeyId: string | null;
  /** Addresses where the CA publishes its certificate (never fetched). */
  caIssuers: string[];
  /** All extensions. */
  extensions: Extension[];
  /** Place among the roots: it is one of the embedded Mozilla roots. */
  mozillaRoot: boolean;
  /** end-entity | intermediate | root: as the certificate presents itself. */
  role: 'end-entity' | 'intermediate' | 'root';
  /** Items it was read from; empty for embedded roots. */
  items: number[];
  /** It does not exist yet: what a step would make of it. */
  hypothetical: boolean;
  /** What was odd while reading. */
  problems: Problem[];
  /** The DER, so that views need no second call. */
  der: Uint8Array;
}

/** One attribute of a name. */
export interface NamePart {
  /** Short name or OID. */
  label: string;
  /** OID. */
  oid: string;
  /** Value. */
  value: string;
  /** ASN.1 string type. */
  stringType: string;
  /** Index of the RDN it belongs to. */
  rdn: number;
}

/** One SAN entry. */
export interface AltName {
  type: 'dns' | 'ip' | 'email' | 'uri' | 'dirname' | 'rid' | 'other';
  /** As text. */
  value: string;
  /** Criticality of the extension. */
  critical: boolean;
}

/** basicConstraints. */
export interface BasicConstraints {
  /** cA. */
  ca: boolean;
  /** pathLenConstraint. */
  pathLen: number | null;
}

/** A public key. */
export interface PublicKey {
  /** `RSA`, `EC`, ... */
  algorithm: string;
  /** Size. */
  bits: number;
  /** Named curve. */
  curve: string | null;
  /** Hex. */
  spkiSha256: string;
}

/** One extension. */
export interface Extension {
  /** Dotted. */
  oid: string;
  /** Name where known. */
  name: string | null;
  /** critical. */
  critical: boolean;
  /** What it is for; empty when unknown. */
  explanation: string;
  /** Decoded. */
  fields: Field[];
  /** Offsets of the value in the certificate's DER. */
  bytes: [number, number];
  /** Set when it could not be decoded. */
  problem: Problem | null;
}

/** One server's side. */
export interface Server {
  /** Id as in the request, `server` when there was none. */
  id: string;
  /** Certificates in the order presented, repeats included. */
  presented: number[];
  /** The order they should be presented in: end-entity certificate, then each issuer; the root left out. */
  proposed: number[];
  /** Whether the presented order already is one that every target takes. */
  orderCorrect: boolean;
  /** Where an issuer is in no file. */
  missing: MissingIssuer[];
  /** Certification paths from the end-entity certificate, best first. */
  paths: Path[];
  /** The server's private key, if one was given. */
  key: ServerKey | null;
  /** End-entity certificate, if there is one. */
  leaf: number | null;
}

/** A gap in the chain. */
export interface MissingIssuer {
  /** The certificate whose issuer is missing. */
  certificate: number;
  /** The issuer's name. */
  issuer: string;
  /** Hex of the authority key id. */
  keyId: string | null;
  /** Where its CA publishes it. */
  caIssuers: string[];
}

/** One certification path. */
export interface Path {
  /** From the end-entity certificate up. */
  certificates: number[];
  /** One less than `certificates`. */
  edges: Edge[];
  /** uploaded | mozilla | none: what the last certificate is. */
  anchor: 'uploaded' | 'mozilla' | 'none';
  /** Whether it ends at a trust anchor with every signature verified. */
  complete: boolean;
  /** Why it is not usable as it stands, as rule ids; empty when it is. */
  faults: string[];
}

/** Evidence for one step. */
export interface Edge {
  /** Issued. */
  subject: number;
  /** Issuing. */
  issuer: number;
  /** exact | equivalent | different: issuer name against subject name. */
  names: 'exact' | 'equivalent' | 'different';
  /** equal | different | absent: AKI against SKI. */
  keyIds: 'equal' | 'different' | 'absent';
  /** verified | failed | unsupported | unchecked: not computed, because the report had cost as much as it may. */
  signature: 'verified' | 'failed' | 'unsupported' | 'unchecked';
}

/** The private key that belongs to a server. */
export interface ServerKey {
  /** Item index. */
  item: number;
  /** Certificate with the same public key, if any. */
  matches: number | null;
}

/** A hostname as understood. */
export interface HostSummary {
  /** As typed. */
  typed: string;
  /** A-label form or address; empty when not a host. */
  name: string;
  /** Unicode form where it differs. */
  unicode: string | null;
  kind: 'dns' | 'ip' | 'invalid';
  /** Use. */
  use: HostUse | null;
  /** What was taken off or is wrong: ids in the catalog's notes. */
  notes: Note[];
}

export type Outcome = 'accepted' | 'rejected' | 'undetermined' | 'not-applicable';

/**
 * connect | probe | traffic | load | upload | client-auth: a client asks for the host, a gateway probes, a gateway's
 * requests, a server program reads its files, a service takes a file, a server asks for a client's certificate.
 */
export type Check = 'connect' | 'probe' | 'traffic' | 'load' | 'upload' | 'client-auth';

/** source | tested | documented | reported | inferred: how sure a statement on a target is. */
export type Confidence = 'source' | 'tested' | 'documented' | 'reported' | 'inferred';

export type Severity = 'error' | 'warning' | 'notice';

/** What one target says. */
export interface Verdict {
  /** Scene id. */
  scene: string;
  /** Server id. */
  server: string;
  /** Target id. */
  target: string;
  /** Host as normalised for the target; empty where it looks at no name. */
  host: string;
  /** What it was asked for. */
  check: Check;
  /** How it ended. */
  outcome: Outcome;
  /** The target's own identifier. */
  code: string | null;
  /** The phrase the target's user sees; for undetermined and not-applicable, why. */
  message: string | null;
  /** How sure it is. */
  confidence: Confidence;
  /** Indexes into findings, the decisive one first. */
  because: number[];
}

/** One finding. */
export interface Finding {
  /** Stable rule id. */
  rule: string;
  /** How bad it is. */
  severity: Severity;
  /** What is the case. */
  title: string;
  /** Who is hurt. */
  why: string;
  /** What comes of it at a gateway besides, where one is asked about. */
  gateway?: string;
  /** What to do today. */
  fix: string;
  /** Where. */
  at: Place;
  /** Values. */
  evidence: Evidence[];
  /** Sources. */
  sources: Source[];
}

/** Where a finding is. */
export interface Place {
  /** Input index. */
  input?: number;
  /** Item index. */
  item?: number;
  /** Certificate index. */
  certificate?: number;
  /** Server id. */
  server?: string;
  /** Host. */
  host?: string;
  /** Offsets in the input. */
  bytes?: [number, number];
}

/** A labelled value. */
export interface Evidence {
  /** Constant label. */
  label: string;
  /** Value. */
  value: string;
  /** plain | code | hex | time | name. For `time` the value is Unix seconds as text. */
  form: 'plain' | 'code' | 'hex' | 'time' | 'name';
}

/** Where a statement comes from. */
export interface Source {
  /** Title. */
  title: string;
  /** Section. */
  section: string | null;
  /** Address as text; never a link. */
  url: string | null;
}

/** The sentence on top. */
export interface Answer {
  /** error | warning | notice | ok | waiting (nothing to judge yet); empty in a report that was not made. */
  severity: 'error' | 'warning' | 'notice' | 'ok' | 'waiting' | '';
  /** The sentence: constant text and values. */
  sentence: Span[];
  /** Cause, in the same form. */
  cause: Span[];
  /** Target whose verdict it reports. */
  target: string | null;
  /** Server. */
  server: string | null;
  /** Host. */
  host: string | null;
  /** Decisive finding. */
  finding: number | null;
  /** What to do, first choice first. */
  fixes: Fix[];
}

/** A piece of a sentence. */
export interface Span {
  /** The text. */
  text: string;
  /**
   * plain | name | code | time: plain are constant words, the others values from files, shown as hostile; of a time the
   * Unix seconds.
   */
  form: 'plain' | 'name' | 'code' | 'time';
}

/** One way to fix it. */
export interface Fix {
  /** What to do. */
  text: Span[];
  /** A setting, if that is what it is: `Backend setting > Override with specific host name`. */
  setting: string | null;
  /** Value for the setting. */
  value: string | null;
  /** Command lines. */
  commands: Command[];
  /** Kind of the repair that produces the file, see `repairs`. */
  repair: string | null;
}

/** A command line that does the same or checks it. */
export interface Command {
  /**
   * openssl | keytool | powershell | az | aws | kubectl | sh | apache | envoy | haproxy | nginx | python. The last five are
   * programs whose configuration the line is part of.
   */
  tool: 'openssl' | 'keytool' | 'powershell' | 'az' | 'aws' | 'kubectl' | 'sh' | 'apache' | 'envoy' | 'haproxy' | 'nginx' | 'python';
  /** posix | powershell | any (of these two and cmd); empty: it is a line of a configuration. */
  shell: 'posix' | 'powershell' | 'any' | '';
  /** The line, quoted for its shell; words in capitals are to be filled in. */
  text: string;
}

/** Every presented identifier against one host. */
export interface NameComparison {
  /** Server id. */
  server: string;
  /** Host (normalised). */
  host: string;
  /** RFC 9525 verdict. */
  matched: boolean;
  /** Closest first. */
  presented: PresentedName[];
  /** Stable id of what would help most, with its sentence (constant). */
  advice: Note | null;
}

/** One presented identifier. */
export interface PresentedName {
  type: 'dns' | 'ip' | 'cn' | 'email' | 'uri';
  /** As in the certificate. */
  value: string;
  /** Whether it matches under RFC 9525. */
  matches: boolean;
  /** Stable id of the reason. */
  reason: string;
  /** Constant sentence for it. */
  explanation: string;
  /** Its labels, left to right, and whether each differs from the host's. */
  labels: Label[];
  /** Edit distance to the host; 0 is equal. */
  distance: number;
}

/** A label of a name. */
export interface Label {
  /** Text. */
  text: string;
  /** Differs from the label of the host in the same place. */
  differs: boolean;
}

/** A field in which servers differ. */
export interface Difference {
  /** Constant label of the field. */
  field: string;
  /** Value per server, in the order of `servers`. */
  values: string[];
  /** Server ids that are alone against a majority. */
  odd: string[];
}

/** A file that can be produced. */
export interface Repair {
  /** Kind, stable: `bundle`, `bundle-with-root`, `chain`, `certificate`, `root-cer`, `key`, `pfx-legacy`, `pfx-modern`, ... */
  kind: string;
  /** Server id it is for, if any. */
  server: string | null;
  /** Proposed file name. */
  name: string;
  /** Constant title. */
  title: string;
  /** Constant sentence on when to use it. */
  when: string;
  /** Certificates in it, in order. */
  certificates: number[];
  /** Whether it holds a private key: only then does `mend` return key material. */
  hasKey: boolean;
  /** What changes against the input. */
  changes: RepairChange[];
  /** How to do the same without this program. */
  commands: Command[];
}

/** One change of a repair. */
export interface RepairChange {
  kind: 'moved' | 'dropped' | 'added' | 'missing' | 'kept';
  /** Certificate, if it is one of the report's. */
  certificate: number | null;
  /** Name for people. */
  label: string;
}

/** One element of the ASN.1 tree. Offsets are into the bytes that the tree was asked for. */
export interface DerNode {
  /** First identifier octet. */
  from: number;
  /** First octet of the content. */
  value: number;
  /** One past the last octet. */
  to: number;
  /** Tag in words: `SEQUENCE`, `[0]`, `OBJECT IDENTIFIER`; `bytes` for what is no element. */
  tag: string;
  /** Name of the field in the structure that defines it, where known: `notBefore`. */
  field: string;
  /** Primitive content as one short line. */
  text: string;
  /** What is wrong here, as a constant sentence; empty when nothing is. */
  problem: string;
  /** universal | application | context | private; empty for what is no element. */
  class: 'universal' | 'application' | 'context' | 'private' | '';
  /** Tag number. */
  number: number;
  /** Made of elements. */
  constructed: boolean;
  /** Written with indefinite length (BER). */
  indefinite: boolean;
  /** Its children are inside an OCTET STRING or BIT STRING. */
  encapsulates: boolean;
  /** Elements inside. */
  children: DerNode[];
}

/** One combination that was rehearsed. */
export interface Scene {
  /** `typed`, or stable from evidence: `gateway/rule`, `namespace/secret`, `vhost`. */
  id: string;
  /** For people. */
  text: Span[];
  /** The target it is about; null: every one that was asked for. */
  target: string | null;
  /** Hostnames in force. */
  hosts: SceneHost[];
  /** Certificates trusted, or the public roots. */
  trust: Trust;
  /** Server ids. */
  servers: string[];
  /** The server id that clients meet. */
  listener: string | null;
  /** CAs of client certificates. */
  clientCa: number[];
  /** Settings of the target that evidence states. */
  settings: Record<string, SettingValue>;
  /** The name that a gateway's probe asks for. */
  probeName: string | null;
  /** The name that a gateway asks for in live traffic. */
  trafficName: string | null;
  /** Where it stands. */
  from: Origin | null;
}

/** A hostname of a scene. */
export interface SceneHost {
  /** As stated. */
  name: string;
  /** Use. */
  use: HostUse | null;
}

/** What a scene trusts. */
export type Trust = number[] | 'public';

/** Where something was read. */
export interface Origin {
  /** Input. */
  input: number;
  /** The field's path in it. */
  path: string | null;
}

/** One thing that evidence says, with its place. */
export interface Statement {
  /** Kind of evidence: `azure-application-gateway/cli`. */
  kind: string;
  /** Input. */
  input: number;
  /** Offsets in it. */
  at: [number, number];
  /** The field's path. */
  path: string | null;
  /** The scene it belongs to. */
  scene: string | null;
  /** Whether it took part in what was rehearsed. */
  used: boolean;
  says: 'host' | 'seat' | 'pair' | 'setting' | 'server' | 'handle' | 'hole' | 'observed';
  /** What. */
  value: Said;
}

/** What a statement says. */
export type Said =
  /** A name and its use. */
  | { name: string; use: HostUse }
  /** Where a certificate stands. */
  | { certificate: string; seat: Seat; server?: string }
  /** A certificate and its key. */
  | { certificate: string; key: number }
  /** A target's setting. */
  | { target: string; setting: string; value: SettingValue }
  /** A server. */
  | { id: string; address?: string }
  | Handle
  /** Something that exists and is not here. */
  | { what: string; fill: Command | null }
  /** An error or a success that somebody saw. */
  | { index: number };

/** What tells a certificate without its bytes. */
export interface Handle {
  /** Of the DER. */
  sha256?: string;
  /** Of the DER. */
  sha1?: string;
  /** Of the SubjectPublicKeyInfo. */
  spkiSha256?: string;
  /** Hex. */
  serial?: string;
  /** Name. */
  issuer?: string;
  /** Bytes of the Certificate message. */
  size?: number;
  /** The certificate it is, if it was dropped. */
  certificate: number | null;
}

/** What somebody saw, and what to make of it. */
export interface Observed {
  /** The phrase that was recognised; null for an unknown one, which is not repeated. */
  text: string | null;
  /** Input it stands in; null: it came with the request. */
  input: number | null;
  /** Offsets, in the input or in the text of the request. */
  at: [number, number] | null;
  said: 'rejected' | 'accepted' | 'other';
  /** Target id, or a family where no target of the catalog is meant. */
  target: string | null;
  /** The target's own identifier. */
  code: string | null;
  /** The check it belongs to. */
  check: string | null;
  /** Server id. */
  server: string | null;
  /** Host. */
  host: string | null;
  /** Scene id. */
  scene: string | null;
  /** Unix seconds. */
  time: number | null;
  outcome: 'explained' | 'another' | 'contradicted' | 'open' | 'not-a-certificate-matter' | 'unknown-phrase';
  /** Findings; for `another` those of the other code. */
  because: number[];
  /** What would bring the very code about, likeliest first. */
  hypotheses: Hypothesis[];
}

/** What may be the case instead of what the files say. */
export interface Hypothesis {
  /** Stable id. */
  id: string;
  /** What. */
  text: Span[];
  /** The change that makes it so. */
  change: Change;
  /** Commands that tell. */
  check: Command[];
}

/** Something that nothing said and that had to be chosen. */
export interface Assumption {
  /** Stable id. */
  id: string;
  /** What was taken for true. */
  text: Span[];
  /** What else may be the case. */
  alternatives: Alternative[];
}

/** Another choice. */
export interface Alternative {
  /** What. */
  text: Span[];
  /** The change that makes it so. */
  change: Change;
}

/** What would cure what is refused, step by step. */
export interface Diagnosis {
  /** What the question was taken to be about. */
  focus: FocusReport;
  /** After all steps nothing in focus is refused. */
  complete: boolean;
  /** Why something stays refused, or what was cut. */
  reason: string | null;
  /** In the order of doing. */
  steps: Step[];
}

/** The part of a report that is searched for, and that verdicts do not wait for. */
export interface Diagnosed {
  /** The one sentence on top. */
  answer: Answer;
  /** What was seen, compared with what the rehearsal says. */
  observed: Observed[];
  /** What had to be chosen. */
  assumptions: Assumption[];
  /** What would cure what is refused. */
  diagnosis: Diagnosis;
}

/** What the question was taken to be about. */
export interface FocusReport {
  /** Target ids. */
  targets: string[];
  /** Server id. */
  server: string | null;
  /** Host. */
  host: string | null;
  /** Scene id. */
  scene: string | null;
  from: 'request' | 'target' | 'observed' | 'evidence' | 'roles' | 'clients';
}

/** One step. */
export interface Step {
  /** From what the change does, so that a ticked step keeps its id. */
  id: string;
  /** What to do. */
  text: Span[];
  /** The finding it cures. */
  cause: number | null;
  /** The edit that it is. */
  change: Change;
  /** Group of alternatives, of which one is enough. */
  either: number | null;
  /** A setting, if that is what it is. */
  setting: string | null;
  /** Value for the setting. */
  value: string | null;
  /** Command lines. */
  commands: Command[];
  /** Kind of the repair that produces the file, see `repairs`. */
  repair: string | null;
  /** What the rehearsal says once it is done. */
  proof: Proof;
}

/** What the rehearsal says after a step and those before it. */
export interface Proof {
  /** Of the refused verdicts in focus, those that are accepted now. */
  turned: number;
  /** Refused verdicts in focus before any step. */
  of: number;
  /** In words. */
  text: Span[];
  /** What is refused or open now. */
  left: Left[];
}

/** A verdict that is left. */
export interface Left {
  /** Scene id. */
  scene: string;
  /** Server id. */
  server: string;
  /** Target id. */
  target: string;
  /** Host. */
  host: string;
  /** Check. */
  check: Check;
  /** The target's own identifier. */
  code: string | null;
}

/** Every certificate of some files, in the order in which they stand there, each time that it stands there. */
export interface Facts {
  /** The certificates. */
  certificates: CertificateFacts[];
  /** Parts of the files that are something else, or cannot be read. */
  otherParts: number;
  /** Limits that were hit, as sentences. */
  notChecked: string[];
}

/** What one certificate says. */
export interface CertificateFacts {
  /** Index of the file. */
  input: number;
  /** Lower-case hex of the DER's SHA-256. */
  sha256: string;
  /** RFC 4514 text. */
  subject: string;
  /** RFC 4514 text. */
  issuer: string;
  /** Hex. */
  serial: string;
  /** Unix seconds. */
  notBefore: number;
  /** Unix seconds. */
  notAfter: number;
  /** Names of hosts in the SAN. */
  dnsNames: string[];
  /** Addresses in the SAN. */
  ipAddresses: string[];
  /** Other entries of the SAN. */
  otherNames: number;
  /** Whether basicConstraints says that it is a CA. */
  ca: boolean;
  /** The pathLenConstraint. */
  pathLen: number | null;
  /** RFC 5280 names. */
  keyUsage: string[] | null;
  /** RFC 5280 names; unknown purposes as dotted OIDs. */
  extendedKeyUsage: string[] | null;
  /** RSA, EC, Ed25519, ... */
  keyAlgorithm: string;
  /** Size of the key in bits; 0: unknown. */
  keyBits: number;
  /** Name, else dotted OID. */
  signatureAlgorithm: string;
  /** Hex. */
  subjectKeyId: string | null;
  /** Hex. */
  authorityKeyId: string | null;
}

/** The engine's constant data, so that a page writes no rule text of its own. */
export interface Catalog {
  /** Engine version. */
  version: string;
  /** Every target, in the order in which verdicts come. */
  targets: Target[];
  /** Every rule. */
  rules: Rule[];
  /** Every kind of note and problem. */
  notes: NoteKind[];
  /** Every kind of evidence: the part of a statement's kind before the slash, and what it is called. */
  evidence: NoteKind[];
  /** Every source that is cited, once. */
  sources: Source[];
  /** Data of others that the engine carries, and how old they are. */
  data: Data[];
}

/** Data of others. */
export interface Data {
  id: 'roots' | 'suffixes' | 'logs' | 'letters';
  /** Name for people. */
  name: string;
  /** The day they are of: `2026-08-19`. */
  date: string;
  /** Their own version, or the commit. */
  revision: string;
  /** Where they are published; never a link. */
  url: string;
}

/** A target. */
export interface Target {
  /** Stable id. */
  id: string;
  /** Name for people. */
  name: string;
  /** Version that the profile describes. */
  version: string;
  role: 'client' | 'server-load' | 'upload';
  /** What it is asked for. */
  checks: Check[];
  /** Knobs for `Request.settings`. */
  settings: Setting[];
  /** What it says: its own codes and phrases. */
  words: Word[];
  /** What is known about it. */
  statements: Known[];
  /** Where that is known from. */
  sources: Source[];
}

/** One of a target's own codes and phrases. */
export interface Word {
  /** Its identifier; null where it has none. */
  code: string | null;
  /** The phrase its user sees, up to the first value in it; empty where none is known. */
  message: string;
  /** Id of the rule that explains it; null where it stands for several causes. */
  rule: string | null;
  /** How sure it is. */
  confidence: Confidence;
}

/** A knob. */
export interface Setting {
  /** Key. */
  id: string;
  /** Label. */
  label: string;
  /** One sentence. */
  help: string;
  kind: 'switch' | 'choice' | 'number';
  /** Default of a switch; null when it is worked out from the request. */
  switch: boolean | null;
  /** Values and labels of a choice; the first is the default. */
  choices: Choice[];
  /** Default, least and most of a number. */
  number: [number, number, number] | null;
}

/** One value of a choice. */
export interface Choice {
  /** What goes into the request. */
  value: string;
  /** What people read. */
  label: string;
}

/** One thing known about a target. */
export interface Known {
  /** Stable id. */
  id: string;
  /** One or two sentences. */
  text: string;
  /** How sure it is. */
  confidence: Confidence;
  /** Where from. */
  sources: Source[];
}

/** A rule's constant part. */
export interface Rule {
  /** Stable id. */
  id: string;
  /** What is the case. */
  title: string;
  /** Who is hurt. */
  why: string;
  /** What comes of it at a gateway besides. */
  gateway?: string;
  /** What to do today. */
  fix: string;
  /** Usual severity. */
  severity: Severity;
  /** Sources. */
  sources: Source[];
}

/** A kind of note or problem. */
export interface NoteKind {
  /** Stable id. */
  id: string;
  /** The sentence. */
  message: string;
}

/** Which of the files in `Report.repairs` to make. */
export interface Plan {
  /** `Repair.kind`. */
  kind: string;
  /** `Repair.server`; absent where the repair has none. */
  server?: string | null;
  /** For a file that is locked: its new password. */
  password?: string | null;
  /** Random bytes for salts, from the caller's secure source: the core has no randomness of its own. */
  seed?: Uint8Array;
}

/** A file that was made. */
export interface MadeFile {
  /** Proposed name. */
  name: string;
  /** Media type. */
  type: string;
  /** Contents. They are the only place where key material leaves the engine, and only for a plan that asks for it. */
  bytes: Uint8Array;
}

/** What a plan came to. */
export interface Mended {
  /** The files; none when the plan does not fit the scene (the repair is not among those proposed). */
  files: MadeFile[];
  /** What changed against the input, one line each: `+` added, `-` dropped, `>` moved, `=` kept, `?` missing. */
  diff: string;
}

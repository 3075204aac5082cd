//! What comes out. The JSON names are a contract: fields may be added, none renamed or dropped without a line in
//! CHANGELOG.md. `./build.sh contract` writes `www/src/report.d.ts` from here.
//! A text that is one of few words has them at the start of its comment, as `a | b | c`: the TypeScript has them from there.

mod diagnosis;
mod summary;

pub use diagnosis::{
    Alternative, Assumption, Diagnosed, Diagnosis, FocusReport, Handle, Hypothesis, Left, Observed, Origin, Proof, Said, Scene,
    SceneHost, Statement, Step, Trust,
};

pub use summary::{CertificateFacts, Facts};

use crate::request::{HostUse, Seat};
use serde::Serialize;

/// Everything there is to say about a request.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Who wrote it.
    pub engine: Engine,
    /// Evaluation time, Unix seconds.
    pub now: i64,
    /// One per request input, in order: what the card says.
    pub inputs: Vec<InputSummary>,
    /// Everything recognised in the inputs, in reading order.
    pub items: Vec<Item>,
    /// Unique by SHA-256 of the DER; everything else refers to them by index. The inputs' come first, then the
    /// embedded roots that a path uses.
    pub certificates: Vec<Certificate>,
    /// Per server: presented order, proposed order, paths, key match.
    pub servers: Vec<Server>,
    /// The hostnames as understood.
    pub hosts: Vec<HostSummary>,
    /// One per server, target and host.
    pub verdicts: Vec<Verdict>,
    /// Per server and host: every presented identifier, closest first, and why it does or does not count (RFC 9525).
    pub names: Vec<NameComparison>,
    /// Most useful first.
    pub findings: Vec<Finding>,
    /// How the rules ended that found nothing.
    pub rules: RuleOutcomes,
    /// The one sentence on top.
    pub answer: Answer,
    /// What differs between servers; empty with fewer than two.
    pub differences: Vec<Difference>,
    /// Files that can be produced, see `mend`.
    pub repairs: Vec<Repair>,
    /// What was left out, and which limit was hit.
    pub not_checked: Vec<String>,
    /// Whether checking was given up at what one report may cost. The same request with a larger `effort` goes further.
    pub given_up: bool,
    /// The combinations that were rehearsed; `typed` is first.
    pub scenes: Vec<Scene>,
    /// What evidence says.
    pub statements: Vec<Statement>,
    /// What somebody saw.
    pub observed: Vec<Observed>,
    /// What had to be chosen because nothing said it.
    pub assumptions: Vec<Assumption>,
    /// What would cure what is refused.
    pub diagnosis: Diagnosis,
}

impl Report {
    /// The report of the verdicts with what was searched for after them.
    #[must_use]
    pub fn with(self, diagnosed: Diagnosed) -> Self {
        let Diagnosed { answer, observed, assumptions, diagnosis } = diagnosed;
        Self { answer, observed, assumptions, diagnosis, ..self }
    }
}

/// Ids of rules by how they ended, where that was not with a finding.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleOutcomes {
    /// What the rule's title says is not the case.
    pub passed: Vec<&'static str>,
    /// That could not be told of something; a finding of `not-determined` has the reason.
    pub undetermined: Vec<&'static str>,
    /// There is nothing that the rule is about.
    pub not_applicable: Vec<&'static str>,
}

/// Name and version of the engine.
#[derive(Clone, Debug, Serialize)]
pub struct Engine {
    /// `certlens`.
    pub name: &'static str,
    /// Crate version.
    pub version: &'static str,
}

impl Default for Engine {
    fn default() -> Self {
        Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") }
    }
}

/// What one input turned out to be.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InputSummary {
    /// As given.
    pub name: String,
    /// Bytes.
    pub size: usize,
    /// What the file is as a whole, e.g. `pem`, `der`, `pkcs12`, `java-keystore`, `empty`, `zip`, `image`; ids in
    /// the catalog's notes.
    pub format: String,
    /// One constant phrase for the format, for people: `PFX (PKCS #12)`.
    pub title: &'static str,
    /// Short facts for the card: counts, algorithms, iterations.
    pub facts: Vec<Field>,
    /// What it says of the situation, for the card: `Application Gateway agw-prod, listeners: 2`. Empty: nothing.
    pub understood: Vec<Span>,
    /// Whether a password is missing or wrong.
    pub password: PasswordState,
    /// The seat in force.
    pub seat: Seat,
    /// Whether the engine proposed it.
    pub seat_guessed: bool,
    /// Why, as a constant sentence; empty when the user chose it.
    pub seat_reason: &'static str,
    /// Which server presents it, for the server seat.
    pub server: Option<String>,
    /// Notes that belong to the file as a whole (byte order mark, encoding).
    pub notes: Vec<Note>,
    /// Set when nothing at all could be read from it.
    pub error: Option<Problem>,
}

/// State of an input's password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PasswordState {
    /// Nothing in it is locked.
    #[default]
    NotNeeded,
    /// Something is locked and none was given.
    Needed,
    /// The given one is wrong.
    Wrong,
    /// The given one (or none) opened everything.
    Accepted,
}

/// A label and a value.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// Constant label.
    pub label: &'static str,
    /// Value.
    pub value: String,
}

/// Something that was repaired or worth saying while reading. Ids are in the catalog.
#[derive(Clone, Debug, Serialize)]
pub struct Note {
    /// Stable id.
    pub id: &'static str,
    /// Value, if any.
    pub detail: String,
    /// Where in the input.
    pub bytes: Option<[usize; 2]>,
}

/// A reason why something could not be read. Ids are in the catalog's notes.
#[derive(Clone, Debug, Serialize)]
pub struct Problem {
    /// Stable id.
    pub id: &'static str,
    /// The constant sentence for the id.
    pub message: &'static str,
    /// Value, if any.
    pub detail: String,
    /// Where in the input.
    pub bytes: Option<[usize; 2]>,
}

/// One thing recognised in an input.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// Its index in the report.
    pub id: usize,
    /// Index of the input.
    pub input: usize,
    /// The item it was found inside (a PFX, a PKCS#7), if any.
    pub parent: Option<usize>,
    /// certificate | private-key | encrypted-private-key | certification-request | crl | pkcs7 | pkcs12 |
    /// java-keystore | public-key | unrecognised.
    pub kind: &'static str,
    /// First byte in the input; for things inside an encrypted container, the container's.
    pub from: usize,
    /// One past the last byte.
    pub to: usize,
    /// Index of the certificate, for kind `certificate`.
    pub certificate: Option<usize>,
    /// friendlyName or alias.
    pub alias: Option<String>,
    /// Seat in force.
    pub seat: Seat,
    /// Whether it was proposed by the engine.
    pub seat_guessed: bool,
    /// One line for people, constant words and values.
    pub summary: String,
    /// Facts: algorithm, size, what encrypts it.
    pub facts: Vec<Field>,
    /// For keys, requests and public keys: what kind of key, never its secret.
    pub key: Option<KeySummary>,
    /// What was repaired while reading.
    pub notes: Vec<Note>,
    /// Why it could not be read.
    pub error: Option<Problem>,
}

/// What may be said about a key.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeySummary {
    /// `RSA`, `EC`, `Ed25519`, ...
    pub algorithm: String,
    /// Size.
    pub bits: u32,
    /// Named curve.
    pub curve: Option<String>,
    /// SHA-256 of the public half's SubjectPublicKeyInfo.
    pub spki_sha256: Option<String>,
    /// Certificates with the same public key.
    pub certificates: Vec<usize>,
}

/// One certificate.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// Lower-case hex of the DER's SHA-256.
    pub sha256: String,
    /// Lower-case hex of the DER's SHA-1.
    pub sha1: String,
    /// 1 to 3.
    pub version: u8,
    /// RFC 4514 text.
    pub subject: String,
    /// RFC 4514 text.
    pub issuer: String,
    /// Attributes in encoded order.
    pub subject_parts: Vec<NamePart>,
    /// Attributes in encoded order.
    pub issuer_parts: Vec<NamePart>,
    /// Short name for headings: the CN, else the first name there is.
    pub label: String,
    /// All commonNames.
    pub common_names: Vec<String>,
    /// Hex.
    pub serial: String,
    /// Unix seconds.
    pub not_before: i64,
    /// Unix seconds.
    pub not_after: i64,
    /// Every entry of the SAN.
    pub subject_alt_names: Vec<AltName>,
    /// Whether the extension is there.
    pub has_subject_alt_name: bool,
    /// basicConstraints.
    pub basic_constraints: Option<BasicConstraints>,
    /// RFC 5280 names.
    pub key_usage: Option<Vec<String>>,
    /// RFC 5280 names; unknown purposes as dotted OIDs.
    pub extended_key_usage: Option<Vec<String>>,
    /// Public key.
    pub public_key: PublicKey,
    /// Name, else dotted OID.
    pub signature_algorithm: String,
    /// Subject equals issuer.
    pub self_issued: bool,
    /// Its own key verifies its signature; null: could not be determined.
    pub self_signed: Option<bool>,
    /// Hex.
    pub subject_key_id: Option<String>,
    /// Hex.
    pub authority_key_id: Option<String>,
    /// Addresses where the CA publishes its certificate (never fetched).
    pub ca_issuers: Vec<String>,
    /// All extensions.
    pub extensions: Vec<Extension>,
    /// Place among the roots: it is one of the embedded Mozilla roots.
    pub mozilla_root: bool,
    /// end-entity | intermediate | root: as the certificate presents itself.
    pub role: &'static str,
    /// Items it was read from; empty for embedded roots.
    pub items: Vec<usize>,
    /// It does not exist yet: what a step would make of it.
    pub hypothetical: bool,
    /// What was odd while reading.
    pub problems: Vec<Problem>,
    /// The DER, so that views need no second call.
    #[serde(with = "serde_bytes")]
    pub der: Vec<u8>,
}

/// One attribute of a name.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NamePart {
    /// Short name or OID.
    pub label: String,
    /// OID.
    pub oid: String,
    /// Value.
    pub value: String,
    /// ASN.1 string type.
    pub string_type: &'static str,
    /// Index of the RDN it belongs to.
    pub rdn: usize,
}

/// One SAN entry.
#[derive(Clone, Debug, Serialize)]
pub struct AltName {
    /// dns | ip | email | uri | dirname | rid | other.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// As text.
    pub value: String,
    /// Criticality of the extension.
    pub critical: bool,
}

/// basicConstraints.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BasicConstraints {
    /// cA.
    pub ca: bool,
    /// pathLenConstraint.
    pub path_len: Option<u32>,
}

/// A public key.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicKey {
    /// `RSA`, `EC`, ...
    pub algorithm: String,
    /// Size.
    pub bits: u32,
    /// Named curve.
    pub curve: Option<String>,
    /// Hex.
    pub spki_sha256: String,
}

/// One extension.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Extension {
    /// Dotted.
    pub oid: String,
    /// Name where known.
    pub name: Option<&'static str>,
    /// critical.
    pub critical: bool,
    /// What it is for; empty when unknown.
    pub explanation: &'static str,
    /// Decoded.
    pub fields: Vec<Field>,
    /// Offsets of the value in the certificate's DER.
    pub bytes: [usize; 2],
    /// Set when it could not be decoded.
    pub problem: Option<Problem>,
}

/// One server's side.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Server {
    /// Id as in the request, `server` when there was none.
    pub id: String,
    /// Certificates in the order presented, repeats included.
    pub presented: Vec<usize>,
    /// The order they should be presented in: end-entity certificate, then each issuer; the root left out.
    pub proposed: Vec<usize>,
    /// Whether the presented order already is one that every target takes.
    pub order_correct: bool,
    /// Where an issuer is in no file.
    pub missing: Vec<MissingIssuer>,
    /// Certification paths from the end-entity certificate, best first.
    pub paths: Vec<Path>,
    /// The server's private key, if one was given.
    pub key: Option<ServerKey>,
    /// End-entity certificate, if there is one.
    pub leaf: Option<usize>,
}

/// A gap in the chain.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MissingIssuer {
    /// The certificate whose issuer is missing.
    pub certificate: usize,
    /// The issuer's name.
    pub issuer: String,
    /// Hex of the authority key id.
    pub key_id: Option<String>,
    /// Where its CA publishes it.
    pub ca_issuers: Vec<String>,
}

/// One certification path.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Path {
    /// From the end-entity certificate up.
    pub certificates: Vec<usize>,
    /// One less than `certificates`.
    pub edges: Vec<Edge>,
    /// uploaded | mozilla | none: what the last certificate is.
    pub anchor: &'static str,
    /// Whether it ends at a trust anchor with every signature verified.
    pub complete: bool,
    /// Why it is not usable as it stands, as rule ids; empty when it is.
    pub faults: Vec<&'static str>,
}

/// Evidence for one step.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Edge {
    /// Issued.
    pub subject: usize,
    /// Issuing.
    pub issuer: usize,
    /// exact | equivalent | different: issuer name against subject name.
    pub names: &'static str,
    /// equal | different | absent: AKI against SKI.
    pub key_ids: &'static str,
    /// verified | failed | unsupported | unchecked: not computed, because the report had cost as much as it may.
    pub signature: &'static str,
}

/// The private key that belongs to a server.
#[derive(Clone, Debug, Serialize)]
pub struct ServerKey {
    /// Item index.
    pub item: usize,
    /// Certificate with the same public key, if any.
    pub matches: Option<usize>,
}

/// A hostname as understood.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HostSummary {
    /// As typed.
    pub typed: String,
    /// A-label form or address; empty when not a host.
    pub name: String,
    /// Unicode form where it differs.
    pub unicode: Option<String>,
    /// dns | ip | invalid.
    pub kind: &'static str,
    /// Use.
    #[serde(rename = "use")]
    pub role: Option<HostUse>,
    /// What was taken off or is wrong: ids in the catalog's notes.
    pub notes: Vec<Note>,
}

/// accepted | rejected | undetermined | not-applicable.
pub type Outcome = &'static str;

/// connect | probe | traffic | load | upload | client-auth: a client asks for the host, a gateway probes, a gateway's
/// requests, a server program reads its files, a service takes a file, a server asks for a client's certificate.
pub type Check = &'static str;

/// source | tested | documented | reported | inferred: how sure a statement on a target is.
pub type Confidence = &'static str;

/// error | warning | notice.
pub type Severity = &'static str;

/// What one target says.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    /// Scene id.
    pub scene: String,
    /// Server id.
    pub server: String,
    /// Target id.
    pub target: &'static str,
    /// Host as normalised for the target; empty where it looks at no name.
    pub host: String,
    /// What it was asked for.
    pub check: Check,
    /// How it ended.
    pub outcome: Outcome,
    /// The target's own identifier.
    pub code: Option<String>,
    /// The phrase the target's user sees; for undetermined and not-applicable, why.
    pub message: Option<String>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Indexes into findings, the decisive one first.
    pub because: Vec<usize>,
}

/// One finding.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// Stable rule id.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is the case.
    pub title: &'static str,
    /// Who is hurt.
    pub why: &'static str,
    /// What comes of it at a gateway besides, where one is asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway: Option<&'static str>,
    /// What to do today.
    pub fix: &'static str,
    /// Where.
    pub at: Place,
    /// Values.
    pub evidence: Vec<Evidence>,
    /// Sources.
    pub sources: Vec<Source>,
}

/// Where a finding is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Input index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<usize>,
    /// Item index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<usize>,
    /// Certificate index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<usize>,
    /// Server id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// Host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Offsets in the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<[usize; 2]>,
}

/// A labelled value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Constant label.
    pub label: &'static str,
    /// Value.
    pub value: String,
    /// plain | code | hex | time | name. For `time` the value is Unix seconds as text.
    pub form: &'static str,
}

/// Where a statement comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Title.
    pub title: &'static str,
    /// Section.
    pub section: Option<&'static str>,
    /// Address as text; never a link.
    pub url: Option<&'static str>,
}

/// The sentence on top.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Answer {
    /// error | warning | notice | ok | waiting (nothing to judge yet); empty in a report that was not made.
    pub severity: &'static str,
    /// The sentence: constant text and values.
    pub sentence: Vec<Span>,
    /// Cause, in the same form.
    pub cause: Vec<Span>,
    /// Target whose verdict it reports.
    pub target: Option<&'static str>,
    /// Server.
    pub server: Option<String>,
    /// Host.
    pub host: Option<String>,
    /// Decisive finding.
    pub finding: Option<usize>,
    /// What to do, first choice first.
    pub fixes: Vec<Fix>,
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The text.
    pub text: String,
    /// plain | name | code | time: plain are constant words, the others values from files, shown as hostile; of a time the
    /// Unix seconds.
    pub form: &'static str,
}

/// One way to fix it.
#[derive(Clone, Debug, Serialize)]
pub struct Fix {
    /// What to do.
    pub text: Vec<Span>,
    /// A setting, if that is what it is: `Backend setting > Override with specific host name`.
    pub setting: Option<&'static str>,
    /// Value for the setting.
    pub value: Option<String>,
    /// Command lines.
    pub commands: Vec<Command>,
    /// Kind of the repair that produces the file, see `repairs`.
    pub repair: Option<&'static str>,
}

/// A command line that does the same or checks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Command {
    /// openssl | keytool | powershell | az | aws | kubectl | sh | apache | envoy | haproxy | nginx | python. The last five are
    /// programs whose configuration the line is part of.
    pub tool: &'static str,
    /// posix | powershell | any (of these two and cmd); empty: it is a line of a configuration.
    pub shell: &'static str,
    /// The line, quoted for its shell; words in capitals are to be filled in.
    pub text: String,
}

impl Command {
    /// A line with the shell that it is for.
    #[must_use]
    pub fn new(tool: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { tool, shell: crate::shell::of(tool, &text), text }
    }
}

/// Every presented identifier against one host.
#[derive(Clone, Debug, Serialize)]
pub struct NameComparison {
    /// Server id.
    pub server: String,
    /// Host (normalised).
    pub host: String,
    /// RFC 9525 verdict.
    pub matched: bool,
    /// Closest first.
    pub presented: Vec<PresentedName>,
    /// Stable id of what would help most, with its sentence (constant).
    pub advice: Option<Note>,
}

/// One presented identifier.
#[derive(Clone, Debug, Serialize)]
pub struct PresentedName {
    /// dns | ip | cn | email | uri.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// As in the certificate.
    pub value: String,
    /// Whether it matches under RFC 9525.
    pub matches: bool,
    /// Stable id of the reason.
    pub reason: &'static str,
    /// Constant sentence for it.
    pub explanation: &'static str,
    /// Its labels, left to right, and whether each differs from the host's.
    pub labels: Vec<Label>,
    /// Edit distance to the host; 0 is equal.
    pub distance: u32,
}

/// A label of a name.
#[derive(Clone, Debug, Serialize)]
pub struct Label {
    /// Text.
    pub text: String,
    /// Differs from the label of the host in the same place.
    pub differs: bool,
}

/// A field in which servers differ.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// Constant label of the field.
    pub field: &'static str,
    /// Value per server, in the order of `servers`.
    pub values: Vec<String>,
    /// Server ids that are alone against a majority.
    pub odd: Vec<String>,
}

/// A file that can be produced.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Repair {
    /// Kind, stable: `bundle`, `bundle-with-root`, `chain`, `certificate`, `root-cer`, `key`, `pfx-legacy`, `pfx-modern`, ...
    pub kind: &'static str,
    /// Server id it is for, if any.
    pub server: Option<String>,
    /// Proposed file name.
    pub name: String,
    /// Constant title.
    pub title: &'static str,
    /// Constant sentence on when to use it.
    pub when: &'static str,
    /// Certificates in it, in order.
    pub certificates: Vec<usize>,
    /// Whether it holds a private key: only then does `mend` return key material.
    pub has_key: bool,
    /// What changes against the input.
    pub changes: Vec<RepairChange>,
    /// How to do the same without this program.
    pub commands: Vec<Command>,
}

/// One change of a repair.
#[derive(Clone, Debug, Serialize)]
pub struct RepairChange {
    /// moved | dropped | added | missing | kept.
    pub kind: &'static str,
    /// Certificate, if it is one of the report's.
    pub certificate: Option<usize>,
    /// Name for people.
    pub label: String,
}

/// One element of the ASN.1 tree. Offsets are into the bytes that the tree was asked for.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DerNode {
    /// First identifier octet.
    pub from: usize,
    /// First octet of the content.
    pub value: usize,
    /// One past the last octet.
    pub to: usize,
    /// Tag in words: `SEQUENCE`, `[0]`, `OBJECT IDENTIFIER`; `bytes` for what is no element.
    pub tag: String,
    /// Name of the field in the structure that defines it, where known: `notBefore`.
    pub field: &'static str,
    /// Primitive content as one short line.
    pub text: String,
    /// What is wrong here, as a constant sentence; empty when nothing is.
    pub problem: &'static str,
    /// universal | application | context | private; empty for what is no element.
    pub class: &'static str,
    /// Tag number.
    pub number: u32,
    /// Made of elements.
    pub constructed: bool,
    /// Written with indefinite length (BER).
    pub indefinite: bool,
    /// Its children are inside an OCTET STRING or BIT STRING.
    pub encapsulates: bool,
    /// Elements inside.
    pub children: Vec<DerNode>,
}

//! Opens a PFX: the outer structure, the integrity check, then the safes; and says why it will not open.

use super::Pkcs12Summary;
use super::bags::Bag;
use super::mac::Mac;
use super::walk::{Opener, Walk};
use crate::der::{Ber, Malformed, Reader, context, tag, unexpected};
use crate::facts::Problem;
use crate::report::PasswordState;
use crate::secrets::kdf::Derivations;
use crate::secrets::passwords::{self, Encoded};
use crate::secrets::pbe::Obstacle;
use std::borrow::Cow;

/// A PFX as far as the password opens it.
#[derive(Debug, Default)]
pub struct Opened {
    /// What it holds and how it is protected.
    pub summary: Pkcs12Summary,
    /// Its bags in encoded order.
    pub bags: Vec<Bag>,
    /// What was odd.
    pub notes: Vec<Problem>,
    /// Why it could not be read in full. Not set when only the password is missing.
    pub error: Option<Problem>,
    /// What is to be said about the password.
    pub password: PasswordState,
}

/// The outer structure:
///
/// ```text
/// PFX ::= SEQUENCE { version INTEGER {v3(3)}, authSafe ContentInfo, macData MacData OPTIONAL }
/// ```
struct Pfx<'a> {
    size: usize,
    version: u64,
    indefinite: bool,
    /// The octets that the MAC covers: an AuthenticatedSafe.
    content: Cow<'a, [u8]>,
    /// Signed instead of MACed (public-key integrity mode).
    signed: bool,
    mac: Option<Mac>,
}

impl<'a> Pfx<'a> {
    fn read(der: &'a [u8]) -> Ber<Self> {
        let outer = Reader::new(der, 0).expect(tag::SEQUENCE)?;
        // Bytes that are missing are missing at the end of the file; inside, a length is wrong.
        Self::read_parts(&outer).map_err(|inner| Malformed { truncated: false, ..inner })
    }

    fn read_parts(outer: &crate::der::Tlv<'a>) -> Ber<Self> {
        let mut parts = outer.children();
        let version = parts.unsigned()?;
        let mut info = parts.sequence()?;
        let oid = info.oid()?;
        let explicit = info.expect(context(0))?;
        let mut content = explicit.children();
        let signed = oid == "1.2.840.113549.1.7.2";
        let content = match oid.as_str() {
            "1.2.840.113549.1.7.1" => content.octet_string()?,
            "1.2.840.113549.1.7.2" => {
                let mut data = content.sequence()?;
                data.unsigned()?;
                data.expect(tag::SET)?;
                let mut encapsulated = data.sequence()?;
                encapsulated.oid()?;
                encapsulated.expect(context(0))?.children().octet_string()?
            }
            _ => return Err(unexpected(&explicit)),
        };
        let mac = match parts.optional(tag::SEQUENCE)? {
            Some(data) => Some(Mac::read(data.children())?),
            None => None,
        };
        Ok(Self { size: outer.full.len(), version, indefinite: outer.indefinite, content, signed, mac })
    }
}

/// What the integrity check says.
enum Check {
    /// There is none.
    Absent,
    /// It fits, with the password in this encoding.
    Fits(usize),
    /// It does not fit.
    Differs,
    /// It cannot be computed.
    Refused(Obstacle),
}

/// Opens the PFX in `der`. Without a password, an empty one is tried where that is cheap.
#[must_use]
pub fn open(der: &[u8], password: Option<&str>, derivations: &mut Derivations) -> Opened {
    let mut pfx = match Pfx::read(der) {
        Ok(pfx) => pfx,
        Err(malformed) => {
            let id = if malformed.truncated { "truncated" } else { "container-damaged" };
            let error = Problem::new(id).at(malformed.at, der.len());
            return Opened { error: Some(error), ..Opened::default() };
        }
    };
    let given = password.is_some();
    let mut ways = passwords::encodings(password);
    derivations.only_cheap = !given;
    let check = check(&pfx, &ways, derivations);

    let mut opened = Opened::default();
    let opener = |ways: &[Encoded], proven, derivations: &mut Derivations| {
        Walk::through(&pfx.content, &mut Opener { ways, given, proven, derivations })
    };
    let walk = match check {
        Check::Fits(way) => {
            ways.swap(0, way);
            derivations.only_cheap = false;
            let walk = opener(&ways, true, derivations);
            opened.password = if given || walk.unlocked > 0 { PasswordState::Accepted } else { PasswordState::NotNeeded };
            walk
        }
        Check::Absent => opener(&ways, false, derivations),
        Check::Refused(ref obstacle) => {
            let walk = opener(&ways, false, derivations);
            // Where everything opens all the same, the missing check is a remark and no error.
            let all_open = walk.locked == 0 && walk.obstacle.is_none();
            if given && !all_open {
                opened.error = Some(obstacle.problem(false));
            }
            walk
        }
        Check::Differs if given => {
            // A password that still decrypts something is right: then it is the file that was changed. Worth asking
            // only where it costs next to nothing.
            derivations.only_cheap = true;
            let walk = opener(&ways, false, derivations);
            let fits = walk.unlocked > 0 && walk.locked == 0;
            opened.error = Some(Problem::new(if fits { "container-damaged" } else { "wrong-password" }));
            opened.password = if fits { PasswordState::Accepted } else { PasswordState::Wrong };
            opener(&[], false, derivations)
        }
        Check::Differs => opener(&[], false, derivations),
    };
    if let Some(mac) = &mut pfx.mac {
        mac.scheme.verified = match check {
            Check::Fits(_) => Some(true),
            Check::Differs if given => Some(false),
            _ => None,
        };
    }
    conclude(&mut opened, walk, &check, given);
    opened.notes.extend(oddities(&pfx, der.len(), &opened));
    opened.summary.size = pfx.size;
    opened.summary.mac = pfx.mac.map(|mac| mac.scheme);
    opened
}

fn check(pfx: &Pfx<'_>, ways: &[Encoded], derivations: &mut Derivations) -> Check {
    let Some(mac) = &pfx.mac else { return Check::Absent };
    let only_cheap = derivations.only_cheap;
    for (i, way) in ways.iter().enumerate() {
        // Encodings that differ for PBES2 only give the same MAC key, which is then at hand already.
        derivations.only_cheap = only_cheap || way.is_unusual();
        let matches = mac.matches(&pfx.content, way, derivations);
        derivations.only_cheap = only_cheap;
        match matches {
            Ok(true) => return Check::Fits(i),
            Ok(false) => {}
            Err(Obstacle::NotOnAGuess | Obstacle::TooCostly(_)) if i > 0 => break,
            Err(obstacle) => return Check::Refused(obstacle),
        }
    }
    Check::Differs
}

/// Turns what was met on the way into one error and one state of the password.
fn conclude(opened: &mut Opened, walk: Walk, check: &Check, given: bool) {
    let proven = matches!(check, Check::Fits(_));
    if opened.error.is_none() {
        // A key of its own password is told at the key; it is the file's error only if nothing else was opened.
        let key_obstacle = walk.key_obstacle.filter(|_| walk.unlocked == 0 && !proven);
        opened.error = walk.obstacle.or(key_obstacle).map(|obstacle| obstacle.problem(proven));
        if opened.error.as_ref().is_some_and(|error| error.id == "password-or-damage") {
            opened.password = PasswordState::Wrong;
        }
    }
    if opened.password == PasswordState::NotNeeded {
        if walk.locked > 0 && !given && opened.error.is_none() {
            opened.password = PasswordState::Needed;
        } else if walk.unlocked > 0 {
            opened.password = PasswordState::Accepted;
        }
    }
    if let Some(variant) = walk.variant {
        opened.notes.push(passwords::note(variant));
    }
    if walk.cut_short {
        opened.notes.push(Problem::new("too-many-entries").with(walk.bags.len().to_string()));
    }
    opened.summary = walk.summary;
    opened.summary.complete &= opened.error.is_none();
    opened.bags = walk.bags;
}

fn oddities(pfx: &Pfx<'_>, length: usize, opened: &Opened) -> Vec<Problem> {
    let mut notes = Vec::new();
    if pfx.size < length {
        notes.push(Problem::new("trailing-data").with((length - pfx.size).to_string()).at(pfx.size, length));
    }
    if pfx.version != 3 {
        notes.push(Problem::new("pfx-version").with(pfx.version.to_string()));
    }
    if pfx.indefinite {
        notes.push(Problem::new("indefinite-length"));
    }
    if pfx.signed {
        notes.push(Problem::new("integrity-not-checked").with("signature"));
    }
    match &pfx.mac {
        None if !pfx.signed => notes.push(Problem::new("no-integrity-check")),
        Some(mac) if mac.scheme.verified.is_none() && opened.password != PasswordState::Needed => {
            notes.push(Problem::new("integrity-not-checked").with(mac.scheme.text()));
        }
        _ => {}
    }
    notes
}

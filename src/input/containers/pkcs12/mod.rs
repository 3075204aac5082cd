//! PKCS#12 (PFX), RFC 7292.

mod bags;
mod mac;
mod open;
mod walk;

use crate::facts::{ByteRange, Field, Problem};
use crate::input::{Content, Ctx, Place, Reading, keys};
use crate::report::PasswordState;
use crate::secrets::{MacScheme, Scheme, size};
use bags::{Bag, Value};

/// What a PFX holds and how it is protected. Without the password the counts cover what can be seen without it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pkcs12Summary {
    /// Size of the PFX in bytes, without armour or trailing bytes.
    pub size: usize,
    /// What encrypts the private keys, each scheme once, [`Scheme::plain`] for keys in the clear.
    pub key_encryption: Vec<Scheme>,
    /// What encrypts the certificates, each scheme once.
    pub certificate_encryption: Vec<Scheme>,
    /// The integrity check; `None`: there is none.
    pub mac: Option<MacScheme>,
    /// Certificate bags, repeats included.
    pub certificates: usize,
    /// Private keys, locked ones included.
    pub private_keys: usize,
    /// CRL bags.
    pub revocation_lists: usize,
    /// Secret bags.
    pub secrets: usize,
    /// Whether everything in it could be read.
    pub complete: bool,
}

/// Labels of the facts on the card of a PFX; constant, so that scripts can look for them.
pub(crate) mod label {
    pub(crate) const KEY_ENCRYPTION: &str = "Key encryption";
    pub(crate) const CERTIFICATE_ENCRYPTION: &str = "Certificate encryption";
    pub(crate) const MAC: &str = "Integrity check (MAC)";
    pub(crate) const CERTIFICATES: &str = "Certificates";
    pub(crate) const PRIVATE_KEYS: &str = "Private keys";
    pub(crate) const REVOCATION_LISTS: &str = "Revocation lists";
    pub(crate) const SECRETS: &str = "Secrets";
    pub(crate) const SIZE: &str = "Size";
    pub(crate) const JAVA_TRUSTED: &str = "Trusted by Java";
    pub(crate) const PROVIDER: &str = "Windows key provider";
    pub(crate) const MACHINE_KEY: &str = "Windows machine key";
}

/// Reads the PFX in `der`: the container as one item, its bags as items inside it.
pub(crate) fn read(der: &[u8], place: Place, ctx: &Ctx<'_>, out: &mut Reading) {
    let mut derivations = out.derivations(ctx);
    let locked = |opened: &open::Opened| matches!(opened.password, PasswordState::Needed | PasswordState::Wrong);
    let (opened, _) = ctx.open(|password| open::open(der, password, &mut derivations), locked);
    out.settle(ctx, derivations);
    let size = if opened.summary.size == 0 { der.len() } else { opened.summary.size };
    let range = place.range(0, size);
    out.password_state(ctx, opened.password);
    let facts = facts(&opened.summary);
    if ctx.parent.is_none()
        && let Some(input) = out.inputs.get_mut(ctx.input)
    {
        // What is in the file is counted for every kind of input alike.
        let counts = [label::CERTIFICATES, label::PRIVATE_KEYS, label::REVOCATION_LISTS];
        input.facts.extend(facts.iter().filter(|fact| !counts.contains(&fact.label)).cloned());
    }
    let container = out.push(ctx, Content::Pkcs12(opened.summary), range);
    if let Some(item) = out.items.get_mut(container) {
        item.facts = facts;
        item.error = opened.error;
        item.notes.extend(opened.notes);
    }
    if opened.password == PasswordState::Needed {
        out.note(ctx, container, Problem::new("password-needed"));
    }
    let Some(inside) = ctx.inside(container) else {
        out.note(ctx, container, Problem::new("nested-too-deep"));
        return;
    };
    for bag in opened.bags {
        push_bag(bag, container, range, &inside, out);
    }
}

fn push_bag(bag: Bag, container: usize, range: ByteRange, ctx: &Ctx<'_>, out: &mut Reading) {
    let mut notes = Vec::new();
    let mut error = None;
    let is_key = matches!(bag.value, Value::Key(_) | Value::LockedKey(_) | Value::DamagedKey(_));
    let content = match bag.value {
        Value::Certificate(der) => Content::Certificate(der.into()),
        Value::Key(key) => Content::PrivateKey(key),
        Value::LockedKey(problem) => {
            if problem.is_none() {
                notes.push(Problem::new("password-needed"));
            }
            error = problem;
            Content::EncryptedPrivateKey
        }
        Value::DamagedKey(problem) => {
            error = Some(problem);
            Content::Unrecognised
        }
        Value::Crl(der) => Content::Crl(der),
        Value::Secret(kind) => {
            notes.push(Problem::new("secret-skipped").with(kind));
            Content::Unrecognised
        }
        Value::Other(kind) => {
            out.note(ctx, container, Problem::new("bag-skipped").with(kind));
            return;
        }
    };
    let index = out.push(ctx, content, range);
    let Some(item) = out.items.get_mut(index) else { return };
    item.alias = bag.attributes.friendly_name;
    item.local_key_id = bag.attributes.local_key_id;
    item.notes = notes;
    item.error = error;
    let mut fact = |label, value: String| item.facts.push(Field { label, value });
    if is_key {
        fact(keys::ENCRYPTION, bag.scheme.as_ref().map_or_else(|| Scheme::plain().text(), Scheme::text));
    }
    if bag.attributes.java_trusted {
        fact(label::JAVA_TRUSTED, "yes".to_owned());
    }
    if let Some(provider) = bag.attributes.provider {
        fact(label::PROVIDER, provider);
    }
    if bag.attributes.machine_key {
        fact(label::MACHINE_KEY, "yes".to_owned());
    }
}

fn facts(summary: &Pkcs12Summary) -> Vec<Field> {
    let mut facts = Vec::new();
    if summary.size == 0 {
        return facts;
    }
    let mut fact = |label, value: String| facts.push(Field { label, value });
    let mut count = |label, number: usize| {
        if number > 0 {
            fact(label, number.to_string());
        }
    };
    count(label::CERTIFICATES, summary.certificates);
    count(label::PRIVATE_KEYS, summary.private_keys);
    count(label::REVOCATION_LISTS, summary.revocation_lists);
    count(label::SECRETS, summary.secrets);
    for scheme in &summary.key_encryption {
        fact(label::KEY_ENCRYPTION, scheme.text());
    }
    for scheme in &summary.certificate_encryption {
        fact(label::CERTIFICATE_ENCRYPTION, scheme.text());
    }
    fact(label::MAC, summary.mac.as_ref().map_or_else(|| "none".to_owned(), MacScheme::text));
    fact(label::SIZE, size(summary.size));
    facts
}

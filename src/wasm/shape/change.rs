//! Reads changes field by field.

use super::{Read, Value, setting};
use crate::request::{Change, Edit, HostUse, List, Seat, Which, With};

/// Reads a change.
pub(super) fn change(value: Value) -> Read<Change> {
    let scene = value.field("scene")?.optional(Value::text)?;
    let text = |name: &str| value.field(name)?.text();
    let edit = match text("do")?.as_str() {
        "present" => Edit::Present { server: text("server")?, certificates: value.field("certificates")?.list(Value::text)? },
        "trust" => Edit::Trust { certificates: which(value.field("certificates")?)? },
        "distrust" => Edit::Distrust { certificates: which(value.field("certificates")?)? },
        "ask" => Edit::Ask {
            host: text("host")?,
            role: value.field("use")?.optional(|v| v.word(HostUse::from_word, HostUse::WORDS))?,
            instead: value.field("instead")?.optional(Value::text)?,
        },
        "set" => Edit::Set {
            target: text("target")?,
            setting: text("setting")?,
            value: setting(value.field("value")?)?,
            weakens: value.field("weakens")?.optional(Value::switch)?.unwrap_or(false),
        },
        "key" => Edit::Key { server: text("server")?, item: value.field("item")?.index()? },
        "seat" => Edit::Seat {
            item: value.field("item")?.index()?,
            seat: value.field("seat")?.word(Seat::from_word, Seat::WORDS)?,
            server: value.field("server")?.optional(Value::text)?,
        },
        "sites" => Edit::Sites { servers: value.field("servers")?.list(|site| site.list(Value::text))? },
        "obtain" => Edit::Obtain { issuer_of: text("issuerOf")?, from: value.field("from")?.optional(Value::text)? },
        "convert" => Edit::Convert { input: value.field("input")?.index()?, repair: text("repair")? },
        "renew" => Edit::Renew { server: text("server")? },
        "rekey" => Edit::Rekey { server: text("server")? },
        "reissue" => Edit::Reissue { certificate: text("certificate")?, with: with(&value.field("with")?)? },
        "time" => Edit::Time { now: value.field("now")?.number()? },
        "all" => Edit::All { changes: value.field("changes")?.list(change)? },
        _ => {
            return Err(value.field("do")?.wrong(
                "one of present, trust, distrust, ask, set, key, seat, sites, obtain, convert, renew, rekey, reissue, time, all",
            ));
        }
    };
    Ok(Change { scene, edit })
}

fn which(value: Value) -> Read<Which> {
    if value.js.is_string() {
        return value.word(List::from_word, "an array of SHA-256 values, or one of public, all").map(Which::Named);
    }
    value.list(Value::text).map(Which::These)
}

fn with(value: &Value) -> Read<With> {
    let texts = |name: &str| value.field(name)?.optional(|v| v.list(Value::text));
    let text = |name: &str| value.field(name)?.optional(Value::text);
    let switch = |name: &str| value.field(name)?.optional(Value::switch);
    let limit = |v: Value| v.index().map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    let number = |name: &str| value.field(name)?.optional(Value::number);
    Ok(With {
        dns: texts("dns")?,
        ip: texts("ip")?,
        not_before: number("notBefore")?,
        not_after: number("notAfter")?,
        extended_key_usage: texts("extendedKeyUsage")?,
        key_usage: texts("keyUsage")?,
        ca: switch("ca")?,
        path_len: value.field("pathLen")?.given(|v| v.optional(limit))?,
        name_constraints: value.field("nameConstraints")?.given(|v| v.optional(|v| Err(v.wrong("null"))))?,
        san_critical: switch("sanCritical")?,
        key: text("key")?,
        signature: text("signature")?,
        issuer: text("issuer")?,
        well_formed: switch("wellFormed")?,
    })
}

//! Reads the contract's values field by field, so that a wrong shape is named by its path. A general deserialiser says
//! the same in ten times the code, and code is what people wait for on a slow line.

mod change;

use crate::mend::Plan;
use crate::request::{Focus, Host, HostEntry, HostUse, Input, Request, Seat, SettingValue};
use js_sys::{Array, JsString, Object, Reflect, Uint8Array};
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsError, JsValue};
use zeroize::Zeroizing;

/// A value and where it stands.
struct Value {
    js: JsValue,
    path: String,
}

type Read<T> = Result<T, JsError>;

impl Value {
    fn wrong(&self, expected: &str) -> JsError {
        JsError::new(&format!("wrong shape at `{}`: expected {expected}", self.path))
    }

    /// A field of an object; `undefined` when it is absent.
    fn field(&self, name: &str) -> Read<Self> {
        if !self.js.is_object() {
            return Err(self.wrong("an object"));
        }
        let js =
            Reflect::get(&self.js, &JsValue::from_str(name)).map_err(|_| self.wrong("an object whose fields can be read"))?;
        Ok(Self { js, path: format!("{}.{name}", self.path) })
    }

    /// `null` and an absent field mean the same to people who write JavaScript.
    fn optional<T>(self, read: impl FnOnce(Self) -> Read<T>) -> Read<Option<T>> {
        if self.js.is_null() || self.js.is_undefined() { Ok(None) } else { read(self).map(Some) }
    }

    /// Where `null` says something else than an absent field does.
    fn given<T>(self, read: impl FnOnce(Self) -> Read<T>) -> Read<Option<T>> {
        if self.js.is_undefined() { Ok(None) } else { read(self).map(Some) }
    }

    fn text(self) -> Read<String> {
        self.js.as_string().ok_or_else(|| self.wrong("a string"))
    }

    /// A text of which no copy may stay behind, as the usual way leaves one when it runs out of room.
    fn secret(self) -> Read<String> {
        let Some(text) = self.js.dyn_ref::<JsString>() else { return Err(self.wrong("a string")) };
        let mut out = String::with_capacity(3 * text.length() as usize);
        out.extend(char::decode_utf16(text.iter()).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        Ok(out)
    }

    fn number(self) -> Read<f64> {
        self.js.as_f64().ok_or_else(|| self.wrong("a number"))
    }

    fn switch(self) -> Read<bool> {
        self.js.as_bool().ok_or_else(|| self.wrong("true or false"))
    }

    /// A place in a list.
    fn index(self) -> Read<usize> {
        let number = self.js.as_f64().filter(|n| *n >= 0.0 && *n <= f64::from(u32::MAX) && n.fract() == 0.0);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held to u32 above")]
        number.map(|n| n as usize).ok_or_else(|| self.wrong("a whole number"))
    }

    fn bytes(self) -> Read<Vec<u8>> {
        if let Some(bytes) = self.js.dyn_ref::<Uint8Array>() {
            return Ok(bytes.to_vec());
        }
        if self.js.is_instance_of::<js_sys::ArrayBuffer>() {
            return Ok(Uint8Array::new(&self.js).to_vec());
        }
        Err(self.wrong("a Uint8Array"))
    }

    fn list<T>(self, read: impl Fn(Self) -> Read<T>) -> Read<Vec<T>> {
        let Some(list) = self.js.dyn_ref::<Array>() else { return Err(self.wrong("an array")) };
        let element = |(i, js)| read(Self { js, path: format!("{}[{i}]", self.path) });
        list.iter().enumerate().map(element).collect()
    }

    fn map<T>(self, read: impl Fn(Self) -> Read<T>) -> Read<BTreeMap<String, T>> {
        let Some(object) = self.js.dyn_ref::<Object>() else { return Err(self.wrong("an object")) };
        let mut all = BTreeMap::new();
        for name in Object::keys(object).iter().filter_map(|k| k.as_string()) {
            all.insert(name.clone(), read(self.field(&name)?)?);
        }
        Ok(all)
    }

    fn word<T>(self, from_word: impl Fn(&str) -> Option<T>, expected: &str) -> Read<T> {
        self.js.as_string().and_then(|w| from_word(&w)).ok_or_else(|| self.wrong(expected))
    }
}

/// Reads a request.
pub(super) fn request(js: JsValue) -> Read<Request> {
    let whole = Value { js, path: "request".to_owned() };
    Ok(Request {
        inputs: whole.field("inputs")?.list(input)?,
        hosts: whole.field("hosts")?.optional(|v| v.list(host))?.unwrap_or_default(),
        targets: whole.field("targets")?.optional(|v| v.list(Value::text))?,
        now: whole.field("now")?.optional(Value::number)?,
        settings: whole.field("settings")?.optional(|v| v.map(|dials| dials.map(setting)))?.unwrap_or_default(),
        passwords: whole.field("passwords")?.optional(|v| v.list(|p| p.secret().map(Zeroizing::new)))?.unwrap_or_default(),
        observed: whole.field("observed")?.optional(|v| v.list(Value::text))?.unwrap_or_default(),
        focus: whole.field("focus")?.optional(focus)?,
        assume: whole.field("assume")?.optional(|v| v.list(change::change))?.unwrap_or_default(),
        effort: whole.field("effort")?.optional(Value::index)?.map(|n| u32::try_from(n).unwrap_or(u32::MAX)),
    })
}

/// Reads a list of files.
pub(super) fn inputs(js: JsValue) -> Read<Vec<Input>> {
    Value { js, path: "inputs".to_owned() }.list(input)
}

/// Reads keys that were derived.
pub(super) fn keys(js: JsValue) -> Read<Vec<Option<Zeroizing<Vec<u8>>>>> {
    Value { js, path: "keys".to_owned() }.list(|key| key.optional(|v| v.bytes().map(Zeroizing::new)))
}

fn focus(value: Value) -> Read<Focus> {
    Ok(Focus {
        targets: value.field("targets")?.optional(|v| v.list(Value::text))?.unwrap_or_default(),
        server: value.field("server")?.optional(Value::text)?,
        host: value.field("host")?.optional(Value::text)?,
        scene: value.field("scene")?.optional(Value::text)?,
    })
}

fn input(value: Value) -> Read<Input> {
    // Filled in one by one: what was read before a field with the wrong shape is wiped too.
    let mut input = Input::default();
    input.name = value.field("name")?.text()?;
    input.bytes = value.field("bytes")?.bytes()?;
    input.password = value.field("password")?.optional(Value::secret)?;
    input.seat = value.field("seat")?.optional(|v| v.word(Seat::from_word, Seat::WORDS))?;
    input.server = value.field("server")?.optional(Value::text)?;
    Ok(input)
}

fn host(value: Value) -> Read<HostEntry> {
    if let Some(text) = value.js.as_string() {
        return Ok(HostEntry::Text(text));
    }
    let role = value.field("use")?.optional(|v| v.word(HostUse::from_word, HostUse::WORDS))?;
    Ok(HostEntry::Host(Host { name: value.field("name")?.text()?, role }))
}

fn setting(value: Value) -> Read<SettingValue> {
    if let Some(switch) = value.js.as_bool() {
        Ok(SettingValue::Bool(switch))
    } else if let Some(number) = value.js.as_f64() {
        Ok(SettingValue::Number(number))
    } else {
        value.js.as_string().map(SettingValue::Text).ok_or_else(|| value.wrong("a boolean, a number or a string"))
    }
}

/// Reads a plan.
pub(super) fn plan(js: JsValue) -> Read<Plan> {
    let whole = Value { js, path: "plan".to_owned() };
    Ok(Plan {
        kind: whole.field("kind")?.text()?,
        server: whole.field("server")?.optional(Value::text)?,
        password: whole.field("password")?.optional(Value::secret)?.map(Zeroizing::new),
        seed: whole.field("seed")?.optional(Value::bytes)?.unwrap_or_default(),
    })
}

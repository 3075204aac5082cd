//! Steps over one object of a Java serialization stream (Java Object Serialization Specification, chapter 6). JCEKS
//! stores a secret key as such an object, without saying how long it is.

use super::bytes::Bytes;
use crate::input::limits;

const NULL: u8 = 0x70;
const REFERENCE: u8 = 0x71;
const CLASS_DESCRIPTION: u8 = 0x72;
const OBJECT: u8 = 0x73;
const STRING: u8 = 0x74;
const ARRAY: u8 = 0x75;
const BLOCK_DATA: u8 = 0x77;
const END_BLOCK_DATA: u8 = 0x78;
/// The first handle of a stream.
const BASE_HANDLE: usize = 0x007e_0000;
const WRITE_METHOD: u8 = 1;
const SERIALIZABLE: u8 = 2;

/// Steps over a stream header and one object.
pub fn skip(bytes: &mut Bytes<'_>) -> Option<()> {
    (bytes.take(4)? == [0xac, 0xed, 0, 5]).then_some(())?;
    Stream { bytes, handles: Vec::new() }.content(0)
}

struct Stream<'s, 'a> {
    bytes: &'s mut Bytes<'a>,
    /// What was numbered so far; only classes are referred to in a way that matters here.
    handles: Vec<Option<Class>>,
}

#[derive(Clone)]
struct Class {
    flags: u8,
    /// For an array class, the type of its elements.
    element: u8,
    /// Type codes.
    fields: Vec<u8>,
    superclass: Option<usize>,
}

impl Stream<'_, '_> {
    fn number(&mut self) -> Option<usize> {
        (self.handles.len() < limits::JAVA_FIELDS).then_some(())?;
        self.handles.push(None);
        Some(self.handles.len() - 1)
    }

    fn content(&mut self, depth: usize) -> Option<()> {
        (depth < limits::JAVA_OBJECT_DEPTH).then_some(())?;
        match self.bytes.u8()? {
            NULL => Some(()),
            REFERENCE => self.bytes.take(4).map(|_| ()),
            STRING => {
                self.number()?;
                self.bytes.utf().map(|_| ())
            }
            BLOCK_DATA => {
                let length = usize::from(self.bytes.u8()?);
                self.bytes.take(length).map(|_| ())
            }
            ARRAY => {
                let class = self.class(depth)?;
                self.number()?;
                let element = self.handles.get(class?)?.as_ref()?.element;
                let count = self.bytes.u32()?;
                match width(element) {
                    Some(width) => self.bytes.take(count.checked_mul(width)?).map(|_| ()),
                    None => (0..count.min(limits::JAVA_FIELDS + 1))
                        .try_for_each(|i| (i < limits::JAVA_FIELDS).then_some(()).and_then(|()| self.content(depth + 1))),
                }
            }
            OBJECT => {
                let class = self.class(depth)?;
                self.number()?;
                self.fields(class?, depth)
            }
            _ => None,
        }
    }

    /// A class description, new or referred to: the number of its handle, `Some(None)` for null.
    fn class(&mut self, depth: usize) -> Option<Option<usize>> {
        (depth < limits::JAVA_OBJECT_DEPTH).then_some(())?;
        match self.bytes.u8()? {
            NULL => Some(None),
            REFERENCE => {
                let handle = self.bytes.u32()?.checked_sub(BASE_HANDLE)?;
                self.handles.get(handle)?.as_ref()?;
                Some(Some(handle))
            }
            CLASS_DESCRIPTION => {
                let name = self.bytes.utf()?;
                self.bytes.take(8)?;
                let handle = self.number()?;
                let flags = self.bytes.u8()?;
                let count = self.bytes.u16()?;
                (count <= limits::JAVA_FIELDS).then_some(())?;
                let mut fields = Vec::new();
                for _ in 0..count {
                    let kind = self.bytes.u8()?;
                    self.bytes.utf()?;
                    if width(kind).is_none() {
                        self.content(depth + 1)?;
                    }
                    fields.push(kind);
                }
                self.annotations(depth)?;
                let superclass = self.class(depth + 1)?;
                let element = name.as_bytes().get(1).copied().unwrap_or(0);
                *self.handles.get_mut(handle)? = Some(Class { flags, element, fields, superclass });
                Some(Some(handle))
            }
            _ => None,
        }
    }

    /// Values of an object: the topmost class first.
    fn fields(&mut self, class: usize, depth: usize) -> Option<()> {
        let mut line = Vec::new();
        let mut next = Some(class);
        while let Some(handle) = next {
            (line.len() < limits::JAVA_OBJECT_DEPTH).then_some(())?;
            let class = self.handles.get(handle)?.clone()?;
            next = class.superclass;
            line.push(class);
        }
        for class in line.iter().rev() {
            // Externalizable objects write what only their own class can read.
            (class.flags & SERIALIZABLE != 0).then_some(())?;
            for kind in &class.fields {
                match width(*kind) {
                    Some(width) => self.bytes.take(width).map(|_| ())?,
                    None => self.content(depth + 1)?,
                }
            }
            if class.flags & WRITE_METHOD != 0 {
                self.annotations(depth)?;
            }
        }
        Some(())
    }

    fn annotations(&mut self, depth: usize) -> Option<()> {
        for _ in 0..limits::JAVA_FIELDS {
            let mut ahead = *self.bytes;
            if ahead.u8()? == END_BLOCK_DATA {
                *self.bytes = ahead;
                return Some(());
            }
            self.content(depth + 1)?;
        }
        None
    }
}

/// Bytes of a primitive; `None` for objects and arrays.
const fn width(kind: u8) -> Option<usize> {
    match kind {
        b'B' | b'Z' => Some(1),
        b'C' | b'S' => Some(2),
        b'F' | b'I' => Some(4),
        b'D' | b'J' => Some(8),
        _ => None,
    }
}

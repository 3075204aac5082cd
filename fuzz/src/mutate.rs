//! Changes DER element by element and puts the lengths around it right. A flipped byte rarely gets past them.

use libfuzzer_sys::fuzzer_mutate;

/// Levels that are taken apart.
const DEPTH: usize = 24;
/// Identifier octets that one is changed to.
const TAGS: [u8; 16] = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x17, 0x18, 0x1e, 0x24, 0x30, 0x31, 0xa0, 0xa1];

#[derive(Clone, Default)]
struct Element {
    tag: u8,
    /// What stands before the elements inside: the unused bits of a BIT STRING.
    head: Vec<u8>,
    value: Vec<u8>,
    inside: Vec<Element>,
    copies: usize,
}

/// A custom mutator for `fuzz_mutator!`.
pub fn der(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut numbers = Numbers(u64::from(seed) | 1 << 40);
    let elements = if numbers.below(4) == 0 { None } else { parse(&data[..size], 0) };
    let Some(mut elements) = elements.filter(|found| !found.is_empty()) else { return fuzzer_mutate(data, size, max_size) };
    for _ in 0..=numbers.below(3) {
        let count = elements.iter().map(Element::count).sum();
        let donor = nth(&mut elements, numbers.below(count)).clone();
        let chosen = nth(&mut elements, numbers.below(count));
        match numbers.below(9) {
            0 => chosen.copies = 0,
            1 => chosen.copies = 2 + numbers.below(3),
            2 => *chosen = donor,
            3 => chosen.tag = TAGS[numbers.below(TAGS.len())],
            4 => {
                let tag = TAGS[numbers.below(TAGS.len())];
                *chosen = Element { tag, inside: vec![std::mem::take(chosen)], copies: 1, ..Element::default() };
            }
            5 => *chosen = Element { tag: chosen.tag, copies: 1, ..Element::default() },
            6 => chosen.inside.reverse(),
            _ => {
                let mut value = std::mem::take(&mut chosen.value);
                let length = value.len();
                value.resize(length + 32, 0);
                let length = fuzzer_mutate(&mut value, length, length + 32);
                value.truncate(length);
                chosen.value = value;
            }
        }
    }
    let mut out = Vec::new();
    elements.iter().for_each(|element| element.write(&mut out));
    let length = out.len().min(max_size).min(data.len());
    data[..length].copy_from_slice(&out[..length]);
    length
}

impl Element {
    fn count(&self) -> usize {
        1 + self.inside.iter().map(Self::count).sum::<usize>()
    }

    fn write(&self, out: &mut Vec<u8>) {
        let mut content = self.head.clone();
        content.extend_from_slice(&self.value);
        self.inside.iter().for_each(|element| element.write(&mut content));
        for _ in 0..self.copies {
            out.push(self.tag);
            match content.len() {
                length @ 0..0x80 => out.push(length as u8),
                length @ 0x80..0x100 => out.extend([0x81, length as u8]),
                length @ 0x100..0x1_0000 => out.extend([0x82, (length >> 8) as u8, length as u8]),
                length => out.extend([0x83, (length >> 16) as u8, (length >> 8) as u8, length as u8]),
            }
            out.extend_from_slice(&content);
        }
    }
}

/// The element with this number, counted from the outside in.
fn nth(elements: &mut [Element], mut number: usize) -> &mut Element {
    for element in elements {
        let count = element.count();
        if number == 0 {
            return element;
        }
        if number < count {
            return nth(&mut element.inside, number - 1);
        }
        number -= count;
    }
    unreachable!("the number is below the count")
}

/// The elements that fill `bytes` to the last byte.
fn parse(mut bytes: &[u8], depth: usize) -> Option<Vec<Element>> {
    let mut found = Vec::new();
    while let [tag, rest @ ..] = bytes {
        let (length, rest) = match rest {
            [length @ 0..=0x7f, rest @ ..] => (usize::from(*length), rest),
            [0x81, a, rest @ ..] => (usize::from(*a), rest),
            [0x82, a, b, rest @ ..] => (usize::from(*a) << 8 | usize::from(*b), rest),
            _ => return None,
        };
        let (value, rest) = rest.split_at_checked(length)?;
        let (head, body) = if *tag == 0x03 { value.split_at_checked(1)? } else { value.split_at(0) };
        let nested = depth < DEPTH && !body.is_empty() && (tag & 0x20 != 0 || matches!(tag, 0x03 | 0x04));
        let inside = if nested { parse(body, depth + 1) } else { None };
        let value = if inside.is_some() { Vec::new() } else { body.to_vec() };
        found.push(Element { tag: *tag, head: head.to_vec(), value, inside: inside.unwrap_or_default(), copies: 1 });
        bytes = rest;
    }
    Some(found)
}

/// xorshift64.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        for shift in [13, 0, 17] {
            self.0 ^= if shift == 0 { self.0 >> 7 } else { self.0 << shift };
        }
        (self.0 >> 16) as usize % bound.max(1)
    }
}

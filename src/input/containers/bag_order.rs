//! The certificates of a bag, end entity first. A `SET OF` has no order to keep: DER sorts it by bytes, and RFC 5652
//! 10.2.3 gives its order no meaning. Listed as it lies, a bag would look like a path in the wrong order.

use crate::der::{Part, part, parts};
use crate::lists::Map;
use std::collections::VecDeque;

/// Indexes of `certificates` in the order to list them: each that issued none of the others, followed by its issuers
/// by name; then what is left, as it lies.
pub(super) fn end_entity_first(certificates: &[&[u8]]) -> Vec<usize> {
    let names: Vec<Option<Names<'_>>> = certificates.iter().map(|der| names(der)).collect();
    let mut by_subject: Map<&[u8], VecDeque<usize>> = Map::default();
    for (i, names) in names.iter().enumerate() {
        if let Some(names) = names {
            by_subject.at(names.subject).push_back(i);
        }
    }
    let mut issues = vec![false; certificates.len()];
    for names in names.iter().flatten().filter(|n| n.issuer != n.subject) {
        for &i in by_subject.get(names.issuer).into_iter().flatten() {
            issues[i] = true;
        }
    }
    let mut order = Vec::with_capacity(certificates.len());
    let mut listed = vec![false; certificates.len()];
    for start in (0..certificates.len()).filter(|&i| !issues[i]).collect::<Vec<_>>() {
        let mut next = Some(start);
        while let Some(i) = next.filter(|&i| !listed[i]) {
            listed[i] = true;
            order.push(i);
            let candidates = names[i].as_ref().and_then(|n| by_subject.get_mut(n.issuer));
            next = candidates.and_then(|candidates| {
                // Each candidate is looked at once in all: those that are listed go.
                while candidates.front().is_some_and(|&c| listed[c]) {
                    candidates.pop_front();
                }
                candidates.front().copied()
            });
        }
    }
    order.extend((0..certificates.len()).filter(|&i| !listed[i]));
    order
}

/// Content of the two names of a certificate.
struct Names<'a> {
    issuer: &'a [u8],
    subject: &'a [u8],
}

fn names(der: &[u8]) -> Option<Names<'_>> {
    let tbs = part(part(der)?.content)?;
    let mut fields = parts(tbs.content).skip_while(|t: &Part<'_>| t.tag == 0xa0);
    // serialNumber, signature, issuer, validity, subject (RFC 5280 4.1).
    let issuer = fields.nth(2)?.content;
    let subject = fields.nth(1)?.content;
    Some(Names { issuer, subject })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As much of a certificate as the order looks at.
    fn certificate(subject: u8, issuer: u8) -> Vec<u8> {
        let tbs = [0x02, 1, 1, 0x30, 0, 0x30, 1, issuer, 0x30, 0, 0x30, 1, subject];
        [&[0x30, 15, 0x30, 13][..], &tbs].concat()
    }

    fn order(bag: &[(u8, u8)]) -> Vec<usize> {
        let certificates: Vec<Vec<u8>> = bag.iter().map(|&(subject, issuer)| certificate(subject, issuer)).collect();
        end_entity_first(&certificates.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    #[test]
    fn paths_come_end_entity_first() {
        assert_eq!(order(&[(1, 1), (2, 1), (3, 2)]), [2, 1, 0]);
        assert_eq!(order(&[(2, 1), (9, 9), (3, 2)]), [1, 2, 0]);
        assert_eq!(order(&[(3, 2), (2, 1), (4, 2)]), [0, 1, 2]);
    }

    #[test]
    fn roots_and_circles_stay_as_they_lie() {
        assert_eq!(order(&[(1, 1), (2, 2), (3, 3)]), [0, 1, 2]);
        assert_eq!(order(&[(1, 2), (2, 1)]), [0, 1]);
        assert_eq!(order(&[]), [] as [usize; 0]);
        assert_eq!(end_entity_first(&[&[1, 2], &[]]), [0, 1]);
    }
}

//! From the certificates on the wire to the list that is verified.

use super::{Verifier, is_issuer};

impl Verifier<'_> {
    fn issued(&self, issuer: usize, subject: usize) -> bool {
        is_issuer(self.meeting.certificate(issuer), self.meeting.certificate(subject))
    }

    pub(super) fn self_issued(&self, index: usize) -> bool {
        self.issued(index, index)
    }

    /// Sorted segment by segment, without repeats, cut at the first segment whose issuer is trusted.
    pub(super) fn list(&self) -> Vec<usize> {
        let mut list = self.meeting.presented().to_vec();
        let mut seen: Vec<usize> = Vec::new();
        let mut start = 0;
        while start < list.len() {
            let sorted = self.sort(&mut list[start..]);
            if let Some(repeat) = (start..start + sorted).find(|&j| seen.contains(&list[j])) {
                list.remove(repeat);
                continue;
            }
            for _ in 0..sorted {
                seen.push(list[start]);
                start += 1;
            }
            let (trusted, last) = (&self.trusted, list[start - 1]);
            // The trust list is looked up by the octets of the name.
            let issuer = &self.meeting.certificate(last).issuer.der;
            if trusted.iter().any(|&t| self.meeting.certificate(t).subject.der == *issuer && self.issued(t, last)) {
                list.truncate(start);
                break;
            }
        }
        self.shorten(&mut list);
        list
    }

    /// `_gnutls_sort_clist`: the path from the first certificate to the front; its length.
    fn sort(&self, list: &mut [usize]) -> usize {
        if list.len() > self.knobs.sorted_at_most {
            return 1;
        }
        let issuer_of = |i: usize| {
            if self.self_issued(list[i]) {
                return None;
            }
            (1..list.len()).find(|&j| j != i && self.issued(list[j], list[i]))
        };
        let mut path = vec![0];
        while let Some(next) = path.last().and_then(|&i| issuer_of(i)) {
            if path.contains(&next) {
                break;
            }
            path.push(next);
        }
        let length = path.len();
        path.extend((1..list.len()).filter(|i| !path[..length].contains(i)).collect::<Vec<_>>());
        let sorted: Vec<usize> = path.iter().map(|&i| list[i]).collect();
        list.copy_from_slice(&sorted);
        length
    }

    /// `shorten_clist`: without a self-signed end, and cut at the first certificate that is trusted itself. It looks for
    /// it under the name of the issuer, where only self-issued certificates are found.
    fn shorten(&self, list: &mut Vec<usize>) {
        self.drop_self_issued_end(list);
        if let Some(at) = (1..list.len()).find(|&i| self.trusted.contains(&list[i]) && self.named_after_itself(list[i])) {
            list.truncate(at + 1);
        }
    }

    fn named_after_itself(&self, index: usize) -> bool {
        let x = self.meeting.certificate(index);
        x.subject.der == x.issuer.der
    }

    pub(super) fn drop_self_issued_end(&self, list: &mut Vec<usize>) {
        if list.len() > 1 && self.self_issued(list[list.len() - 1]) {
            list.pop();
        }
    }
}

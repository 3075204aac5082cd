//! Lists of a few things, in one machine code for all of them: a generic sort or tree is compiled anew for every type it
//! is used with, and everybody who opens the page waits for all of that.

use std::cmp::Ordering;

/// A set of certificates by their index in the pool.
#[derive(Clone, Debug, Default)]
pub struct Members(Vec<bool>);

impl Members {
    /// Whether it is in the set.
    #[must_use]
    pub fn contains(&self, index: usize) -> bool {
        self.0.get(index) == Some(&true)
    }

    /// Puts it in; whether it was not there before.
    pub fn insert(&mut self, index: usize) -> bool {
        if self.0.len() <= index {
            self.0.resize(index + 1, false);
        }
        !std::mem::replace(&mut self.0[index], true)
    }
}

impl FromIterator<usize> for Members {
    fn from_iter<I: IntoIterator<Item = usize>>(indexes: I) -> Self {
        let mut all = Self::default();
        for index in indexes {
            all.insert(index);
        }
        all
    }
}

/// Sorts a list, equal ones staying in their order.
pub fn sort_by<T>(list: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    if list.len() < 2 {
        return;
    }
    let order = order(list.len(), &|a, b| compare(&list[a], &list[b]));
    let mut rest: Vec<Option<T>> = std::mem::take(list).into_iter().map(Some).collect();
    list.extend(order.into_iter().filter_map(|i| rest[i].take()));
}

/// Sorts a list by what is computed of each, equal ones staying in their order.
pub fn sort_by_key<T, K: Ord>(list: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(list, |a, b| key(a).cmp(&key(b)));
}

/// Places `0..count` in ascending order of what stands there.
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| compare(a, b));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ones_keep_their_order() {
        let mut list = vec![(2, 'a'), (1, 'b'), (2, 'c'), (0, 'd'), (1, 'e')];
        sort_by_key(&mut list, |&(n, _)| n);
        assert_eq!(list, [(0, 'd'), (1, 'b'), (1, 'e'), (2, 'a'), (2, 'c')]);
        sort_by(&mut list, |a, b| b.1.cmp(&a.1));
        assert_eq!(list.iter().map(|l| l.1).collect::<String>(), "edcba");
    }

    #[test]
    fn members_are_counted_once() {
        let mut all: Members = [3, 1, 3].into_iter().collect();
        assert!(all.contains(1) && all.contains(3) && !all.contains(0) && !all.contains(400));
        assert!(all.insert(400) && !all.insert(400) && all.contains(400));
    }
}

//! Lists of a few things, in one machine code for all of them: a generic sort or tree is compiled anew for every type it
//! is used with, and everybody who opens the page waits for all of that.

use std::borrow::Borrow;
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

/// Values by key, as a sorted list: for what is short, or comes in the order of its keys.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Map<K, V>(Vec<(K, V)>);

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K, V> Map<K, V> {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys and values, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.iter().map(|(key, _)| key)
    }

    /// The values, in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    /// The same, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }
}

impl<K: Ord, V> Map<K, V> {
    /// Where the key stands, or would stand.
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        place(self.0.len(), &|at| self.0[at].0.borrow().cmp(key))
    }

    /// The value of a key.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|at| &self.0[at].1)
    }

    /// The same, to be changed.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|at| &mut self.0[at].1)
    }

    /// Whether there is a value for the key.
    #[must_use]
    pub fn contains<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Takes a key out, with its value.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|at| self.0.remove(at).1)
    }

    /// The value of a key, made if there is none yet.
    pub fn at_or(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let at = match self.place(&key) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (key, make()));
                at
            }
        };
        &mut self.0[at].1
    }

    /// The value of a key, an empty one if there is none yet.
    pub fn at(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.at_or(key, V::default)
    }

    /// Sets the value of a key.
    pub fn insert(&mut self, key: K, value: V) {
        match self.place(&key) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (key, value)),
        }
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(all: I) -> Self {
        let mut all: Vec<(K, V)> = all.into_iter().collect();
        sort_by(&mut all, |a, b| a.0.cmp(&b.0));
        let mut map: Vec<(K, V)> = Vec::with_capacity(all.len());
        for (key, value) in all {
            match map.last_mut() {
                Some(last) if last.0 == key => last.1 = value,
                _ => map.push((key, value)),
            }
        }
        Self(map)
    }
}

/// A set, as a sorted list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set<T>(Map<T, ()>);

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(Map::default())
    }
}

impl<T: Ord> Set<T> {
    /// Whether it is in the set.
    #[must_use]
    pub fn contains<Q: Ord + ?Sized>(&self, one: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.contains(one)
    }

    /// Puts it in; whether it was not there before.
    pub fn insert(&mut self, one: T) -> bool {
        let mut new = false;
        self.0.at_or(one, || new = true);
        new
    }

    /// All in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.keys()
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        Self(all.into_iter().map(|one| (one, ())).collect())
    }
}

/// Where something stands in a sorted list of `count`, or would stand; `compare` says how what stands at a place compares to it.
fn place(count: usize, compare: &dyn Fn(usize) -> Ordering) -> Result<usize, usize> {
    let (mut from, mut to) = (0, count);
    // What comes in order goes to the end.
    let mut middle = count.wrapping_sub(1);
    while from < to {
        match compare(middle) {
            Ordering::Equal => return Ok(middle),
            Ordering::Less => from = middle + 1,
            Ordering::Greater => to = middle,
        }
        middle = from + (to - from) / 2;
    }
    Err(from)
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
    fn maps_are_in_the_order_of_their_keys() {
        let keys = [5, 1, 9, 3, 7, 1, 9];
        let mut map = Map::default();
        keys.iter().for_each(|&key| *map.at(key) += key);
        assert_eq!(map.iter().map(|(&k, &v)| (k, v)).collect::<Vec<_>>(), [(1, 2), (3, 3), (5, 5), (7, 7), (9, 18)]);
        assert!((0..10).all(|key| map.contains(&key) == (key % 2 == 1) && map.get(&key).is_some() == (key % 2 == 1)));
        map.insert(3, 4);
        assert_eq!((map.get(&3), map.get(&9), map.get(&4)), (Some(&4), Some(&18), None));
        assert_eq!((map.remove(&9), map.remove(&9)), (Some(18), None));
        assert_eq!((*map.at_or(2, || 6), *map.at_or(2, || 8)), (6, 6));
        assert_eq!(map, [(7, 7), (1, 2), (5, 0), (3, 4), (2, 6), (5, 5)].into_iter().collect());
    }

    #[test]
    fn members_are_counted_once() {
        let mut all: Members = [3, 1, 3].into_iter().collect();
        assert!(all.contains(1) && all.contains(3) && !all.contains(0) && !all.contains(400));
        assert!(all.insert(400) && !all.insert(400) && all.contains(400));
    }
}

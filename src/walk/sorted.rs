use std::collections::BinaryHeap;

/// `items` in order. By a heap, which is a few hundred bytes of wasm for a type of item; the sorts of slices are five thousand.
pub(super) fn sorted<T: Ord>(items: Vec<T>) -> Vec<T> {
    BinaryHeap::from(items).into_sorted_vec()
}

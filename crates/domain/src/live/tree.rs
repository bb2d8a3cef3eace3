//! The hierarchy of one day as rows, and which reports stand where in it.

use crate::id::UnitId;
use crate::succession::Placements;
use crate::unit::Hierarchy;
use std::collections::HashMap;
use std::ops::Range;

/// A leaf at which more reports may stand than these keeps its totals; with fewer they are added up when asked for.
const ADDED_UP_WHEN_ASKED: usize = 16;

/// The hierarchy of one day, and where the reports made under that of another (or the same) day stand in it. Campaigns with
/// the same two days share one. About 130 bytes a unit.
#[derive(Debug)]
pub struct Tree {
    /// Parents before children; a subtree is a run of nodes.
    nodes: Vec<Node>,
    /// Units that may report: by the node their report stands at, the unplaced last.
    places: Vec<Place>,
    names: HashMap<UnitId, Name>,
    /// How many nodes keep totals.
    keeping: u32,
}

#[derive(Debug)]
struct Node {
    unit: UnitId,
    parent: u32,
    /// The node behind the last of its subtree.
    end: u32,
    /// The first of the places whose reports stand here.
    first_place: u32,
    /// Which of those that keep totals it is.
    keeps: u32,
}

#[derive(Debug)]
struct Place {
    unit: UnitId,
    node: u32,
}

/// What a unit is in the tree.
#[derive(Debug)]
struct Name {
    node: u32,
    place: u32,
}

/// No node, no place, nothing kept.
const NONE: u32 = u32::MAX;

impl Tree {
    /// The tree of a day's hierarchy, with reports where `placements` says.
    #[must_use]
    pub fn new(hierarchy: &Hierarchy, placements: &Placements) -> Self {
        let mut tree = Self { nodes: Vec::new(), places: Vec::new(), names: HashMap::new(), keeping: 0 };
        for root in hierarchy.roots() {
            tree.add_subtree(hierarchy, *root);
        }
        for (node, at) in tree.nodes.iter().zip(0..) {
            tree.names.insert(node.unit, Name { node: at, place: NONE });
        }
        let node_of = |unit: UnitId| tree.names.get(&unit).map_or(NONE, |name| name.node);
        tree.places = placements
            .iter()
            .map(|(unit, placement)| Place { unit, node: placement.unit().map_or(NONE, node_of) })
            .collect();
        tree.places.sort_unstable_by_key(|place| (place.node, place.unit));
        for (place, at) in tree.places.iter().zip(0..) {
            tree.names.entry(place.unit).or_insert(Name { node: NONE, place: NONE }).place = at;
        }
        tree.number();
        tree
    }

    fn add_subtree(&mut self, hierarchy: &Hierarchy, root: UnitId) {
        // Where the parent of each waiting unit is; those that are left behind are complete.
        let mut waiting = vec![(root, NONE)];
        while let Some((unit, parent)) = waiting.pop() {
            let at = narrow(self.nodes.len());
            self.nodes.push(Node { unit, parent, end: at + 1, first_place: 0, keeps: NONE });
            waiting.extend(hierarchy.children(unit).iter().rev().map(|child| (*child, at)));
        }
        let first = self.nodes.iter().rposition(|node| node.parent == NONE).unwrap_or(0);
        for at in (first..self.nodes.len()).rev() {
            let Node { parent, end, .. } = self.nodes[at];
            if let Some(above) = self.nodes.get_mut(parent as usize) {
                above.end = above.end.max(end);
            }
        }
    }

    /// Finds each node's first place, and which nodes keep totals.
    fn number(&mut self) {
        for at in 0..self.nodes.len() {
            let first = self.places.partition_point(|place| (place.node as usize) < at);
            let behind = self.places.partition_point(|place| place.node as usize <= at);
            let node = &mut self.nodes[at];
            node.first_place = narrow(first);
            if node.end as usize > at + 1 || behind - first > ADDED_UP_WHEN_ASKED {
                node.keeps = self.keeping;
                self.keeping += 1;
            }
        }
    }

    /// How many units the hierarchy has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The units whose reports stand at a unit, itself among them if so, by age.
    pub fn standing_at(&self, unit: UnitId) -> impl Iterator<Item = UnitId> {
        let places = self.node(unit).map_or(0..0, |node| self.places_at(node));
        self.places[places].iter().map(|place| place.unit)
    }

    /// Units whose reports stand nowhere: they are in no total. By age.
    pub fn unplaced(&self) -> impl Iterator<Item = UnitId> {
        let first = self.places.partition_point(|place| place.node != NONE);
        self.places[first..].iter().map(|place| place.unit)
    }

    /// Bytes of memory, about.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.nodes.capacity() * size_of::<Node>()
            + self.places.capacity() * size_of::<Place>()
            // A hash map keeps an eighth free and a byte beside each entry.
            + self.names.capacity() * 8 / 7 * (size_of::<(UnitId, Name)>() + 1)
    }

    pub(super) fn node(&self, unit: UnitId) -> Option<usize> {
        self.names.get(&unit).map(|name| name.node).filter(|node| *node != NONE).map(|node| node as usize)
    }

    pub(super) fn place(&self, unit: UnitId) -> Option<usize> {
        self.names.get(&unit).map(|name| name.place).filter(|place| *place != NONE).map(|place| place as usize)
    }

    pub(super) fn places(&self) -> usize {
        self.places.len()
    }

    pub(super) fn unit_of(&self, place: usize) -> UnitId {
        self.places[place].unit
    }

    pub(super) fn unit_at(&self, node: usize) -> UnitId {
        self.nodes[node].unit
    }

    /// The node at which the report of a place stands.
    pub(super) fn standing(&self, place: usize) -> Option<usize> {
        Some(self.places[place].node).filter(|node| *node != NONE).map(|node| node as usize)
    }

    /// Whether a report that stands at a node was made by another unit.
    pub(super) fn is_elsewhere(&self, place: usize, node: usize) -> bool {
        self.unit_of(place) != self.unit_at(node)
    }

    pub(super) fn parent(&self, node: usize) -> Option<usize> {
        Some(self.nodes[node].parent).filter(|parent| *parent != NONE).map(|parent| parent as usize)
    }

    /// A node and those above it.
    pub(super) fn line(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(node), |node| self.parent(*node))
    }

    /// Nodes directly below.
    pub(super) fn children(&self, node: usize) -> impl Iterator<Item = usize> {
        let end = self.nodes[node].end as usize;
        let within = move |child: &usize| *child < end;
        std::iter::successors(Some(node + 1).filter(within), move |child| {
            Some(self.nodes[*child].end as usize).filter(within)
        })
    }

    /// Which of the nodes that keep totals this is, if it keeps them.
    pub(super) fn keeps(&self, node: usize) -> Option<usize> {
        Some(self.nodes[node].keeps).filter(|keeps| *keeps != NONE).map(|keeps| keeps as usize)
    }

    pub(super) fn keeping(&self) -> usize {
        self.keeping as usize
    }

    /// Places whose reports stand at a node.
    pub(super) fn places_at(&self, node: usize) -> Range<usize> {
        self.first_place(node)..self.first_place(node + 1)
    }

    /// Places whose reports stand at a node or below it.
    pub(super) fn places_below(&self, node: usize) -> Range<usize> {
        self.first_place(node)..self.first_place(self.nodes[node].end as usize)
    }

    fn first_place(&self, node: usize) -> usize {
        match self.nodes.get(node) {
            Some(node) => node.first_place as usize,
            None => self.places.partition_point(|place| place.node != NONE),
        }
    }
}

/// An index as it is kept: there are fewer than 2³² units, for each took more than a byte of memory to name.
fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(NONE)
}

use std::sync::atomic::AtomicBool;

use super::*;
use crate::{
    engine::{RunOptions, blocks, run_in_batches},
    scenario,
};

/// A plan of 2,100 runs, of which some columns vary and some don't.
fn plan() -> Plan {
    let text = "schema = 1\nbaseline = \"rls\"\n[simulation]\nruns = 2100\n[horizon]\nyears = 1\n\
                [alternative.rls]\nisolation = \"rls\"\n[alternative.database]\nisolation = \"database\"\n";
    Plan::new(scenario::read("small", text).0.unwrap()).unwrap()
}

fn played(plan: &Plan, range: Range<u64>) -> Vec<Columns> {
    let options = RunOptions { progress: &|_| {}, interrupted: &AtomicBool::new(false) };
    let mut played = Vec::new();
    let take = |batch: Vec<Columns>| {
        played.extend(batch);
        Ok::<(), ()>(())
    };
    run_in_batches(plan, &options, range, 2, take).unwrap().unwrap();
    played
}

#[test]
fn parts_cover_all_blocks_evenly() {
    for blocks in [0, 1, 2, 9, 98, 1_000_000] {
        for count in [1, 2, 3, 16, 97, 98, 99, 1_000] {
            let mut next = 0;
            for index in 1..=count {
                let range = Shard::new(index, count).unwrap().blocks(blocks);
                assert_eq!(range.start, next);
                let length = range.end - range.start;
                let least = blocks / u64::from(count);
                assert!(length == least || length == least + 1, "{length} of {blocks} / {count}");
                next = range.end;
            }
            assert_eq!(next, blocks);
        }
    }
    let most = Shard::new(u32::MAX, u32::MAX).unwrap();
    assert_eq!(most.blocks(u64::MAX).end, u64::MAX);
    assert!(Shard::new(0, 3).is_none() && Shard::new(4, 3).is_none() && Shard::new(1, 0).is_none());
}

/// A block is the same whichever others are played, and what is read is what was written.
#[test]
fn blocks_survive_bit_by_bit() {
    let plan = plan();
    assert_eq!(blocks(&plan), 3);
    let together: Vec<Vec<u8>> = played(&plan, 0..3).iter().map(encode).collect();
    for (block, runs) in [1_024, 1_024, 52].into_iter().enumerate() {
        let alone = &played(&plan, block as u64..block as u64 + 1)[0];
        assert_eq!(encode(alone), together[block]);
        let read = decode(&together[block], &plan, runs).unwrap();
        assert_eq!(encode(&read), together[block]);
        assert_eq!(read.runs(), runs);
        let kinds = |kind: fn(&Column) -> bool| read.columns.iter().filter(|column| kind(column)).count();
        assert!(kinds(|column| matches!(column, Column::Constant(_))) > 0);
        assert!(kinds(|column| matches!(column, Column::From(_))) > 0);
    }
}

#[test]
fn other_bytes_are_refused() {
    let plan = plan();
    let bytes = encode(&played(&plan, 2..3)[0]);
    assert!(matches!(decode(&bytes, &plan, 51).unwrap_err(), BlockError::Shape { .. }));
    let longer = [bytes.as_slice(), &[0]].concat();
    let BlockError::Length { found, expected } = decode(&longer, &plan, 52).unwrap_err() else { panic!() };
    assert_eq!(found, expected + 1);
    let shape = Shape::new(&plan, 52);
    let at = |column: usize| {
        let kinds = &bytes[NUMBER * SHAPE..][..column];
        let before: usize = kinds.iter().map(|kind| if *kind == CONSTANT { 1 } else { 52 }).sum();
        NUMBER * SHAPE + shape.row() + NUMBER * before
    };
    for (column, value, what) in [
        (shape.weight(), f64::NAN, "weight"),
        (shape.weight(), -1.0, "weight"),
        (shape.severity_model(), 1e9, "severity model"),
        (shape.severity_model(), -1.0, "severity model"),
    ] {
        let mut changed = bytes.clone();
        changed[at(column)..][..NUMBER].copy_from_slice(&value.to_le_bytes());
        let error = decode(&changed, &plan, 52).unwrap_err();
        assert!(error.to_string().starts_with(&format!("a run has the {what} {value}")), "{error}");
    }
}

/// Every truncation is refused; every changed byte is refused or read as it is. Nothing panics.
#[test]
fn no_bytes_panic() {
    let plan = plan();
    let shape = Shape::new(&plan, 52);
    let bytes = encode(&played(&plan, 2..3)[0]);
    for length in 0..bytes.len() {
        assert!(matches!(decode(&bytes[..length], &plan, 52), Err(BlockError::Length { .. })), "{length}");
    }
    let mut read = 0;
    let mut changed = bytes.clone();
    for position in 0..bytes.len().min(NUMBER * (SHAPE + shape.row())) {
        for change in [0x01, 0x80, 0xff] {
            changed[position] = bytes[position] ^ change;
            if let Ok(block) = decode(&changed, &plan, 52) {
                assert_eq!(encode(&block), changed);
                read += 1;
            }
        }
        changed[position] = bytes[position];
    }
    assert!(read > 100, "values change, sizes don't");
}

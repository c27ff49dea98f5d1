use std::{io::Cursor, sync::atomic::AtomicBool};

use super::*;
use crate::{cli::shard_header::Work, decision::PlayedCell, engine::RunOptions, scenario};

const TEXT: &str = "schema = 1\nbaseline = \"rls\"\n[simulation]\nruns = 3\n[horizon]\nyears = 1\n\
                    [alternative.rls]\nisolation = \"rls\"\n";

fn plan() -> Plan {
    Plan::new(scenario::read("small", TEXT).0.unwrap()).unwrap()
}

fn header(shard: u32, shards: u32) -> Header {
    Header {
        tenantrisk_version: "0.1.0".to_owned(),
        scenario: "small".to_owned(),
        scenario_sha256: "00".to_owned(),
        seed: 42,
        runs: 3,
        outer: None,
        method: "plain".to_owned(),
        shard,
        shards,
        work: Work::Run { memory: 1 << 32, run_rows: 25_000, robustness: true },
        typed: "dir/small.toml".to_owned(),
        files: vec![Text { path: "small.toml".to_owned(), text: TEXT.to_owned() }],
    }
}

/// The file of a shard of three runs.
fn file(plan: &Plan, header: &Header) -> Vec<u8> {
    let options = RunOptions { progress: &|_| {}, interrupted: &AtomicBool::new(false) };
    let range = header.part().unwrap().blocks(engine::blocks(plan));
    let mut bytes = Vec::new();
    let mut writer = Writer::new(&mut bytes, header, Content::Runs).unwrap();
    writer.put(&Vec::<PlayedCell>::new()).unwrap();
    engine::run_in_batches(plan, &options, range, 1, |blocks| writer.add(&blocks)).unwrap().unwrap();
    writer.finish().unwrap();
    bytes
}

/// What `merge` does with a file.
fn read(bytes: &[u8], plan: &Plan) -> Result<Vec<Columns>, Broken> {
    let Head { header, content_at, .. } = inspect(bytes, bytes.len() as u64)?;
    let content = &bytes[content_at as usize..bytes.len() - DIGEST_BYTES];
    let mut records = Records::new(Cursor::new(content).take(content.len() as u64))?;
    let _: Vec<PlayedCell> = records.get()?;
    records.blocks(plan, header.part()?.blocks(engine::blocks(plan))).collect()
}

/// The same bytes with the digest that they should have.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let content = bytes.len() - DIGEST_BYTES;
    let digest = Sha256::digest(&bytes[..content]);
    bytes[content..].copy_from_slice(&digest);
    bytes
}

#[test]
fn what_is_read_was_written() {
    let plan = plan();
    let bytes = file(&plan, &header(1, 1));
    assert_eq!(&bytes[..12], b"TRSHARD\n\x02\0\0\0");
    let blocks = read(&bytes, &plan).unwrap();
    assert_eq!(blocks.iter().map(Columns::runs).collect::<Vec<_>>(), [3]);
    assert_eq!(file(&plan, &inspect(&bytes[..], bytes.len() as u64).unwrap().header), bytes);
    for (shard, runs) in [(1, 0), (2, 3)] {
        let blocks = read(&file(&plan, &header(shard, 2)), &plan).unwrap();
        assert_eq!(blocks.iter().map(Columns::runs).sum::<usize>(), runs);
    }
}

/// Nothing but the file itself is taken for it.
#[test]
fn every_truncation_and_every_changed_byte_is_refused() {
    let plan = plan();
    let bytes = file(&plan, &header(1, 1));
    for length in 0..bytes.len() {
        assert!(read(&bytes[..length], &plan).is_err(), "{length} bytes");
        let torn = bytes[..length].to_vec();
        let resealed = if length > DIGEST_BYTES { sealed(torn) } else { torn };
        assert!(read(&resealed, &plan).is_err(), "{length} bytes with a digest");
    }
    assert!(read(&[bytes.as_slice(), b"\0"].concat(), &plan).is_err());
    let mut changed = bytes.clone();
    for position in 0..bytes.len() {
        for change in [0x01, 0x80] {
            changed[position] = bytes[position] ^ change;
            assert!(read(&changed, &plan).is_err(), "byte {position}");
        }
        changed[position] = bytes[position];
    }
}

/// Bytes that somebody changed and gave a new digest are read or refused, without a panic.
#[test]
fn no_sealed_bytes_panic() {
    let plan = plan();
    let bytes = file(&plan, &header(1, 1));
    let mut read_anyway = 0;
    for position in 0..bytes.len() - DIGEST_BYTES {
        for change in [0x01, 0x80] {
            let mut changed = bytes.clone();
            changed[position] ^= change;
            read_anyway += usize::from(read(&sealed(changed), &plan).is_ok());
        }
    }
    assert!(read_anyway > 1_000, "{read_anyway}");
    let empty = file(&plan, &header(1, 2));
    let content = empty.len() - DIGEST_BYTES;
    let longer = sealed([&empty[..content], b"x", &[0; DIGEST_BYTES]].concat());
    assert!(matches!(read(&longer, &plan).unwrap_err(), Broken::Long(1)));
}

#[test]
fn headers_are_checked() {
    let refused = |change: &dyn Fn(&mut Header)| {
        let mut changed = header(1, 1);
        change(&mut changed);
        let mut bytes = Vec::new();
        Writer::new(&mut bytes, &changed, Content::Runs).unwrap().finish().unwrap();
        inspect(&bytes[..], bytes.len() as u64).err().unwrap().to_string()
    };
    assert_eq!(refused(&|header| header.shard = 2), "its header is wrong: there is no shard 2 of 1");
    assert_eq!(refused(&|header| header.shards = 0), "its header is wrong: there is no shard 1 of 0");
    for runs in [0, u64::MAX] {
        assert!(refused(&|header| header.runs = runs).contains("there are no simulations of"));
    }
    for method in ["magic", "exact"] {
        let text = refused(&|header| header.method = method.to_owned());
        assert!(text.contains(&format!("there is no method {method:?} of drawing runs")), "{text}");
    }
    for path in ["", "../small.toml", "/small.toml", "..", "a/small.toml"] {
        let text = refused(&|header| header.files[0].path = path.to_owned());
        assert!(text.contains("is not the name of a scenario file"), "{text}");
    }
    assert!(refused(&|header| header.files.clear()).contains("is not the name"));
}

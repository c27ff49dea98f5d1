//! The file of one shard, as `docs/shards.md` describes it: head, blocks of outcomes, digest.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    ops::Range,
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use sha2::{Digest, Sha256};

use super::arguments::{MethodArgument, RUNS};
use crate::{
    engine::{self, BlockError, Columns, Plan, Shard},
    model::Nesting,
    scenario::Text,
};

/// How every shard file begins.
const MAGIC: [u8; 8] = *b"TRSHARD\n";
/// Version of the layout of the file.
const FORMAT_VERSION: u32 = 1;
/// Bytes before the header: magic, format version, length of the header.
const HEAD_BYTES: usize = MAGIC.len() + 4 + 4;
/// Bytes of the digest at the end.
const DIGEST_BYTES: usize = 32;
/// Ending of the name of a shard file.
pub(super) const ENDING: &str = "trs";

/// What a shard belongs to.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Header {
    pub tenantrisk_version: String,
    /// The scenario's name.
    pub scenario: String,
    pub scenario_sha256: String,
    pub seed: u64,
    pub runs: u64,
    /// The method in use: `auto` or `plain`.
    pub method: String,
    /// Draws of what is uncertain; none where every run has its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outer: Option<u64>,
    /// Number of this shard, from 1.
    pub shard: u32,
    /// Number of shards.
    pub shards: u32,
    /// The scenario file as it was typed.
    pub typed: String,
    /// The scenario file and the files that it loads, in the order loaded.
    pub files: Vec<Text>,
}

/// Why a file is no shard, or no whole one.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("it is no shard file: it does not begin like one")]
    NoShard,
    #[error("it has format version {0}; this tenantrisk reads version {FORMAT_VERSION}")]
    Format(u32),
    #[error("it is torn: it ends too early")]
    Short,
    #[error("it is damaged: its content does not have the SHA-256 at its end")]
    Digest,
    #[error("its header is wrong: {0}")]
    Header(String),
    #[error("{0}")]
    Block(#[from] BlockError),
    #[error("it holds {0} bytes more than its blocks")]
    Long(u64),
}

impl Header {
    /// Which part of the simulation this is.
    pub fn part(&self) -> Result<Shard, Broken> {
        let Header { shard, shards, .. } = self;
        Shard::new(*shard, *shards)
            .ok_or_else(|| Broken::Header(format!("there is no shard {shard} of {shards}")))
    }

    /// How the runs are drawn.
    pub fn method(&self) -> Result<MethodArgument, Broken> {
        match MethodArgument::from_str(&self.method, false) {
            Ok(method) if method != MethodArgument::Exact => Ok(method),
            _ => Err(Broken::Header(format!("there is no method {:?} of drawing runs", self.method))),
        }
    }

    /// How what is uncertain is drawn.
    pub fn uncertainty(&self) -> Nesting {
        self.outer.map_or(Nesting::Flat, |outer| Nesting::Nested { outer })
    }

    fn parse(json: &[u8]) -> Result<Header, Broken> {
        let header: Header =
            serde_json::from_slice(json).map_err(|error| Broken::Header(error.to_string()))?;
        header.part()?;
        header.method()?;
        if !RUNS.contains(&header.runs) {
            return Err(Broken::Header(format!("there are no simulations of {} runs", header.runs)));
        }
        let path = header.files.first().map_or("", |text| text.path.as_str());
        // The name of a scenario becomes that of a directory.
        if path.is_empty() || Path::new(path).file_name() != Some(path.as_ref()) {
            return Err(Broken::Header(format!("{path:?} is not the name of a scenario file")));
        }
        Ok(header)
    }
}

/// Everything that passes through, digested.
struct Digested<T> {
    inner: T,
    hasher: Sha256,
}

impl<W: Write> Digested<W> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.inner.write_all(bytes)
    }
}

/// A shard that is being written.
pub(super) struct Writer<W: Write> {
    to: Digested<BufWriter<W>>,
}

impl<W: Write> Writer<W> {
    /// Writes what stands before the blocks.
    pub fn new(to: W, header: &Header) -> io::Result<Self> {
        let mut to = Digested { inner: BufWriter::new(to), hasher: Sha256::new() };
        let header = serde_json::to_vec(header)?;
        let length = u32::try_from(header.len()).map_err(|_| {
            io::Error::other("the files of the scenario are longer than a shard can hold (4 GiB)")
        })?;
        to.put(&MAGIC)?;
        to.put(&FORMAT_VERSION.to_le_bytes())?;
        to.put(&length.to_le_bytes())?;
        to.put(&header)?;
        Ok(Writer { to })
    }

    /// Writes the blocks that follow.
    pub fn add(&mut self, blocks: &[Columns]) -> io::Result<()> {
        for block in blocks {
            let bytes = engine::encode(block);
            self.to.put(&(bytes.len() as u64).to_le_bytes())?;
            self.to.put(&bytes)?;
        }
        Ok(())
    }

    /// Writes the digest.
    pub fn finish(mut self) -> io::Result<()> {
        self.to.inner.write_all(&self.to.hasher.finalize())?;
        self.to.inner.flush()
    }
}

/// A shard file that was found whole.
#[derive(Debug)]
pub(super) struct ShardFile {
    pub path: PathBuf,
    /// What the file belongs to, without the files of the scenario: [`ShardFile::texts`] gives them.
    pub header: Header,
    /// Where the blocks are.
    blocks_at: u64,
    blocks_bytes: u64,
}

impl ShardFile {
    /// Reads the whole file once, checks its digest, and keeps the header.
    pub fn open(path: &Path) -> Result<ShardFile, Broken> {
        let file = File::open(path)?;
        let bytes = file.metadata()?.len();
        let (mut header, blocks_at) = inspect(BufReader::new(file), bytes)?;
        // There may be thousands of shards, and all hold the same.
        header.files = Vec::new();
        let blocks_bytes = bytes - blocks_at - DIGEST_BYTES as u64;
        Ok(ShardFile { path: path.to_owned(), header, blocks_at, blocks_bytes })
    }

    /// The scenario file and the files that it loads.
    pub fn texts(&self) -> Result<Vec<Text>, Broken> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(HEAD_BYTES as u64))?;
        let mut header = Vec::new();
        file.take(self.blocks_at - HEAD_BYTES as u64).read_to_end(&mut header)?;
        Ok(Header::parse(&header)?.files)
    }

    /// The blocks as they are in the file.
    fn raw_blocks(&self) -> io::Result<io::Take<BufReader<File>>> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.blocks_at))?;
        Ok(BufReader::new(file).take(self.blocks_bytes))
    }

    /// The blocks of a plan, one after the other.
    pub fn blocks<'a>(&self, plan: &'a Plan) -> Result<Blocks<'a, BufReader<File>>, Broken> {
        Ok(Blocks::new(self.raw_blocks()?, plan, self.header.part()?))
    }

    /// SHA-256 of the blocks.
    pub fn digest_of_blocks(&self) -> io::Result<[u8; DIGEST_BYTES]> {
        let mut blocks = Digested { inner: io::sink(), hasher: Sha256::new() };
        pass(&mut self.raw_blocks()?, self.blocks_bytes, &mut blocks)?;
        Ok(blocks.hasher.finalize().into())
    }
}

/// The header of a shard of `bytes` bytes and the position of its blocks; the digest fits.
fn inspect(mut from: impl Read, bytes: u64) -> Result<(Header, u64), Broken> {
    let mut digested = Digested { inner: io::sink(), hasher: Sha256::new() };
    let mut head = [0; HEAD_BYTES];
    let present = HEAD_BYTES.min(usize::try_from(bytes).unwrap_or(HEAD_BYTES));
    read_exactly(&mut from, &mut head[..present])?;
    let [magic @ .., v0, v1, v2, v3, l0, l1, l2, l3] = head;
    let begun = MAGIC.len().min(present);
    if magic[..begun] != MAGIC[..begun] {
        return Err(Broken::NoShard);
    }
    let after_head = bytes.checked_sub((HEAD_BYTES + DIGEST_BYTES) as u64).ok_or(Broken::Short)?;
    let version = u32::from_le_bytes([v0, v1, v2, v3]);
    if version != FORMAT_VERSION {
        return Err(Broken::Format(version));
    }
    let length = u64::from(u32::from_le_bytes([l0, l1, l2, l3]));
    let after_header = after_head.checked_sub(length).ok_or(Broken::Short)?;
    let mut header = Vec::new();
    (&mut from).take(length).read_to_end(&mut header)?;
    digested.put(&head)?;
    digested.put(&header)?;
    pass(&mut from, after_header, &mut digested)?;
    let mut digest = [0; DIGEST_BYTES];
    read_exactly(&mut from, &mut digest)?;
    if digested.hasher.finalize().as_slice() != digest {
        return Err(Broken::Digest);
    }
    Ok((Header::parse(&header)?, HEAD_BYTES as u64 + length))
}

/// Reads the blocks of a shard one after the other, and whether nothing is left behind the last.
pub(super) struct Blocks<'a, R> {
    from: io::Take<R>,
    plan: &'a Plan,
    /// Those that are still to be read.
    range: Range<u64>,
    bytes: Vec<u8>,
}

impl<'a, R: Read> Blocks<'a, R> {
    fn new(from: io::Take<R>, plan: &'a Plan, part: Shard) -> Self {
        Blocks { from, plan, range: part.blocks(engine::blocks(plan)), bytes: Vec::new() }
    }

    fn read(&mut self, block: u64) -> Result<Columns, Broken> {
        let mut length = [0; 8];
        read_exactly(&mut self.from, &mut length)?;
        let length = u64::from_le_bytes(length);
        if length > self.from.limit() {
            return Err(Broken::Short);
        }
        self.bytes.clear();
        (&mut self.from).take(length).read_to_end(&mut self.bytes)?;
        let runs = engine::runs_of_block(self.plan, block);
        Ok(engine::decode(&self.bytes, self.plan, (runs.end - runs.start) as usize)?)
    }
}

impl<R: Read> Iterator for Blocks<'_, R> {
    type Item = Result<Columns, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        match (self.range.next(), self.from.limit()) {
            (Some(block), _) => Some(self.read(block)),
            (None, 0) => None,
            (None, left) => {
                self.from.set_limit(0);
                Some(Err(Broken::Long(left)))
            }
        }
    }
}

fn read_exactly(from: &mut impl Read, bytes: &mut [u8]) -> Result<(), Broken> {
    from.read_exact(bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => Broken::Short,
        _ => Broken::Io(error),
    })
}

/// Passes `bytes` bytes through.
fn pass<W: Write>(from: &mut impl Read, bytes: u64, to: &mut Digested<W>) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 16];
    let mut left = from.take(bytes);
    loop {
        match left.read(&mut buffer)? {
            0 => return Ok(()),
            read => to.put(&buffer[..read])?,
        }
    }
}

#[cfg(test)]
mod tests;

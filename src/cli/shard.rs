//! `--shard K/N`: which part is meant.

use std::str::FromStr;

use super::exit::Failure;
use crate::engine::Shard;

/// Variables in which array jobs say which part a task is, with the number of the first part.
const ARRAYS: [(&str, u32); 3] =
    [("SLURM_ARRAY_TASK_ID", 1), ("JOB_COMPLETION_INDEX", 0), ("AWS_BATCH_JOB_ARRAY_INDEX", 0)];
/// Number of the first task of a SLURM array.
const SLURM_FIRST: &str = "SLURM_ARRAY_TASK_MIN";

/// `K/N` or `auto/N` as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShardArgument {
    /// A part.
    Part(Shard),
    /// The part of so many that the environment names.
    Auto(u32),
}

impl FromStr for ShardArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || "expected K/N with K from 1 to N, such as 2/16, or auto/N".to_owned();
        let (index, count) = text.split_once('/').ok_or_else(expected)?;
        let count = count.parse().ok().filter(|count| *count > 0).ok_or_else(expected)?;
        if index == "auto" {
            return Ok(ShardArgument::Auto(count));
        }
        let shard = index.parse().ok().and_then(|index| Shard::new(index, count));
        shard.map(ShardArgument::Part).ok_or_else(expected)
    }
}

/// The part that is meant.
pub(super) fn resolve(argument: ShardArgument) -> Result<Shard, Failure> {
    match argument {
        ShardArgument::Part(shard) => Ok(shard),
        ShardArgument::Auto(count) => {
            let variable =
                |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
            from_environment(count, &variable)
                .map_err(|why| Failure::BadInput(format!("error: --shard auto/{count}: {why}")))
        }
    }
}

fn from_environment(count: u32, variable: &dyn Fn(&str) -> Option<String>) -> Result<Shard, String> {
    let set: Vec<_> =
        ARRAYS.into_iter().filter_map(|(name, first)| Some((name, first, variable(name)?))).collect();
    let [(name, first, value)] = set.as_slice() else {
        let names = |names: &mut dyn Iterator<Item = &str>| names.collect::<Vec<_>>().join(", ");
        return Err(match set.as_slice() {
            [] => {
                format!("none of {} is set; give K/N instead", names(&mut ARRAYS.iter().map(|array| array.0)))
            }
            several => format!(
                "{} are all set, and only one array job can say which shard this is; give K/N instead",
                names(&mut several.iter().map(|array| array.0))
            ),
        });
    };
    let first =
        if *name == ARRAYS[0].0 && variable(SLURM_FIRST).as_deref() == Some("0") { 0 } else { *first };
    let shard = value.parse::<u32>().ok().and_then(|value| {
        let index = value.checked_sub(first)?.checked_add(1)?;
        Shard::new(index, count)
    });
    shard.ok_or_else(|| {
        let last = u64::from(first) + u64::from(count) - 1;
        format!("{name} is {value:?}; accepted: a number from {first} to {last}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Result<u32, String> {
        let variable = |name: &str| {
            variables.iter().find(|variable| variable.0 == name).map(|variable| variable.1.to_owned())
        };
        from_environment(4, &variable).map(Shard::index)
    }

    #[test]
    fn array_jobs_say_which_shard() {
        assert_eq!(of(&[("SLURM_ARRAY_TASK_ID", "4"), ("SLURM_ARRAY_TASK_MIN", "1")]), Ok(4));
        assert_eq!(of(&[("SLURM_ARRAY_TASK_ID", "3"), ("SLURM_ARRAY_TASK_MIN", "0")]), Ok(4));
        assert_eq!(of(&[("SLURM_ARRAY_TASK_ID", "1")]), Ok(1));
        assert_eq!(of(&[("JOB_COMPLETION_INDEX", "0")]), Ok(1));
        assert_eq!(of(&[("AWS_BATCH_JOB_ARRAY_INDEX", "3"), ("SLURM_ARRAY_TASK_MIN", "0")]), Ok(4));
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(of(&[]).unwrap_err().starts_with("none of SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, "));
        let several = of(&[("SLURM_ARRAY_TASK_ID", "1"), ("JOB_COMPLETION_INDEX", "0")]).unwrap_err();
        assert!(several.starts_with("SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX are all set"), "{several}");
        for value in ["0", "5", "", "-1", "x", "4294967295", "4294967296"] {
            let text = of(&[("SLURM_ARRAY_TASK_ID", value)]).unwrap_err();
            assert!(text.ends_with(&format!("is {value:?}; accepted: a number from 1 to 4")), "{text}");
        }
        for value in ["4", "4294967295"] {
            assert!(of(&[("JOB_COMPLETION_INDEX", value)]).unwrap_err().contains("from 0 to 3"));
        }
    }

    #[test]
    fn a_shard_is_typed_as_a_fraction() {
        assert_eq!("2/3".parse(), Ok(ShardArgument::Part(Shard::new(2, 3).unwrap())));
        assert_eq!("auto/3".parse(), Ok(ShardArgument::Auto(3)));
        for wrong in ["", "2", "0/3", "4/3", "1/0", "auto/0", "auto", "a/b", "-1/3", "1/3/3", "1/4294967296"]
        {
            assert!(wrong.parse::<ShardArgument>().is_err(), "{wrong}");
        }
    }
}

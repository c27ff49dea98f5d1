//! `runs.parquet`: the rows and columns of `runs.csv` for data teams.

use std::sync::Arc;

use parquet::{
    basic::{Compression, ConvertedType, LogicalType, Repetition, Type as PhysicalType},
    data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type},
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::{Type, TypePtr},
};

use super::{ReportError, RowLimit};
use crate::decision::{Findings, RunTable};

/// The file's name.
pub const NAME: &str = "runs.parquet";

/// Runs whose rows go into one row group.
const RUNS_PER_GROUP: usize = 16_384;

/// The whole file, compressed with Snappy: `run` (INT64), `weight` (DOUBLE), `alternative` (a string, as the scenario
/// has it, without the apostrophe that CSV files put before a leading `=`), and a DOUBLE for each metric, null where
/// the field of `runs.csv` is empty. Rows are those of `runs.csv` in their order.
pub fn render(findings: &Findings, rows: RowLimit) -> Result<Vec<u8>, ReportError> {
    write(&findings.runs, rows).map_err(|error| ReportError::new(NAME, error))
}

fn write(table: &RunTable, rows: RowLimit) -> Result<Vec<u8>, ParquetError> {
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema(table)?, Arc::new(properties))?;
    let count = rows.count(table.weights.len());
    for first in (0..count).step_by(RUNS_PER_GROUP) {
        let mut group = writer.next_row_group()?;
        write_group(&mut group, table, first..(first + RUNS_PER_GROUP).min(count))?;
        group.close()?;
    }
    writer.into_inner()
}

fn schema(table: &RunTable) -> Result<TypePtr, ParquetError> {
    let column = |name, kind, repetition| {
        Type::primitive_type_builder(name, kind).with_repetition(repetition).build().map(Arc::new)
    };
    let text = Type::primitive_type_builder("alternative", PhysicalType::BYTE_ARRAY)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::String))
        .with_converted_type(ConvertedType::UTF8);
    let mut fields = vec![
        column("run", PhysicalType::INT64, Repetition::REQUIRED)?,
        column("weight", PhysicalType::DOUBLE, Repetition::REQUIRED)?,
        Arc::new(text.build()?),
    ];
    for name in &table.columns {
        fields.push(column(name, PhysicalType::DOUBLE, Repetition::OPTIONAL)?);
    }
    Ok(Arc::new(Type::group_type_builder("runs").with_fields(fields).build()?))
}

/// The rows of some runs, column after column; one row for each run and alternative.
fn write_group(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    table: &RunTable,
    runs: std::ops::Range<usize>,
) -> Result<(), ParquetError> {
    let each = |run: usize| std::iter::repeat_n(run, table.alternatives.len());
    let numbers: Vec<i64> = runs.clone().flat_map(each).map(|run| run as i64).collect();
    write_column::<Int64Type>(group, &numbers, None)?;
    let weights: Vec<f64> = runs.clone().flat_map(each).map(|run| table.weights[run]).collect();
    write_column::<DoubleType>(group, &weights, None)?;
    let names: Vec<ByteArray> =
        table.alternatives.iter().map(|(name, _)| ByteArray::from(name.as_str())).collect();
    let names: Vec<ByteArray> = runs.clone().flat_map(|_| names.iter().cloned()).collect();
    write_column::<ByteArrayType>(group, &names, None)?;
    for column in 0..table.columns.len() {
        let (mut values, mut present) = (Vec::new(), Vec::new());
        for run in runs.clone() {
            for (_, columns) in &table.alternatives {
                let value = columns.get(column).and_then(|values| values.get(run));
                let value = value.filter(|value| value.is_finite());
                present.push(i16::from(value.is_some()));
                // Adding zero turns -0 into 0, as in the CSV file.
                values.extend(value.map(|value| value + 0.0));
            }
        }
        write_column::<DoubleType>(group, &values, Some(&present))?;
    }
    Ok(())
}

fn write_column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: &[T::T],
    present: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let too_few = || ParquetError::General("the schema has fewer columns than the runs".to_owned());
    let mut column = group.next_column()?.ok_or_else(too_few)?;
    column.typed::<T>().write_batch(values, present, None)?;
    column.close()
}

#[cfg(test)]
mod tests {
    use parquet::{
        file::reader::{FileReader, SerializedFileReader},
        record::Field,
    };

    use super::*;
    use crate::report::{csv_text::Decimal, fixture, runs_csv};

    /// The file's rows as the lines of a CSV file with a point, its schema first.
    fn read_back(file: Vec<u8>) -> String {
        let reader = SerializedFileReader::new(bytes::Bytes::from(file)).unwrap();
        let columns = reader.metadata().file_metadata().schema_descr().columns();
        let mut text = columns.iter().map(|column| column.name()).collect::<Vec<_>>().join(",") + "\n";
        for row in reader.get_row_iter(None).unwrap() {
            let row = row.unwrap();
            let cells = row.get_column_iter().map(|(_, field)| match field {
                Field::Null => String::new(),
                Field::Long(value) => value.to_string(),
                Field::Double(value) => value.to_string(),
                Field::Str(value) => value.clone(),
                other => panic!("{other:?}"),
            });
            text += &(cells.collect::<Vec<_>>().join(",") + "\n");
        }
        text
    }

    #[test]
    fn rows_and_columns_are_those_of_the_csv_file() {
        let mut findings = fixture::findings();
        findings.runs.alternatives[0].1[1][0] = f64::NAN;
        for rows in [RowLimit::All, RowLimit::First(1), RowLimit::First(0)] {
            let expected = runs_csv::render(&findings, rows, Decimal::Point).unwrap();
            let file = render(&findings, rows).unwrap();
            assert_eq!(read_back(file), String::from_utf8(expected).unwrap());
        }
    }

    #[test]
    fn many_runs_come_in_several_groups() {
        let mut findings = fixture::findings();
        let runs = 2 * RUNS_PER_GROUP + 3;
        let values: Vec<f64> = (0..runs).map(|run| run as f64 / 7.0).collect();
        findings.runs = RunTable {
            columns: vec!["tco_usd".to_owned()],
            weights: values.clone(),
            alternatives: vec![("rls".to_owned(), vec![values.clone()]), ("=x".to_owned(), vec![values])],
        };
        let file = render(&findings, RowLimit::All).unwrap();
        let reader = SerializedFileReader::new(bytes::Bytes::from(file.clone())).unwrap();
        assert_eq!(reader.num_row_groups(), 3);
        let expected =
            String::from_utf8(runs_csv::render(&findings, RowLimit::All, Decimal::Point).unwrap()).unwrap();
        assert_eq!(read_back(file), expected.replace("'=x", "=x"));
    }
}

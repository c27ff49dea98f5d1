//! `report.html`, `--charts` and `tenantrisk chart` as a user types them.

use std::{fs, path::Path};

use assert_cmd::Command;

fn tenantrisk(arguments: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).assert()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A chart drawn again from the result is the file that the run wrote, and the page holds it too.
#[test]
fn charts_are_drawn_again_without_simulating() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().to_str().unwrap();
    let run = ["run", "scenarios/small-regulated.toml", "--runs", "9000", "--quiet", "--out", out];
    let more = [
        "--no-robustness",
        "--format",
        "json,svg,html",
        "--charts",
        "convergence,loss_exceedance_oep_linear",
    ];
    tenantrisk(&[&run[..], &more].concat()).success();
    let result = home.path().join("small-regulated");
    assert_eq!(names(&result.join("charts")), ["convergence.svg", "loss_exceedance_oep_linear.svg"]);
    let page = fs::read_to_string(result.join("report.html")).unwrap();
    assert_eq!(page.matches("<figure class=\"chart\">").count(), 12);

    for kind in ["convergence", "loss_exceedance_oep_linear"] {
        let file = home.path().join(format!("{kind}.svg"));
        let drawn = ["chart", result.to_str().unwrap(), "--kind", kind, "--out", file.to_str().unwrap()];
        tenantrisk(&drawn).success();
        assert_eq!(fs::read(&file).unwrap(), fs::read(result.join(format!("charts/{kind}.svg"))).unwrap());
    }
    let png = home.path().join("tco.png");
    let findings = result.join("findings.json");
    let drawn =
        ["chart", findings.to_str().unwrap(), "--kind", "tco_components", "--out", png.to_str().unwrap()];
    tenantrisk(&drawn).success();
    assert_eq!(&fs::read(&png).unwrap()[..4], b"\x89PNG");
}

#[test]
fn what_cannot_be_drawn_says_why() {
    let home = tempfile::tempdir().unwrap();
    let here = home.path().to_str().unwrap();
    for (arguments, words) in [
        (vec!["chart", here, "--kind", "roi"], "name the directory of a result"),
        (vec!["chart", here, "--kind", "roi", "--out", "x.gif"], "end it with .svg or .png"),
        (vec!["chart", here, "--kind", "pie"], "possible values: loss_exceedance"),
        (
            vec!["run", "scenarios/small-regulated.toml", "--charts", "pie"],
            "possible values: loss_exceedance",
        ),
    ] {
        let output = tenantrisk(&arguments).code(2).get_output().stderr.clone();
        let message = String::from_utf8(output).unwrap();
        assert!(message.contains(words), "{message}");
    }
}

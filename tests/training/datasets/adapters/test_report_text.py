from __future__ import annotations

from training.datasets.adapters.report_text import cut_report

REPORT = """Transthoracic echocardiogram. Good windows.

LEFT VENTRICLE
The left ventricle is normal in size with a
LVEF of 55.5 % by biplane. No thrombus;
Wall motion is normal.

Right Ventricle: Mildly dilated. TAPSE: 17 mm.
IVC: 2.1 cm, collapses
Mitral valve:
- Mild regurgitation
- No stenosis
1. Annulus calcified
Conclusion: Normal study! Aortic valve: Trileaflet.
---
"""


def test_cuts_at_headings_of_every_kind() -> None:
    assert [(one.section, one.text) for one in cut_report(REPORT)] == [
        ("Report", "Transthoracic echocardiogram."),
        ("Report", "Good windows."),
        ("Left ventricle", "The left ventricle is normal in size with a LVEF of 55.5 % by biplane."),
        ("Left ventricle", "No thrombus;"),
        ("Left ventricle", "Wall motion is normal."),
        ("Right ventricle", "Mildly dilated."),
        ("Right ventricle", "TAPSE: 17 mm."),
        ("Right ventricle", "IVC: 2.1 cm, collapses"),
        ("Mitral valve", "Mild regurgitation"),
        ("Mitral valve", "No stenosis"),
        ("Mitral valve", "Annulus calcified"),
        ("Conclusion", "Normal study!"),
        ("Aortic valve", "Trileaflet."),
    ]


def test_windows_line_ends_and_an_empty_report() -> None:
    assert cut_report("AORTA:\r\nWide.\r\n") == cut_report("Aorta: Wide.")
    assert cut_report(" \n\n") == ()

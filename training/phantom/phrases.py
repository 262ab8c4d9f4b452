"""Wordings of the report, several per concept. Slots in braces are filled with numbers of the truth."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_GRADES = ("none", "trace", "mild", "moderate", "severe")


def _regurgitation(valve: str, abbreviation: str, key: str, detail: str = "") -> dict[str, tuple[str, ...]]:
    noun = f"{valve} regurgitation"
    table: dict[str, tuple[str, ...]] = {
        f"{key}=none": (
            f"No {noun}.",
            f"There is no {noun}.",
            f"{abbreviation} is absent.",
            f"No evidence of {noun} by colour Doppler.",
        ),
        f"{key}=trace": (
            f"Trace {noun}.",
            f"There is trace {noun}.",
            f"Trivial {noun} is seen.",
            *([f"Trace {noun}, {detail}."] if detail else []),
        ),
    }
    for grade in _GRADES[2:]:
        table[f"{key}={grade}"] = (
            f"{grade.capitalize()} {noun}.",
            f"There is {grade} {noun}.",
            f"{abbreviation} is {grade}.",
            f"Colour Doppler shows {grade} {noun}.",
            f"{noun.capitalize()} is graded {grade}.",
            *([f"{grade.capitalize()} {noun}, {detail}.", f"{abbreviation} is {grade}, {detail}."] if detail else []),
        )
    return table


def _stenosis(valve: str, key: str, detail: str, normal: str = "") -> dict[str, tuple[str, ...]]:
    noun = f"{valve} stenosis"
    table: dict[str, tuple[str, ...]] = {
        f"{key}=none": (
            f"No {noun}.",
            f"There is no {noun}.",
            f"No evidence of {noun}.",
            f"The {valve} valve opens well without stenosis.",
            *([f"No {noun}, {normal}.", f"There is no {noun} ({normal})."] if normal else []),
        ),
    }
    for grade in _GRADES[2:]:
        table[f"{key}={grade}"] = (
            f"{grade.capitalize()} {noun}.",
            f"There is {grade} {noun}.",
            f"{grade.capitalize()} {noun}, {detail}.",
            f"There is {grade} {noun} with {detail}.",
            f"Findings consistent with {grade} {noun} ({detail}).",
        )
    return table


TEMPLATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # Left ventricle
        "lv.function=normal": (
            "Left ventricular systolic function is normal, ejection fraction {ef:.0f} %.",
            "Normal left ventricular ejection fraction of {ef:.0f} %.",
            "LV systolic function is preserved with an ejection fraction of {ef:.0f} %.",
            "Global left ventricular function is normal. The ejection fraction is {ef:.0f} %.",
        ),
        "lv.function=mildly_reduced": (
            "Left ventricular systolic function is mildly reduced, ejection fraction {ef:.0f} %.",
            "Mildly reduced left ventricular ejection fraction of {ef:.0f} %.",
            "LV systolic function is mildly impaired with an ejection fraction of {ef:.0f} %.",
        ),
        "lv.function=moderately_reduced": (
            "Left ventricular systolic function is moderately reduced, ejection fraction {ef:.0f} %.",
            "Moderately reduced left ventricular ejection fraction of {ef:.0f} %.",
            "LV systolic function is moderately impaired with an ejection fraction of {ef:.0f} %.",
        ),
        "lv.function=severely_reduced": (
            "Left ventricular systolic function is severely reduced, ejection fraction {ef:.0f} %.",
            "Severely reduced left ventricular ejection fraction of {ef:.0f} %.",
            "LV systolic function is severely impaired with an ejection fraction of {ef:.0f} %.",
        ),
        "lv.size=normal": (
            "The left ventricle is normal in size.",
            "Normal left ventricular cavity size.",
            "The left ventricle is not dilated.",
            "LV end-diastolic volume is normal at {edv:.0f} ml.",
            "The left ventricle is normal in size, end-diastolic volume {edv:.0f} ml.",
        ),
        "lv.size=dilated": (
            "The left ventricle is dilated.",
            "Dilated left ventricle with an end-diastolic volume of {edv:.0f} ml.",
            "The left ventricular cavity is enlarged, end-diastolic volume {edv:.0f} ml.",
        ),
        "lv.wall=normal": (
            "Left ventricular wall thickness is normal.",
            "Normal wall thickness.",
            "There is no left ventricular hypertrophy.",
            "Wall thickness is normal, septum {ivs:.0f} mm, posterior wall {pw:.0f} mm.",
            "Normal wall thickness with a septum of {ivs:.0f} mm.",
        ),
        "lv.wall=mild_hypertrophy": (
            "Mild concentric left ventricular hypertrophy.",
            "Wall thickness is mildly increased, septum {ivs:.0f} mm, posterior wall {pw:.0f} mm.",
            "Mild concentric left ventricular hypertrophy, septum {ivs:.0f} mm.",
            "There is mild left ventricular hypertrophy.",
        ),
        "lv.wall=moderate_hypertrophy": (
            "Moderate concentric left ventricular hypertrophy.",
            "Wall thickness is moderately increased, septum {ivs:.0f} mm, posterior wall {pw:.0f} mm.",
            "Moderate concentric left ventricular hypertrophy, septum {ivs:.0f} mm.",
            "There is moderate left ventricular hypertrophy.",
        ),
        "lv.wall=severe_hypertrophy": (
            "Severe concentric left ventricular hypertrophy.",
            "Wall thickness is severely increased, septum {ivs:.0f} mm, posterior wall {pw:.0f} mm.",
            "Severe concentric left ventricular hypertrophy, septum {ivs:.0f} mm.",
            "There is severe left ventricular hypertrophy.",
        ),
        "lv.filling=normal": (
            "Diastolic filling is normal, E wave {evel:.0f} cm/s.",
            "Diastolic filling is normal, E/A {ea:.1f}, E/e' {ee:.0f}.",
            "Normal diastolic function, E/A ratio {ea:.1f}.",
            "Normal left ventricular filling pressure.",
            "Diastolic function is normal.",
        ),
        "lv.filling=indeterminate": (
            "Diastolic function is indeterminate, E wave {evel:.0f} cm/s.",
            "Diastolic function is indeterminate, E/A {ea:.1f}, E/e' {ee:.0f}.",
            "Left ventricular filling pressure cannot be determined.",
        ),
        "lv.filling=elevated": (
            "Left ventricular filling pressure is elevated.",
            "Findings suggest elevated filling pressure.",
            "Elevated filling pressure, E wave {evel:.0f} cm/s.",
            "Left ventricular filling pressure is elevated, E/e' {ee:.0f}.",
            "Findings suggest elevated filling pressure with an E/e' ratio of {ee:.0f}.",
        ),
        # Wall motion
        "wall_motion.regional=none": (
            "No regional wall motion abnormality.",
            "There are no regional wall motion abnormalities.",
            "Wall motion is normal in all segments.",
            "All segments contract normally.",
        ),
        "wall_motion.regional=global": (
            "Global hypokinesis.",
            "There is global hypokinesis of the left ventricle.",
            "Diffuse hypokinesis without a regional pattern.",
        ),
        # Right ventricle
        "rv.size=normal": (
            "The right ventricle is normal in size.",
            "Normal right ventricular size.",
            "The right ventricle is not dilated.",
            "The right ventricle is normal in size, basal diameter {rvd:.0f} mm.",
        ),
        "rv.size=mildly_dilated": (
            "The right ventricle is mildly dilated.",
            "Mild right ventricular dilation, basal diameter {rvd:.0f} mm.",
        ),
        "rv.size=moderately_dilated": (
            "The right ventricle is moderately dilated.",
            "Moderate right ventricular dilation, basal diameter {rvd:.0f} mm.",
        ),
        "rv.size=severely_dilated": (
            "The right ventricle is severely dilated.",
            "Severe right ventricular dilation, basal diameter {rvd:.0f} mm.",
        ),
        "rv.function=normal": (
            "Right ventricular systolic function is normal.",
            "Right ventricular function is normal, fractional area change {fac:.0f} %.",
            "RV systolic function is normal, S' {rvs:.0f} cm/s.",
            "Normal right ventricular function, TAPSE {tapse:.0f} mm.",
            "RV systolic function is preserved with a TAPSE of {tapse:.0f} mm.",
        ),
        "rv.function=mildly_reduced": (
            "Right ventricular systolic function is mildly reduced.",
            "Right ventricular function is mildly reduced, fractional area change {fac:.0f} %.",
            "RV systolic function is mildly reduced, S' {rvs:.0f} cm/s.",
            "Mildly reduced right ventricular function, TAPSE {tapse:.0f} mm.",
        ),
        "rv.function=moderately_reduced": (
            "Right ventricular systolic function is moderately reduced.",
            "Right ventricular function is moderately reduced, fractional area change {fac:.0f} %.",
            "RV systolic function is moderately reduced, S' {rvs:.0f} cm/s.",
            "Moderately reduced right ventricular function, TAPSE {tapse:.0f} mm.",
        ),
        "rv.function=severely_reduced": (
            "Right ventricular systolic function is severely reduced.",
            "Right ventricular function is severely reduced, fractional area change {fac:.0f} %.",
            "RV systolic function is severely reduced, S' {rvs:.0f} cm/s.",
            "Severely reduced right ventricular function, TAPSE {tapse:.0f} mm.",
        ),
        # Atria
        "la.size=normal": (
            "The left atrium is normal in size.",
            "Normal left atrial size.",
            "The left atrium is not enlarged.",
            "Normal left atrial size, volume index {lavi:.0f} ml/m2.",
        ),
        "la.size=mildly_dilated": (
            "The left atrium is mildly dilated.",
            "Mild left atrial enlargement, volume index {lavi:.0f} ml/m2.",
        ),
        "la.size=moderately_dilated": (
            "The left atrium is moderately dilated.",
            "Moderate left atrial enlargement, volume index {lavi:.0f} ml/m2.",
        ),
        "la.size=severely_dilated": (
            "The left atrium is severely dilated.",
            "Severe left atrial enlargement, volume index {lavi:.0f} ml/m2.",
        ),
        "ra.size=normal": (
            "The right atrium is normal in size.",
            "Normal right atrial size.",
            "The right atrium is not enlarged.",
            "Normal right atrial size, volume index {ravi:.0f} ml/m2.",
        ),
        "ra.size=mildly_dilated": (
            "The right atrium is mildly dilated.",
            "Mild right atrial enlargement.",
            "Mild right atrial enlargement, volume index {ravi:.0f} ml/m2.",
        ),
        "ra.size=moderately_dilated": (
            "The right atrium is moderately dilated.",
            "Moderate right atrial enlargement.",
            "Moderate right atrial enlargement, volume index {ravi:.0f} ml/m2.",
        ),
        "ra.size=severely_dilated": (
            "The right atrium is severely dilated.",
            "Severe right atrial enlargement.",
            "Severe right atrial enlargement, volume index {ravi:.0f} ml/m2.",
        ),
        "atrial_septum.state=intact": (
            "The interatrial septum is intact.",
            "No interatrial shunt by colour Doppler.",
            "There is no evidence of an atrial septal defect.",
            "Intact atrial septum without shunt.",
        ),
        "atrial_septum.state=shunt": (
            "There is a left-to-right shunt across the interatrial septum.",
            "Colour Doppler shows an interatrial shunt.",
            "Secundum atrial septal defect with left-to-right flow.",
        ),
        "atrial_septum.state=aneurysm": (
            "The interatrial septum is aneurysmal.",
            "Atrial septal aneurysm without shunt.",
            "There is an atrial septal aneurysm with marked excursion.",
        ),
        # Valves
        **_regurgitation("mitral", "MR", "mv.regurgitation"),
        **_stenosis("mitral", "mv.stenosis", "mean gradient {mvg:.0f} mmHg"),
        "mv.jet=eccentric": ("The mitral regurgitant jet is eccentric.", "Eccentric mitral regurgitant jet."),
        **_regurgitation("aortic", "AR", "av.regurgitation"),
        **_stenosis(
            "aortic",
            "av.stenosis",
            "peak velocity {avv:.1f} m/s and mean gradient {avg:.0f} mmHg",
            "peak velocity {avv:.1f} m/s",
        ),
        **_regurgitation("tricuspid", "TR", "tv.regurgitation", "peak velocity {trv:.1f} m/s"),
        **_regurgitation("pulmonic", "PR", "pv.regurgitation"),
        **_stenosis("pulmonic", "pv.stenosis", "peak velocity {pvv:.1f} m/s", "peak velocity {pvv:.1f} m/s"),
        # Pericardium
        "pericardium.effusion=none": (
            "No pericardial effusion.",
            "There is no pericardial effusion.",
            "The pericardium is normal without effusion.",
        ),
        "pericardium.effusion=trace": ("Trace pericardial effusion.", "There is a trivial pericardial effusion."),
        "pericardium.effusion=small": (
            "Small pericardial effusion.",
            "There is a small pericardial effusion measuring {eff:.0f} mm.",
        ),
        "pericardium.effusion=moderate": (
            "Moderate pericardial effusion.",
            "There is a moderate pericardial effusion measuring {eff:.0f} mm.",
        ),
        "pericardium.effusion=large": (
            "Large pericardial effusion.",
            "There is a large circumferential pericardial effusion measuring {eff:.0f} mm.",
        ),
        # Great vessels and veins
        "aorta.root=normal": ("The aortic root is normal in size.", "Normal aortic root, {root:.0f} mm."),
        "aorta.root=dilated": (
            "The aortic root is dilated.",
            "The aortic root is dilated, {root:.0f} mm.",
            "Dilated aortic root measuring {root:.0f} mm.",
        ),
        "aorta.ascending=normal": ("The ascending aorta is normal in size.", "Normal ascending aorta, {asc:.0f} mm."),
        "aorta.ascending=dilated": (
            "The ascending aorta is dilated.",
            "The ascending aorta is dilated, {asc:.0f} mm.",
            "Dilated ascending aorta measuring {asc:.0f} mm.",
        ),
        "ivc.size=normal": (
            "The inferior vena cava is normal in size with normal collapse.",
            "Normal IVC, {ivc:.0f} mm, with more than 50 % collapse.",
            "IVC is not dilated and collapses normally.",
        ),
        "ivc.size=dilated": (
            "The inferior vena cava is dilated with reduced collapse.",
            "Dilated IVC, {ivc:.0f} mm, with less than 50 % collapse.",
            "The IVC is dilated, estimated right atrial pressure {rap:.0f} mmHg.",
        ),
        "pa.pressure=normal": (
            "Pulmonary artery systolic pressure is normal.",
            "Estimated pulmonary artery systolic pressure is normal, {rvsp:.0f} mmHg.",
            "No evidence of pulmonary hypertension.",
            "RVSP is normal at {rvsp:.0f} mmHg.",
        ),
        "pa.pressure=mildly_elevated": (
            "Pulmonary artery systolic pressure is mildly elevated.",
            "Mild pulmonary hypertension.",
            "Pulmonary artery systolic pressure is mildly elevated, {rvsp:.0f} mmHg.",
            "Mild pulmonary hypertension with an RVSP of {rvsp:.0f} mmHg.",
        ),
        "pa.pressure=moderately_elevated": (
            "Pulmonary artery systolic pressure is moderately elevated.",
            "Moderate pulmonary hypertension.",
            "Pulmonary artery systolic pressure is moderately elevated, {rvsp:.0f} mmHg.",
            "Moderate pulmonary hypertension with an RVSP of {rvsp:.0f} mmHg.",
        ),
        "pa.pressure=severely_elevated": (
            "Pulmonary artery systolic pressure is severely elevated.",
            "Severe pulmonary hypertension.",
            "Pulmonary artery systolic pressure is severely elevated, {rvsp:.0f} mmHg.",
            "Severe pulmonary hypertension with an RVSP of {rvsp:.0f} mmHg.",
        ),
        "pa.size=normal": (
            "The main pulmonary artery is normal in size.",
            "Normal main pulmonary artery, {pa:.0f} mm.",
        ),
        "pa.size=dilated": ("The main pulmonary artery is dilated, {pa:.0f} mm.", "Dilated main pulmonary artery."),
        "pulmonary_veins.flow=normal": ("Pulmonary venous flow is normal.", "Normal systolic pulmonary venous flow."),
        "pulmonary_veins.flow=blunted": (
            "Systolic pulmonary venous flow is blunted.",
            "There is systolic blunting of pulmonary venous flow.",
        ),
        "pulmonary_veins.flow=reversed": (
            "There is systolic flow reversal in the pulmonary veins.",
            "Pulmonary venous flow shows systolic reversal.",
        ),
    }
)
"""Concept -> wordings. Concepts of regional wall motion are built in reports.py from territory and degree."""

TERRITORY_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "anterior": "anterior and anteroseptal walls",
        "apical": "apical segments and apex",
        "inferior": "inferior and inferoseptal walls",
        "inferolateral": "inferolateral wall",
        "lateral": "lateral wall",
    }
)

MOTION_TEMPLATES: tuple[str, ...] = (
    "{Motion} of the {where}.",
    "The {where} show {motion}.",
    "There is {motion} of the {where}.",
    "Regional wall motion abnormality with {motion} of the {where}.",
)

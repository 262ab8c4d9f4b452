"""The compiled kernel: from beam and depth to tissue, echo strength and speckle.

Per sample of a beam the signed distances to all cavities decide the tissue; scatterers come from a periodic three-
dimensional bank looked up at *material* coordinates, so the speckle travels, stretches and thickens with the wall.
Walls across the beam add a coherent specular echo.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.phantom.compiled import compiled
from training.phantom.distances import ellipsoid, funnel, lookup, scatterer, smooth_minimum, tube

OUTSIDE_LUNG, OUTSIDE_LIVER, OUTSIDE_MEDIASTINUM = 0, 1, 2
"""What lies beyond the pericardium."""

BANK_SIZE = 64
BANK_PITCH_CM = 0.062
"""Edge of the scatterer bank in samples, and the spacing of its samples in centimetres."""


def scatterer_bank(seed: int = 20) -> NDArray[np.int8]:
    """Return complex scatterers, int8, shape (64, 64, 64, 2), about -127 to 127; periodic, the same for every study."""
    rng = np.random.default_rng(seed)
    field = rng.standard_normal((BANK_SIZE, BANK_SIZE, BANK_SIZE, 2))
    return np.clip(np.round(field * 38.0), -127, 127).astype(np.int8)


@compiled
def render_field(  # noqa: C901
    bank: Any,
    scalars: Any,
    radius: Any,
    wall: Any,
    tubes: Any,
    kinds: Any,
    origins: Any,
    depth_dir: Any,
    side_dir: Any,
    angles: Any,
    r0: float,
    dr: float,
    n_r: int,
    near_cm: float,
    outside: int,
    speckle: float,
    seeds: Any,
    re: Any,
    im: Any,
    mask: Any,
) -> None:
    """Fill `re` and `im` with the complex echo before the point spread, and `mask` with 1 in blood.

    Parameters
    ----------
    bank : ndarray of int8, shape (64, 64, 64, 2)
        Scatterers.
    scalars, radius, wall, tubes, kinds
        Fields of :class:`~training.phantom.geometry.Geometry`.
    origins : ndarray, shape (T, 3)
        Probe position in heart coordinates, cm.
    depth_dir, side_dir : ndarray, shape (3,)
        Central beam and picture-right directions.
    angles : ndarray, shape (B,)
        Beam angles in radians.
    r0, dr : float
        First depth and step, cm.
    n_r : int
        Samples per beam.
    near_cm : float
        Thickness of the chest wall in front of the probe.
    outside : int
        One of the OUTSIDE_ constants.
    speckle : float
        Undoes the loss of speckle level in the point spread that follows.
    seeds : ndarray of float64, shape (T,)
        Makes blood and noise differ from frame to frame.
    re, im : ndarray of float32, shape (T, B, R)
        Outputs.
    mask : ndarray of uint8, shape (T, B, R)
        Output.
    """
    n_t, n_b, n_tube = scalars.shape[0], angles.shape[0], kinds.shape[0]
    near = np.zeros(n_tube, np.int64)
    pitch = abs(angles[1] - angles[0])
    for t in range(n_t):
        s = scalars[t]
        rt = radius[t]
        wt = wall[t]
        length, length0, r_ed = s[0], s[1], s[2]
        zc = 0.62 * length
        stretch = length0 / length
        ox, oy, oz = origins[t, 0], origins[t, 1], origins[t, 2]
        flow = seeds[t] * 7.31
        for b in range(n_b):
            ca, sa = math.cos(angles[b]), math.sin(angles[b])
            dx = ca * depth_dir[0] + sa * side_dir[0]
            dy = ca * depth_dir[1] + sa * side_dir[1]
            dz = ca * depth_dir[2] + sa * side_dir[2]
            before = 0.0
            before_epi = 0.0
            n_near = 0
            clutter = 0.03
            fade_step = math.exp(-0.62 * dr)
            for i in range(n_r):
                if i % 16 == 0:
                    # Tubes out of reach of the next 16 samples are left out.
                    r = r0 + (i + 7.5) * dr
                    x, y, z = ox + r * dx, oy + r * dy, oz + r * dz
                    n_near = 0
                    for k in range(n_tube):
                        if tube(tubes[t, k], x, y, z) < 8.0 * dr + 1.1:
                            near[n_near] = k
                            n_near += 1
                r = r0 + i * dr
                x, y, z = ox + r * dx, oy + r * dy, oz + r * dz
                # --- left ventricle
                u = z / length
                rv_l = lookup(rt, u, x, y)
                wz = z - zc
                qx = 1.0 / (rv_l * rv_l)
                rho2 = x * x + y * y
                k0 = math.sqrt(rho2 * qx + wz * wz / (zc * zc))
                k1 = math.sqrt(rho2 * qx * qx + wz * wz / (zc * zc * zc * zc)) + 1e-6
                d_lve = k0 * (k0 - 1.0) / k1
                if d_lve < 0.3 and d_lve > -0.3:
                    # Trabeculae.
                    d_lve += 0.035 * math.sin(4.1 * y + 2.3 * x) * math.sin(3.7 * z * stretch + 1.9 * x)
                d_lv = max(d_lve, z - length)
                hw = lookup(wt, u, x, y)
                d_epi_lv = max(d_lve - hw, z - length - 0.35)
                # --- tubes
                d_carve = 99.0
                d_join = 99.0
                d_solid = 99.0
                w_carve = 0.0
                w_join = 0.0
                for m in range(n_near):
                    k = near[m]
                    d = tube(tubes[t, k], x, y, z)
                    kind = kinds[k]
                    if kind == 1:
                        if d < d_carve:
                            d_carve = d
                            w_carve = tubes[t, k, 8]
                    elif kind == 0:
                        if d < d_join:
                            d_join = d
                            w_join = tubes[t, k, 8]
                    elif d < d_solid:
                        d_solid = d
                # --- right ventricle
                lrv = s[9]
                # The chamber leans on the septum and narrows towards its apex.
                lean = 0.62 + 0.38 * min(max(z / (0.75 * lrv), 0.0), 1.0)
                px, py = x - s[3] * lean, y - s[4] * lean
                p1 = px * s[5] + py * s[6]
                p2 = -px * s[6] + py * s[5]
                d_rve = ellipsoid(p1, p2, z - 0.62 * lrv, s[7] * lean, s[8] * lean, 0.5 * lrv)
                d_rv = max(d_rve, z - lrv)
                d_rv = max(d_rv, hw - d_lve)
                # --- atria
                d_la = ellipsoid(x - s[10], y - s[11], z - s[12], s[13], s[13] * 0.95, s[14])
                fx, fy, fz = x - s[71], y - s[72], z - s[73]
                f2 = fx * fx + fy * fy + fz * fz
                if s[74] != 0.0 and f2 < 6.0:
                    d_la -= s[74] * math.exp(-f2 * 1.3)
                d_la = max(d_la, length + 0.12 - z)
                d_la = max(d_la, w_carve + 0.12 - d_carve)
                d_ra = ellipsoid(x - s[16], y - s[17], z - s[18], s[19], s[19], s[20])
                d_ra = max(d_ra, lrv + 0.12 - z)
                d_ra = max(d_ra, s[76] - d_la)
                d_ra = max(d_ra, w_carve + 0.12 - d_carve)
                d_rv = max(d_rv, w_carve + 0.2 - d_carve)
                d_join_c = max(d_join, w_carve + 0.12 - d_carve)
                cavity = min(min(min(d_lv, d_la), min(d_ra, d_rv)), min(d_carve, d_join_c))
                if s[75] > 0.0 and f2 < s[75] * s[75]:
                    cavity = min(cavity, -0.1)
                if d_solid < 0.0 and d_lve < 0.0:
                    cavity = max(cavity, -d_solid)
                # --- the heart's outer surface
                d_epi = smooth_minimum(d_epi_lv, d_rve - s[78], 1.2)
                d_epi = smooth_minimum(d_epi, smooth_minimum(d_la - 0.22, d_ra - 0.22, 1.2), 1.4)
                d_epi = smooth_minimum(d_epi, d_carve - 0.2 if z < length + 4.0 else 9.0, 0.8)
                slope = (cavity - before) / dr
                slope_epi = (d_epi - before_epi) / dr
                before = cavity
                before_epi = d_epi
                slope = min(slope * slope, 1.0)
                slope_epi = min(slope_epi * slope_epi, 1.0)
                # --- echo strength
                amp = 0.0
                spec = 0.0
                mx, my, mz = x, y, z * stretch
                blood = 0
                if cavity < 0.0:
                    blood = 1
                    amp = 0.0035
                    mx += flow
                    my += 0.37 * flow
                    if cavity > -0.09:
                        spec = 0.10 * slope * (1.0 + cavity * 11.0)
                    # --- leaflets
                    leaf = 9.0
                    # No leaflet is thinner than the beam that meets it.
                    thin = 0.10 + 0.5 * r * pitch
                    bright = 0.0
                    vx, vy, w = x - s[22], y - s[23], s[24] - z
                    if w > -0.5 and w < 3.2:
                        rho = math.sqrt(vx * vx + vy * vy)
                        if rho < s[25] + 0.5:
                            side = (-0.766 * vx + 0.643 * vy) / (rho + 0.05)
                            deep = s[27] * (0.5 + 0.5 * side) + s[28] * (0.5 - 0.5 * side)
                            d = funnel(rho, w, s[25], s[26], deep) - s[29] * 0.6
                            if d < 0.5 * thin:
                                leaf = d
                                bright = s[30]
                    vx, vy, w = x - s[32], y - s[33], s[34] - z
                    if w > -0.5 and w < 2.8:
                        rho = math.sqrt(vx * vx + vy * vy)
                        if rho < s[35] + 0.5:
                            side = vx / (rho + 0.05)
                            deep = s[37] * (0.5 + 0.5 * side) + s[38] * (0.5 - 0.5 * side)
                            d = funnel(rho, w, s[35], s[36], deep) - s[39] * 0.6
                            if d < leaf:
                                leaf = d
                                bright = s[40]
                    vx, vy, vz = x - s[42], y - s[43], z - s[44]
                    w = vx * s[45] + vy * s[46] + vz * s[47]
                    if w > -0.3 and w < 1.5:
                        a1 = vx * s[48] + vy * s[49] + vz * s[50]
                        a2 = vx * s[51] + vy * s[52] + vz * s[53]
                        rho = math.sqrt(a1 * a1 + a2 * a2)
                        if rho < s[54] * 1.5:
                            d = funnel(rho, w, s[54], s[55], s[56]) - s[57] * 0.6
                            if d < leaf:
                                leaf = d
                                bright = s[58]
                            if s[59] > 0.02 and w > 0.1 and w < 0.95:
                                c1 = abs(a2) if a1 > 0.0 else rho
                                e1 = -0.5 * a1 + 0.866 * a2
                                c2 = abs(-0.5 * a2 - 0.866 * a1) if e1 > 0.0 else rho
                                e2 = -0.5 * a1 - 0.866 * a2
                                c3 = abs(-0.5 * a2 + 0.866 * a1) if e2 > 0.0 else rho
                                d = min(c1, min(c2, c3)) - s[57] * 0.55 + 0.09 * (1.0 - s[59])
                                if d < leaf:
                                    leaf = d
                                    bright = s[58] * s[59]
                    vx, vy, vz = x - s[60], y - s[61], z - s[62]
                    w = vx * s[63] + vy * s[64] + vz * s[65]
                    if w > -0.3 and w < 1.4:
                        rho = math.sqrt(max(vx * vx + vy * vy + vz * vz - w * w, 0.0))
                        if rho < s[66] + 0.3:
                            d = funnel(rho, w, s[66], s[67], s[68]) - s[69] * 0.6
                            if d < leaf:
                                leaf = d
                                bright = s[70]
                    if leaf < 0.5 * thin:
                        fade = min(max(0.5 - leaf / thin, 0.0), 1.0)
                        amp += 0.34 * bright * fade
                        spec += 0.34 * bright * fade
                        if fade > 0.3:
                            blood = 0
                else:
                    on_wall = 0.0
                    if cavity < 0.12:
                        on_wall = (1.0 - cavity * 8.3) * slope
                    if d_lve < hw and z < length + 0.3 and d_lve > -0.3:
                        # Material point: same direction, radius moved back to end diastole.
                        rho = math.sqrt(rho2) + 1e-6
                        prof = 1.0 - ((u - 0.62) / 0.62) ** 2
                        prof = math.sqrt(max(prof, 0.04))
                        frac = min(max(d_lve, 0.0) / hw, 1.0)
                        back = (r_ed * prof + frac * 0.9) / rho
                        mx, my = x * back, y * back
                        # Fibres echo more where they run across the beam.
                        amp = 0.052 + 0.05 * slope
                        spec = 0.22 * on_wall
                        edge = hw - d_lve
                        if edge < 0.1:
                            spec += 0.10 * slope * (1.0 - edge * 10.0)
                    elif d_rve < s[78] and z < lrv + 0.3:
                        amp = 0.085
                        spec = 0.25 * on_wall
                    elif d_carve < w_carve + 0.04:
                        amp = 0.13
                        spec = 0.42 * on_wall
                    elif d_join < w_join + 0.03 or d_la < 0.25 or d_ra < 0.25:
                        amp = 0.105
                        spec = 0.32 * on_wall
                    elif d_epi < 0.0:
                        amp = 0.10
                    else:
                        # Gravity draws fluid to the inferior and posterior side.
                        fluid = s[77] * (0.75 - 0.35 * (y * 0.2 + 0.2 * (x - 0.0)) / (1.0 + 0.2 * math.sqrt(rho2)))
                        if z > length + 0.8:
                            fluid *= max(1.0 - (z - length - 0.8) * 0.8, 0.0)
                        if d_epi < fluid:
                            amp = 0.003
                            mx += flow
                            if d_epi < 0.1:
                                amp = 0.10
                                spec = 0.3 * slope_epi * (1 - d_epi * 10.0)
                        elif d_epi < fluid + 0.17:
                            amp = 0.22
                            spec = 0.85 * slope_epi + 0.05
                            mz = z
                        else:
                            mz = z
                            beyond = d_epi - fluid
                            if outside == 1:
                                amp = 0.062
                            elif outside == 2:
                                amp = 0.055
                            else:
                                amp = 0.009 + 0.085 * math.exp(-0.7 * beyond)
                if r < near_cm:
                    # Skin, fat and muscle in layers; it does not move with the heart.
                    blood = 0
                    mx, my, mz = x, y, z
                    layer = 0.5 + 0.5 * math.sin(9.0 * r + 0.8 * math.sin(3.0 * sa))
                    edge = min((near_cm - r) * 3.0, 1.0)
                    amp = amp * (1.0 - edge) + edge * (0.07 + 0.16 * layer * layer)
                    spec = spec * (1.0 - edge)
                # Echo strength varies slowly within a tissue.
                if blood == 0:
                    patch, _ = scatterer(bank, mx * 0.09, my * 0.09, mz * 0.09)
                    amp *= 1.0 + 0.42 * min(max(patch, -1.4), 1.8)
                clutter *= fade_step
                amp += clutter
                vr, vi = scatterer(bank, mx, my, mz)
                re[t, b, i] = speckle * amp * vr + spec
                im[t, b, i] = speckle * amp * vi
                mask[t, b, i] = blood

"""Compiled look-ups and signed distances (cm) of the kernel in tissue.py."""

from __future__ import annotations

import math
from typing import Any

from training.phantom.compiled import inlined


@inlined
def scatterer(bank: Any, x: float, y: float, z: float) -> tuple[float, float]:
    """Return real and imaginary part of the scatterer bank at a point (cm), trilinear and periodic."""
    fx = x * (1.0 / 0.062) + 6400.0
    fy = y * (1.0 / 0.062) + 6400.0
    fz = z * (1.0 / 0.062) + 6400.0
    ix, iy, iz = int(fx), int(fy), int(fz)
    tx, ty, tz = fx - ix, fy - iy, fz - iz
    x0, y0, z0 = ix & 63, iy & 63, iz & 63
    x1, y1, z1 = (ix + 1) & 63, (iy + 1) & 63, (iz + 1) & 63
    re = 0.0
    im = 0.0
    w00, w01 = (1 - tx) * (1 - ty), (1 - tx) * ty
    w10, w11 = tx * (1 - ty), tx * ty
    sz = 1 - tz
    re += w00 * (sz * bank[x0, y0, z0, 0] + tz * bank[x0, y0, z1, 0])
    im += w00 * (sz * bank[x0, y0, z0, 1] + tz * bank[x0, y0, z1, 1])
    re += w01 * (sz * bank[x0, y1, z0, 0] + tz * bank[x0, y1, z1, 0])
    im += w01 * (sz * bank[x0, y1, z0, 1] + tz * bank[x0, y1, z1, 1])
    re += w10 * (sz * bank[x1, y0, z0, 0] + tz * bank[x1, y0, z1, 0])
    im += w10 * (sz * bank[x1, y0, z0, 1] + tz * bank[x1, y0, z1, 1])
    re += w11 * (sz * bank[x1, y1, z0, 0] + tz * bank[x1, y1, z1, 0])
    im += w11 * (sz * bank[x1, y1, z0, 1] + tz * bank[x1, y1, z1, 1])
    return re * (1.0 / 38.0), im * (1.0 / 38.0)


@inlined
def lookup(a: Any, u: float, x: float, y: float) -> float:
    """Return a wall table at height u and direction (x, y), bilinear; see motion.diamond_angle."""
    s = abs(x) + abs(y) + 1e-6
    p = y / s
    if x < 0.0:
        p = 2.0 - p
    elif y < 0.0:
        p = 4.0 + p
    fp = p * 8.0
    ip = int(fp)
    tp = fp - ip
    i0 = ip & 31
    i1 = (ip + 1) & 31
    fu = min(max(u, 0.0), 0.9999) * 12.0
    iu = int(fu)
    tu = fu - iu
    value: float = (1 - tu) * ((1 - tp) * a[iu, i0] + tp * a[iu, i1]) + tu * (
        (1 - tp) * a[iu + 1, i0] + tp * a[iu + 1, i1]
    )
    return value


@inlined
def ellipsoid(x: float, y: float, z: float, ax: float, ay: float, az: float) -> float:
    """Return the approximate signed distance to an ellipsoid with the given semi-axes."""
    qx, qy, qz = x / ax, y / ay, z / az
    k0 = math.sqrt(qx * qx + qy * qy + qz * qz)
    gx, gy, gz = qx / ax, qy / ay, qz / az
    k1 = math.sqrt(gx * gx + gy * gy + gz * gz) + 1e-6
    return k0 * (k0 - 1.0) / k1


@inlined
def tube(t: Any, x: float, y: float, z: float) -> float:
    """Return the signed distance to a tapered tube; t holds both ends and both radii."""
    bx, by, bz = t[3] - t[0], t[4] - t[1], t[5] - t[2]
    px, py, pz = x - t[0], y - t[1], z - t[2]
    h = (px * bx + py * by + pz * bz) / (bx * bx + by * by + bz * bz)
    h = min(max(h, 0.0), 1.0)
    px -= h * bx
    py -= h * by
    pz -= h * bz
    distance: float = math.sqrt(px * px + py * py + pz * pz) - (t[6] + h * (t[7] - t[6]))
    return distance


@inlined
def funnel(rho: float, w: float, annulus: float, tip: float, depth: float) -> float:
    """Return the distance to the leaflet line from (annulus, 0) to (tip, depth) in the half plane (rho, w)."""
    bx, by = tip - annulus, depth
    px, py = rho - annulus, w
    h = (px * bx + py * by) / (bx * bx + by * by + 1e-6)
    h = min(max(h, 0.0), 1.0)
    # A gentle belly makes leaflets look soft.
    bend = 0.1 * math.sin(3.14159 * h)
    px -= h * bx + bend * 0.5
    py -= h * by + bend
    return math.sqrt(px * px + py * py)


@inlined
def smooth_minimum(a: float, b: float, k: float) -> float:
    """Return the minimum of two distances with their joint rounded over width k."""
    h = max(k - abs(a - b), 0.0) / k
    return min(a, b) - h * h * k * 0.25

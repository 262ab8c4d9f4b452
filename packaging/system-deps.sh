#!/usr/bin/env bash
# Installs the system libraries that Qt's window and the tests need, or prints the exact command.
# usage: packaging/system-deps.sh demo|test
#   demo  what the window needs; on a machine without a screen also a virtual one (Xvfb)
#   test  the same, and the independent programs that the tests check our files with
set -euo pipefail

purpose="${1:-demo}"
case "$(uname -s)" in
Linux) ;;
*) exit 0 ;; # Windows and macOS wheels carry all that Qt needs
esac

packages=()
need_command() { command -v "$1" >/dev/null 2>&1 || packages+=("$2"); }
need_library() { ldconfig -p 2>/dev/null | grep -q "$1" || packages+=("$2"); }

export PATH="$PATH:/sbin:/usr/sbin"
need_library libEGL.so.1 libegl1
need_library libGL.so.1 libgl1
need_library libfontconfig.so.1 libfontconfig1
need_library libdbus-1.so.3 libdbus-1-3
need_library libglib-2.0.so.0 libglib2.0-0
need_library libxkbcommon-x11.so.0 libxkbcommon-x11-0
need_library libxcb-cursor.so.0 libxcb-cursor0
need_library libxcb-icccm.so.4 libxcb-icccm4
need_library libxcb-keysyms.so.1 libxcb-keysyms1
need_library libxcb-image.so.0 libxcb-image0
need_library libxcb-render-util.so.0 libxcb-render-util0
need_library libxcb-shape.so.0 libxcb-shape0
if [ "$purpose" = test ] || [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  need_command Xvfb xvfb
  need_command xauth xauth
fi
if [ "$purpose" = test ]; then
  need_command pdfsig poppler-utils
  need_command qpdf qpdf
  need_command dciodvfy dicom3tools
  need_command dcmdump dcmtk
  need_command certutil libnss3-tools
fi

[ "${#packages[@]}" -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
  echo "These system packages (Debian's names) are missing: ${packages[*]}. Install them with your package manager." >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "System packages are missing. Install them with:" >&2
  echo "  sudo apt-get update && sudo apt-get install -y ${packages[*]}" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null

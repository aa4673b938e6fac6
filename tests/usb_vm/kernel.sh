#!/bin/bash
# Downloads Debian's kernel package and unpacks it into a folder; nothing is installed, and no right is needed.
#   kernel.sh FOLDER
# By this machine's package lists; where they are absent or old, by fresh ones from the same servers; where those have no such
# package (Ubuntu), from Debian's own.
set -euo pipefail
folder=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/fetched"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb [arch=amd64 signed-by=$keyring] http://deb.debian.org/debian bookworm main" > "$work/debian.list"

fetch() { # OPTION...: of apt, which lists to read
  local package
  package=$(apt-cache "$@" depends linux-image-amd64 2>/dev/null | sed -n 's/.*Depends: \(linux-image-[^ ]*\).*/\1/p' | head -1)
  [ -n "$package" ] && (cd "$work/fetched" && apt-get -q "$@" -o APT::Sandbox::User=root download "$package" >&2)
}
fresh() { # OPTION...: the same with lists of its own
  local lists=(-o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" "$@")
  apt-get -q "${lists[@]}" -o APT::Sandbox::User=root update >&2 && fetch "${lists[@]}"
}
if ! command -v apt-get >/dev/null; then
  echo "usb_vm: there is no apt-get here, which downloads Debian's kernel. Unpack Debian's package linux-image-amd64 depends" \
    "on (dpkg-deb -x) and name the folder in USB_VM_KERNEL." >&2
  exit 1
fi
if ! { fetch || fresh || fresh -o Dir::Etc::SourceList="$work/debian.list" -o Dir::Etc::SourceParts=-; }; then
  echo "usb_vm: Debian's kernel package (linux-image-amd64) could not be downloaded, so no simulated USB device can be" \
    "driven: see apt's words above. Mend apt's sources or the network, or name a folder that holds the package unpacked in" \
    "USB_VM_KERNEL." >&2
  exit 1
fi
dpkg-deb -x "$work"/fetched/*.deb "$work/unpacked"
# Newer packages hold their modules where Debian 12's has a link.
[ -e "$work/unpacked/lib" ] || ln -s usr/lib "$work/unpacked/lib"
mkdir -p "$(dirname "$folder")"
rm -rf "$folder"
mv "$work/unpacked" "$folder"

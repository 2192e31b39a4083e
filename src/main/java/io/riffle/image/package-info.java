/**
 * Guest images: from a recipe in {@code vm-images/} to a kernel, an initramfs and an ext4 root.
 *
 * <p>{@link io.riffle.image.ImageStore} is the door: it finds the image of an ISA in the build
 * cache or has it built. Packages are only unpacked (mmdebstrap's variant {@code extract}), so no
 * foreign code runs and an image of another ISA takes no longer; what maintainer scripts would have
 * done, {@code root-setup.sh} does. The guests of {@code io.riffle.guest} boot from the result.
 */
package io.riffle.image;

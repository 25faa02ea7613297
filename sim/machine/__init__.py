"""What has to do with computers, not with wars: worker processes, shipped files, kept kernels."""

"""The bytes on the disk of a site that people have worked on: no ID number and no phone stands in them."""

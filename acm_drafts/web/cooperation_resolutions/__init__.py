"""The resolutions on cooperation between the United Nations and the OIC."""

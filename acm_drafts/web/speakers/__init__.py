"""The list of speakers of the debate: inscription, the order, the floor and its clock."""

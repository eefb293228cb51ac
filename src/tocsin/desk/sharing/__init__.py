"""What partners may take: a TAXII collection and a MISP feed of the incidents marked for sharing."""

echo everybody

"""The parts of the script that invents the sample story."""

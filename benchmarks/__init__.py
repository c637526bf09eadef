"""How fast is Warraq beside the parts it is made of? Ratios from one run; absolute times are this machine's."""

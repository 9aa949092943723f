"""What a person looks after at this installation: that the device trusts it, and who may sign in with the own account."""

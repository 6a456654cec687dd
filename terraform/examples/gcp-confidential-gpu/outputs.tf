output "address" {
  description = "Public address of the runner."
  value       = module.runner.address
}

output "reference_values" {
  description = "What the verifiers' policy must demand of this runner."
  value       = module.runner.reference_values
}

output "policy_rules" {
  description = "What the verifiers' policy must say about gcp-token-v1 besides."
  value       = module.runner.policy_rules
}

output "runtime_digest" {
  description = "The digest that the runner's receipts carry."
  value       = module.runner.runtime_digest
}

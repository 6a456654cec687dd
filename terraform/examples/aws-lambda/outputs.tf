output "payment_url" {
  description = "verigrad.runner.payment-url of the runners, and the facilitator's URL for others."
  value       = module.payment_edge.url
}

output "verifier_url" {
  description = "verigrad.runner.verifier-url of the runners."
  value       = module.verifier_edge.url
}

output "settlement_url" {
  description = "verigrad.runner.settlement-url of the runners."
  value       = module.settlement_edge.url
}

output "signer_key_arn" {
  description = "The key that pays for gas: its address needs ether."
  value       = module.settlement.signer_key_arn
}

output "kafka_bootstrap_servers" {
  description = "The bus."
  value       = module.settlement.kafka_bootstrap_servers
}

output "dashboard_name" {
  description = "The CloudWatch dashboard."
  value       = module.observability.dashboard_name
}

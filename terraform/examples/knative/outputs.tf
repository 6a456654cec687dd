output "cluster_urls" {
  description = "The functions inside the cluster, for runners that run there."
  value = {
    payment    = module.payment_fn.cluster_url
    verifier   = module.verifier_fn.cluster_url
    settlement = module.settlement_fn.cluster_url
  }
}

output "broker_url" {
  description = "Where CloudEvents can be posted inside the cluster."
  value       = module.receipt_bus.broker_url
}

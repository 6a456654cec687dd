output "name" {
  description = "Name of the Knative Service, for triggers and sources."
  value       = var.name
}

output "namespace" {
  description = "Its namespace."
  value       = var.namespace
}

output "cluster_url" {
  description = "The URL inside the cluster."
  value       = "http://${var.name}.${var.namespace}.svc.cluster.local"

  # The name answers once the Service is there.
  depends_on = [kubernetes_manifest.service]
}

output "service_account_name" {
  description = "Name of the service account that it runs as."
  value       = kubernetes_service_account_v1.this.metadata[0].name
}

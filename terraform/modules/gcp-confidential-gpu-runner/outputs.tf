output "reference_values" {
  description = "What this runner measures, as a file of reference values (terraform output -json): the image, and exactly the settings that it was given."
  value = {
    version = 1
    format  = "gcp-token-v1"
    measurements = [{
      name = var.name
      registers = {
        image-digest = local.runtime_digest
        # SHA-256 of the canonical JSON (RFC 8785) of what the token calls env_override. jsonencode sorts names, but
        # escapes three characters that RFC 8785 does not; no value has a backslash of its own.
        env-override = "0x${sha256(replace(replace(replace(jsonencode(local.environment), "\\u003c", "<"), "\\u003e", ">"), "\\u0026", "&"))}"
      }
    }]
  }
}

output "policy_rules" {
  description = "What the policy must say about gcp-token-v1 besides, so that no other machine passes for this one."
  value = {
    hardware         = ["GCP_INTEL_TDX"]
    projects         = [var.project_id]
    confidential-gpu = true
  }
}

output "image_digest" {
  description = "Digest of the runner's image (sha256:...)."
  value       = local.image_digest
}

output "runtime_digest" {
  description = "The same digest as receipts carry it (0x...)."
  value       = local.runtime_digest
}

output "address" {
  description = "Public address of the runner."
  value       = google_compute_address.this.address
}

output "service_account_email" {
  description = "The service account that the runner acts as."
  value       = google_service_account.this.email
}

output "instance_id" {
  description = "Google's id of the machine."
  value       = google_compute_instance.this.instance_id
}

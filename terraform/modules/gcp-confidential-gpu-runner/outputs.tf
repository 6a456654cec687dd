output "reference_values" {
  description = "What a verifier's policy must demand of this runner's evidence: measurement registers, and the claims of Google's attestation token."
  value = {
    name = var.name
    # As an entry of a policy's measurements: all registers must be equal.
    registers = var.boot_measurements
    claims = {
      iss                = "https://confidentialcomputing.googleapis.com"
      hwmodel            = "GCP_INTEL_TDX"
      swname             = "CONFIDENTIAL_SPACE"
      secboot            = true
      dbgstat            = "disabled-since-boot"
      image_digest       = local.image_digest
      image_reference    = var.container_image
      project_id         = var.project_id
      zone               = var.zone
      service_account    = google_service_account.this.email
      env_override       = local.environment
      nvidia_gpu_cc_mode = "ON"
    }
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

output "reference_values" {
  description = "What a verifier's policy must demand of this runner's evidence: TPM registers, and the claims of SEV-SNP, Azure and NVIDIA."
  value = {
    name = var.name
    # As an entry of a policy's measurements: all registers must be equal.
    registers = var.boot_measurements
    claims = {
      tee                = "AMD SEV-SNP"
      vm_size            = var.size
      source_image_id    = var.source_image_id
      secure_boot        = true
      debug              = false
      vm_id              = azurerm_linux_virtual_machine.this.virtual_machine_id
      nvidia_gpu_cc_mode = "ON"
    }
  }
}

output "runtime_digest" {
  description = "The digest that receipts of this runner carry (0x...)."
  value       = var.runtime_digest
}

output "address" {
  description = "Public address of the runner."
  value       = azurerm_public_ip.this.ip_address
}

output "identity_client_id" {
  description = "Client id of the identity that the runner acts as."
  value       = azurerm_user_assigned_identity.this.client_id
}

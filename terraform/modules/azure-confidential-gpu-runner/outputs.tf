output "reference_values" {
  description = "What this runner measures, as a file of reference values (terraform output -json): the paravisor's launch measurement and the registers of the image."
  value = {
    version = 1
    format  = "azure-v1"
    measurements = [{
      name      = var.name
      registers = merge({ measurement = var.launch_measurement }, var.boot_measurements)
    }]
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

output "reference_values" {
  description = "What this enclave measures, as a file of reference values (terraform output -json): the registers of the Nitro attestation document."
  value = {
    version = 1
    format  = "nitro-v1"
    measurements = [{
      name = var.name
      registers = merge(
        {
          pcr0 = "0x${var.image.pcr0}"
          pcr1 = "0x${var.image.pcr1}"
          pcr2 = "0x${var.image.pcr2}"
        },
        var.image.pcr8 == null ? {} : { pcr8 = "0x${var.image.pcr8}" },
      )
    }]
  }
}

output "runtime_digest" {
  description = "SHA-256 of the enclave image file (0x...)."
  value       = "0x${var.image.sha256}"
}

output "sealing_key_arn" {
  description = "ARN of the key that only the measured enclave opens."
  value       = aws_kms_key.sealing.arn
}

output "private_ip" {
  description = "Address inside the VPC, for a load balancer that passes TCP on."
  value       = aws_instance.this.private_ip
}

output "instance_id" {
  description = "Id of the parent."
  value       = aws_instance.this.id
}

output "security_group_id" {
  description = "Security group of the parent."
  value       = aws_security_group.this.id
}

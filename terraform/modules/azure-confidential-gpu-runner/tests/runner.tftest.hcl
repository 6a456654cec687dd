mock_provider "azurerm" {
  source          = "../../testing/mocks/azurerm"
  override_during = plan
}

variables {
  name                 = "verigrad-runner"
  resource_group_name  = "verigrad"
  subnet_id            = "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/verigrad/providers/Microsoft.Network/virtualNetworks/main/subnets/runners"
  source_image_id      = "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/verigrad/providers/Microsoft.Compute/galleries/verigrad/images/gpu-runner/versions/1.0.0"
  runtime_digest       = "0x1111111111111111111111111111111111111111111111111111111111111111"
  launch_measurement   = "0x222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222"
  boot_measurements    = { pcr4 = "0x1111111111111111111111111111111111111111111111111111111111111111", pcr7 = "0x1111111111111111111111111111111111111111111111111111111111111111" }
  admin_ssh_public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8sT1gq8cTz0pYqM1xVqT0pJcE6J9s4r3n5c2b1a0Zx nobody"
}

run "starts_a_confidential_machine_with_an_encrypted_disk" {
  command = plan

  assert {
    condition     = azurerm_linux_virtual_machine.this.vtpm_enabled && azurerm_linux_virtual_machine.this.secure_boot_enabled && azurerm_linux_virtual_machine.this.os_disk[0].security_encryption_type == "DiskWithVMGuestState"
    error_message = "a confidential machine needs a TPM, secure boot and an encrypted disk"
  }
}

run "runs_nothing_that_is_not_in_the_image" {
  command = plan

  assert {
    condition     = !azurerm_linux_virtual_machine.this.provision_vm_agent && !azurerm_linux_virtual_machine.this.allow_extension_operations && azurerm_linux_virtual_machine.this.custom_data == null
    error_message = "what is added later is not measured"
  }
}

run "gives_the_verifier_the_registers_of_the_image" {
  command = plan

  assert {
    # A test of the verifier reads the same file.
    condition     = jsonencode(output.reference_values) == jsonencode(jsondecode(file("tests/reference-values.json")))
    error_message = "expected tests/reference-values.json, found ${jsonencode(output.reference_values)}"
  }

  assert {
    condition     = jsondecode(base64decode(azurerm_linux_virtual_machine.this.user_data))["VERIGRAD_RUNNER_RUNTIME_DIGEST"] == var.runtime_digest
    error_message = "the runner must sign what was measured"
  }
}

run "lets_nobody_in_but_consumers" {
  command = plan

  assert {
    condition     = one([for r in azurerm_network_security_group.this.security_rule : r.destination_port_range if r.access == "Allow"]) == "8443" && length([for r in azurerm_network_security_group.this.security_rule : r if r.access == "Deny"]) == 1
    error_message = "operators have no way in"
  }
}

run "stops_rather_than_vanishes_when_a_spot_machine_is_taken" {
  command = plan

  variables {
    spot_max_price = -1
  }

  assert {
    condition     = azurerm_linux_virtual_machine.this.priority == "Spot" && azurerm_linux_virtual_machine.this.eviction_policy == "Deallocate"
    error_message = "the machine must come back"
  }
}

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

run "rejects_a_name_with_upper_case" {
  command = plan

  variables {
    name = "Runner"
  }

  expect_failures = [var.name]
}

run "rejects_a_resource_group_by_its_id" {
  command = plan

  variables {
    resource_group_name = "/subscriptions/a"
  }

  expect_failures = [var.resource_group_name]
}

run "rejects_a_location_by_its_long_name" {
  command = plan

  variables {
    location = "East US 2"
  }

  expect_failures = [var.location]
}

run "rejects_an_unknown_zone" {
  command = plan

  variables {
    zone = "4"
  }

  expect_failures = [var.zone]
}

run "rejects_a_machine_with_the_gpu_but_without_the_tee" {
  command = plan

  variables {
    size = "Standard_NC40ads_H100_v5"
  }

  expect_failures = [var.size]
}

run "rejects_a_subnet_by_its_bare_name" {
  command = plan

  variables {
    subnet_id = "runners"
  }

  expect_failures = [var.subnet_id]
}

run "rejects_the_latest_image" {
  command = plan

  variables {
    source_image_id = "/subscriptions/a/resourceGroups/b/providers/Microsoft.Compute/galleries/c/images/gpu-runner"
  }

  expect_failures = [var.source_image_id]
}

run "rejects_a_runtime_digest_of_zeros" {
  command = plan

  variables {
    runtime_digest = "0x0000000000000000000000000000000000000000000000000000000000000000"
  }

  expect_failures = [var.runtime_digest]
}

run "rejects_measurements_without_the_boot_loader" {
  command = plan

  variables {
    boot_measurements = { pcr7 = "0x1111111111111111111111111111111111111111111111111111111111111111" }
  }

  expect_failures = [var.boot_measurements]
}

run "rejects_a_register_that_no_tpm_has" {
  command = plan

  variables {
    boot_measurements = { pcr4 = "0x1111111111111111111111111111111111111111111111111111111111111111", pcr7 = "0x1111111111111111111111111111111111111111111111111111111111111111", pcr24 = "0x1111111111111111111111111111111111111111111111111111111111111111" }
  }

  expect_failures = [var.boot_measurements]
}

run "rejects_a_private_key_for_ssh" {
  command = plan

  variables {
    admin_ssh_public_key = "-----BEGIN OPENSSH PRIVATE KEY-----"
  }

  expect_failures = [var.admin_ssh_public_key]
}

run "rejects_an_unencrypted_disk" {
  command = plan

  variables {
    disk = { encryption = "None" }
  }

  expect_failures = [var.disk]
}

run "rejects_a_price_of_nothing" {
  command = plan

  variables {
    spot_max_price = 0
  }

  expect_failures = [var.spot_max_price]
}

run "rejects_a_spot_machine_that_leaves_a_readable_disk" {
  command = plan

  variables {
    spot_max_price = 3
    disk           = { encryption = "VMGuestStateOnly" }
  }

  expect_failures = [azurerm_linux_virtual_machine.this]
}

run "rejects_the_port_of_ssh" {
  command = plan

  variables {
    port = 22
  }

  expect_failures = [var.port]
}

run "rejects_a_range_that_is_none" {
  command = plan

  variables {
    consumers = ["everybody"]
  }

  expect_failures = [var.consumers]
}

run "rejects_a_secret_by_value" {
  command = plan

  variables {
    key_vault_ids = ["hunter2"]
  }

  expect_failures = [var.key_vault_ids]
}

run "rejects_a_password_in_the_environment" {
  command = plan

  variables {
    environment = { KAFKA_PASSWORD = "x" }
  }

  expect_failures = [var.environment]
}

run "rejects_tags_that_azure_does_not_take" {
  command = plan

  variables {
    tags = { "a/b" = "c" }
  }

  expect_failures = [var.tags]
}

run "rejects_a_runtime_digest_in_the_environment" {
  command = plan

  variables {
    environment = { VERIGRAD_RUNNER_RUNTIME_DIGEST = "0x00" }
  }

  expect_failures = [var.environment]
}

run "rejects_a_launch_measurement_of_another_length" {
  command = plan

  variables {
    launch_measurement = "0x2222222222222222222222222222222222222222222222222222222222222222"
  }

  expect_failures = [var.launch_measurement]
}

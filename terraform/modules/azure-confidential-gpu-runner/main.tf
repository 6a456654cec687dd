locals {
  tags        = merge({ project = "verigrad" }, var.tags)
  environment = merge(var.environment, { VERIGRAD_RUNNER_RUNTIME_DIGEST = var.runtime_digest })
}

resource "azurerm_user_assigned_identity" "this" {
  name                = var.name
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = local.tags
}

resource "azurerm_role_assignment" "secrets" {
  for_each             = var.key_vault_ids
  scope                = each.value
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.this.principal_id
}

resource "azurerm_public_ip" "this" {
  name                = var.name
  resource_group_name = var.resource_group_name
  location            = var.location
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = var.zone == null ? null : [var.zone]
  tags                = local.tags
}

resource "azurerm_network_security_group" "this" {
  name                = var.name
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = local.tags

  security_rule {
    name                       = "consumers"
    description                = "Consumers to the runner"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_port_range          = "*"
    source_address_prefixes    = var.consumers
    destination_port_range     = tostring(var.port)
    destination_address_prefix = "*"
  }

  # Azure lets the whole virtual network in by default; operators have no way in either.
  security_rule {
    name                       = "nobody-else"
    description                = "No SSH, from nowhere"
    priority                   = 4096
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    source_address_prefix      = "*"
    destination_port_range     = "*"
    destination_address_prefix = "*"
  }
}

resource "azurerm_network_interface" "this" {
  name                           = var.name
  resource_group_name            = var.resource_group_name
  location                       = var.location
  accelerated_networking_enabled = true
  tags                           = local.tags

  ip_configuration {
    name                          = "runner"
    subnet_id                     = var.subnet_id
    private_ip_address_allocation = "Dynamic"
    public_ip_address_id          = azurerm_public_ip.this.id
  }
}

resource "azurerm_network_interface_security_group_association" "this" {
  network_interface_id      = azurerm_network_interface.this.id
  network_security_group_id = azurerm_network_security_group.this.id
}

resource "azurerm_linux_virtual_machine" "this" {
  name                  = var.name
  computer_name         = "runner"
  resource_group_name   = var.resource_group_name
  location              = var.location
  zone                  = var.zone
  size                  = var.size
  source_image_id       = var.source_image_id
  network_interface_ids = [azurerm_network_interface.this.id]
  tags                  = local.tags

  admin_username                  = "verigrad"
  disable_password_authentication = true
  # No agent that could be told to run something.
  provision_vm_agent         = false
  allow_extension_operations = false
  patch_mode                 = "ImageDefault"

  vtpm_enabled        = true
  secure_boot_enabled = true

  priority        = var.spot_max_price == null ? "Regular" : "Spot"
  eviction_policy = var.spot_max_price == null ? null : "Deallocate"
  max_bid_price   = var.spot_max_price

  user_data = base64encode(jsonencode(local.environment))

  admin_ssh_key {
    username   = "verigrad"
    public_key = var.admin_ssh_public_key
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.this.id]
  }

  os_disk {
    caching                  = "ReadOnly"
    storage_account_type     = "Premium_LRS"
    disk_size_gb             = var.disk.size_gb
    security_encryption_type = var.disk.encryption
  }

  lifecycle {
    precondition {
      condition     = var.spot_max_price == null || var.disk.encryption == "DiskWithVMGuestState"
      error_message = "spot_max_price with disk.encryption VMGuestStateOnly leaves a readable disk behind at each eviction: use DiskWithVMGuestState."
    }
  }

  depends_on = [azurerm_network_interface_security_group_association.this]
}

# Values that Azure would give.

mock_resource "azurerm_user_assigned_identity" {
  defaults = {
    id           = "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/verigrad/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mock"
    principal_id = "00000000-0000-4000-8000-000000000001"
    client_id    = "00000000-0000-4000-8000-000000000002"
  }
}

mock_resource "azurerm_network_interface" {
  defaults = {
    id                 = "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/verigrad/providers/Microsoft.Network/networkInterfaces/mock"
    private_ip_address = "10.0.1.10"
  }
}

mock_resource "azurerm_network_security_group" {
  defaults = { id = "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/verigrad/providers/Microsoft.Network/networkSecurityGroups/mock" }
}

mock_resource "azurerm_public_ip" {
  defaults = {
    id         = "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/verigrad/providers/Microsoft.Network/publicIPAddresses/mock"
    ip_address = "203.0.113.10"
  }
}

mock_resource "azurerm_linux_virtual_machine" {
  defaults = {
    id                 = "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/verigrad/providers/Microsoft.Compute/virtualMachines/mock"
    virtual_machine_id = "00000000-0000-4000-8000-000000000003"
  }
}

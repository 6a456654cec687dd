variable "name" {
  description = "Prefix of all names."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{1,40}[a-z0-9])$", var.name))
    error_message = "name must be 3 to 42 lower case letters, digits and hyphens, start with a letter and not end in a hyphen."
  }
}

variable "resource_group_name" {
  description = "An existing resource group."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9._()-]{1,90}$", var.resource_group_name))
    error_message = "resource_group_name must be the name of a resource group."
  }
}

variable "location" {
  description = "A region that has NCC H100 v5, and quota for it. Azure changes the list (seen: eastus2, westeurope)."
  type        = string
  default     = "eastus2"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]+$", var.location))
    error_message = "location must be the short name of a region, such as eastus2."
  }
}

variable "zone" {
  description = "Availability zone; null leaves it to Azure."
  type        = string
  default     = null

  validation {
    condition     = var.zone == null ? true : contains(["1", "2", "3"], var.zone)
    error_message = "zone must be 1, 2 or 3."
  }
}

variable "size" {
  description = "The machine: Standard_NCC40ads_H100_v5 is the one with SEV-SNP and one H100 in confidential mode."
  type        = string
  default     = "Standard_NCC40ads_H100_v5"
  nullable    = false

  validation {
    condition     = var.size == "Standard_NCC40ads_H100_v5"
    error_message = "size must be Standard_NCC40ads_H100_v5: Standard_NC (one C) has the GPU without the TEE."
  }
}

variable "subnet_id" {
  description = "Id of the subnet."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Network/virtualNetworks/[^/]+/subnets/[^/]+$", var.subnet_id))
    error_message = "subnet_id must be the whole id of a subnet."
  }
}

variable "source_image_id" {
  description = "One version of an image in a compute gallery, with the runner in it. What is not in the image is not measured, so nothing is installed afterwards."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Compute/galleries/[^/]+/images/[^/]+/versions/[0-9]+\\.[0-9]+\\.[0-9]+$", var.source_image_id))
    error_message = "source_image_id must be one version of a gallery image (.../images/NAME/versions/1.2.3), not the latest."
  }
}

variable "runtime_digest" {
  description = "Digest of the runner in the image, as receipts carry it: 0x and 64 hex digits. The build of the image gives it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^0x[0-9a-f]{64}$", var.runtime_digest)) && can(regex("[1-9a-f]", substr(var.runtime_digest, 2, 64)))
    error_message = "runtime_digest must be 0x and 64 lower case hex digits that are not all zero."
  }
}

variable "launch_measurement" {
  description = "Launch measurement of Azure's paravisor in this size and region (48 bytes), as verified evidence of such a machine has it: the virtual TPM is as good as it. Azure changes it with updates; the policy then needs both."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^0x[0-9a-f]{96}$", var.launch_measurement)) && can(regex("[1-9a-f]", substr(var.launch_measurement, 2, 96)))
    error_message = "launch_measurement must be 0x and 96 lower case hex digits that are not all zero."
  }
}

variable "boot_measurements" {
  description = "Measurements of the image's boot chain that the policy shall demand, by TPM register (pcr0 to pcr23, SHA-256). They come from a build of the image; without any, a verifier would accept every machine of this kind."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for register, value in var.boot_measurements : can(regex("^pcr(1?[0-9]|2[0-3])$", register)) && can(regex("^0x[0-9a-f]{64}$", value)) && can(regex("[1-9a-f]", substr(value, 2, 64)))])
    error_message = "boot_measurements must map pcr0 to pcr23 to 0x and 64 lower case hex digits that are not all zero."
  }

  validation {
    condition     = contains(keys(var.boot_measurements), "pcr4") && contains(keys(var.boot_measurements), "pcr7")
    error_message = "boot_measurements must have pcr4 (boot loader and kernel) and pcr7 (secure boot) at least."
  }
}

variable "admin_ssh_public_key" {
  description = "Public key that Azure demands for a Linux machine. No rule lets SSH in, and the image should have no SSH server."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(ssh-rsa|ssh-ed25519) [A-Za-z0-9+/=]+", var.admin_ssh_public_key))
    error_message = "admin_ssh_public_key must be a public key (ssh-rsa or ssh-ed25519)."
  }
}

variable "disk" {
  description = "The system disk. DiskWithVMGuestState encrypts it with a key that the TEE releases; VMGuestStateOnly encrypts the TPM's state only."
  type = object({
    size_gb    = optional(number, 256)
    encryption = optional(string, "DiskWithVMGuestState")
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["DiskWithVMGuestState", "VMGuestStateOnly"], var.disk.encryption) && var.disk.size_gb >= 64 && var.disk.size_gb <= 4095
    error_message = "disk.encryption must be DiskWithVMGuestState or VMGuestStateOnly, and disk.size_gb 64 to 4095."
  }
}

variable "spot_max_price" {
  description = "Run as a spot machine for at most this price an hour in US dollars, -1 for whatever it costs; null for an ordinary one."
  type        = number
  default     = null

  validation {
    condition     = var.spot_max_price == null ? true : var.spot_max_price == -1 || var.spot_max_price > 0
    error_message = "spot_max_price must be -1 or above 0."
  }
}

variable "port" {
  description = "The port that consumers reach the runner at."
  type        = number
  default     = 8443
  nullable    = false

  validation {
    condition     = var.port >= 443 && var.port <= 65535
    error_message = "port must be 443 to 65535: there is nothing else to reach on the machine."
  }
}

variable "consumers" {
  description = "Address ranges that may reach the port."
  type        = set(string)
  default     = ["0.0.0.0/0"]
  nullable    = false

  validation {
    condition     = length(var.consumers) > 0 && alltrue([for range in var.consumers : can(cidrhost(range, 0))])
    error_message = "consumers must be at least one range in CIDR notation."
  }
}

variable "key_vault_ids" {
  description = "Key vaults whose secrets the runner may read (credentials of the bus)."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.key_vault_ids : can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.KeyVault/vaults/[^/]+(/secrets/[^/]+)?$", id))])
    error_message = "key_vault_ids must be whole ids of key vaults, or better of single secrets in them; never a value."
  }
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.tags) <= 45 && alltrue([for key in keys(var.tags) : !can(regex("[<>%&\\\\?/]", key))])
    error_message = "tags must be at most 45, without <, >, %, &, \\, ? and / in their names."
  }
}

variable "environment" {
  description = "Settings of the runner as environment variables, never secrets: they stand in the machine's user data, which the runner reads at start and which no measurement covers."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Z][A-Z0-9_]*$", name)) && name != "VERIGRAD_RUNNER_RUNTIME_DIGEST"])
    error_message = "environment must have names of upper case letters, digits and underscores, and not VERIGRAD_RUNNER_RUNTIME_DIGEST, which follows from the image."
  }

  validation {
    condition     = !anytrue([for name, value in var.environment : can(regex("(PASSWORD|PRIVATE_KEY|SECRET|TOKEN)$", name)) || can(regex("^0x[0-9a-fA-F]{64}$", value))])
    error_message = "environment must not hold secrets (names that end in PASSWORD, PRIVATE_KEY, SECRET or TOKEN; values of 32 bytes of hex)."
  }
}

variable "project_id" {
  description = "The Google Cloud project."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id must be the id of a project (not its number)."
  }
}

variable "zone" {
  description = "A zone that has a3-highgpu-1g with Confidential Computing."
  type        = string
  default     = "us-central1-a"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+-[a-z]$", var.zone))
    error_message = "zone must be the name of a zone."
  }
}

variable "container_image" {
  description = "The runner's image in Artifact Registry, pinned by digest."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("@sha256:[0-9a-f]{64}$", var.container_image))
    error_message = "container_image must be pinned by digest (@sha256:...)."
  }
}

variable "functions" {
  description = "Base URLs of the functions: payment, the verifiers whose quorum registers the enclave, settlement."
  type = object({
    payment    = string
    verifiers  = list(string)
    settlement = string
  })
  nullable = false

  validation {
    condition     = alltrue([for url in concat([var.functions.payment, var.functions.settlement], var.functions.verifiers) : can(regex("^https://[^,\\s]+$", url))]) && length(var.functions.verifiers) > 0
    error_message = "functions must be https URLs, with at least one verifier."
  }
}

variable "kafka_bootstrap_servers" {
  description = "The bus, as the runner reaches it."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.kafka_bootstrap_servers) > 0
    error_message = "kafka_bootstrap_servers must be at least one HOST:PORT."
  }
}

variable "chain" {
  description = "The chain and contracts that receipts are for; 8453 is Base, 84532 Base Sepolia."
  type = object({
    id               = number
    settlement       = string
    enclave_registry = string
  })
  nullable = false

  validation {
    condition     = contains([8453, 84532], var.chain.id) && alltrue([for address in [var.chain.settlement, var.chain.enclave_registry] : can(regex("^0x[0-9a-fA-F]{40}$", address))])
    error_message = "chain.id must be 8453 or 84532, and the contracts addresses of 0x and 40 hex digits."
  }
}

variable "parties" {
  description = "Addresses: the operator of the runner, the host of the models, and the host's vault that is paid to (vaultOf(host))."
  type = object({
    operator = string
    host     = string
    pay_to   = string
  })
  nullable = false

  validation {
    condition     = alltrue([for address in values(var.parties) : can(regex("^0x[0-9a-fA-F]{40}$", address))]) && var.parties.pay_to != var.parties.host
    error_message = "parties must be addresses of 0x and 40 hex digits, and pay_to the host's vault, not the host."
  }
}

variable "asset" {
  description = "The token of all prices; name and version are those of its EIP-712 domain."
  type = object({
    address = string
    name    = string
    version = string
  })
  nullable = false

  validation {
    condition     = can(regex("^0x[0-9a-fA-F]{40}$", var.asset.address))
    error_message = "asset.address must be 0x and 40 hex digits."
  }
}

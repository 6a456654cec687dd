variable "kube_context" {
  description = "Context of the kubeconfig file that names the cluster (Knative Serving, Eventing and its Kafka parts installed)."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.kube_context) > 0
    error_message = "kube_context must name a context: applying to whichever is current would be an accident."
  }
}

variable "namespace" {
  description = "An existing namespace, with the Secrets that are named below."
  type        = string
  default     = "verigrad"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "namespace must be a namespace's name."
  }
}

variable "images" {
  description = "The image of each function, pinned by digest."
  type = object({
    payment    = string
    verifier   = string
    settlement = string
  })
  nullable = false

  validation {
    condition     = alltrue([for image in values(var.images) : can(regex("@sha256:[0-9a-f]{64}$", image))])
    error_message = "images must be pinned by digest (@sha256:...)."
  }
}

variable "chain" {
  description = "The chain and the contracts on it; 8453 is Base, 84532 Base Sepolia. The node's URL holds a key and is read from the Secret chain, key rpc-url."
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

variable "database" {
  description = "The ledger: URL (postgresql://HOST:PORT/NAME) and user; the password is read from the Secret ledger, key password."
  type = object({
    url  = string
    user = string
  })
  nullable = false

  validation {
    condition     = can(regex("^postgresql://[^@/]+:[0-9]+/[a-z0-9_]+$", var.database.url))
    error_message = "database.url must be postgresql://HOST:PORT/NAME, without user and password."
  }
}

variable "kafka_bootstrap_servers" {
  description = "The Kafka under the bus; its credentials are in the Secret kafka-credentials."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.kafka_bootstrap_servers) > 0
    error_message = "kafka_bootstrap_servers must be at least one HOST:PORT."
  }
}

variable "asset" {
  description = "The token of payments; name and version are those of its EIP-712 domain."
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

variable "hosts" {
  description = "Addresses of the model hosts whose payments are settled."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.hosts) > 0 && alltrue([for host in var.hosts : can(regex("^0x[0-9a-fA-F]{40}$", host))])
    error_message = "hosts must be at least one address: 0x and 40 hex digits."
  }
}

variable "appraisal_policy_file" {
  description = "Path of the appraisal policy, a YAML file."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists(var.appraisal_policy_file)
    error_message = "appraisal_policy_file must be a file that exists."
  }
}

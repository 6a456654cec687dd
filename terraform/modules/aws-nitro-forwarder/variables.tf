variable "name" {
  description = "Prefix of all names."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "name must be 2 to 31 lower case letters, digits and hyphens, and start with a letter."
  }
}

variable "network" {
  description = "Where it runs: the VPC and one subnet."
  type = object({
    vpc_id    = string
    subnet_id = string
  })
  nullable = false

  validation {
    condition     = can(regex("^vpc-[0-9a-f]+$", var.network.vpc_id)) && can(regex("^subnet-[0-9a-f]+$", var.network.subnet_id))
    error_message = "network must have the ids of a VPC and of a subnet."
  }
}

variable "ami_id" {
  description = "The parent's image, with nitro-cli, vsock-proxy and the AWS command line (Amazon Linux with aws-nitro-enclaves-cli). It is outside the enclave and not trusted."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^ami-[0-9a-f]{8,17}$", var.ami_id))
    error_message = "ami_id must be the id of an image (ami-...)."
  }
}

variable "instance_type" {
  description = "The parent's machine; the enclave takes its processors and memory from it. The parent keeps one core."
  type        = string
  default     = "m7i.xlarge"
  nullable    = false

  validation {
    condition     = can(regex("^[cmr][5-8][a-z]*\\.([0-9]*x)?large$", var.instance_type))
    error_message = "instance_type must be of the C, M or R family from generation 5 (families that have enclaves)."
  }
}

variable "enclave" {
  description = "The enclave: processors (whole cores, so an even number on Intel and AMD) and memory in MiB."
  type = object({
    cpus       = optional(number, 2)
    memory_mib = optional(number, 4096)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.enclave.cpus >= 2 && var.enclave.cpus % 2 == 0 && var.enclave.memory_mib >= 512 && var.enclave.memory_mib <= 262144
    error_message = "enclave.cpus must be even and at least 2, and enclave.memory_mib 512 to 262144."
  }
}

variable "image" {
  description = "The enclave image file (EIF) in S3, pinned by version id and SHA-256, with the measurements that nitro-cli build-enclave printed: pcr0 (image), pcr1 (kernel and boot), pcr2 (application), and pcr8 (certificate) where it is signed."
  type = object({
    bucket     = string
    key        = string
    version_id = string
    sha256     = string
    pcr0       = string
    pcr1       = string
    pcr2       = string
    pcr8       = optional(string)
  })
  nullable = false

  validation {
    condition     = endswith(var.image.key, ".eif") && can(regex("^[0-9a-f]{64}$", var.image.sha256)) && can(regex("^[A-Za-z0-9._-]+$", var.image.version_id)) && can(regex("^[A-Za-z0-9._/-]+$", var.image.key)) && can(regex("^[a-z0-9.-]{3,63}$", var.image.bucket))
    error_message = "image must be an .eif object with a version id and its SHA-256 as 64 lower case hex digits."
  }

  validation {
    condition     = alltrue([for pcr in compact([var.image.pcr0, var.image.pcr1, var.image.pcr2, var.image.pcr8]) : can(regex("^[0-9a-f]{96}$", pcr)) && can(regex("[1-9a-f]", pcr))])
    error_message = "image.pcr0, pcr1, pcr2 and pcr8 must be 96 lower case hex digits that are not all zero: zeros are what an enclave in debug mode has."
  }
}

variable "egress" {
  description = "Where the enclave may go, through the parent: host and port, each with its vsock port. Nothing else is reachable from inside."
  type = map(object({
    host       = string
    port       = optional(number, 443)
    vsock_port = number
  }))
  nullable = false

  validation {
    condition     = length(var.egress) > 0 && alltrue([for e in values(var.egress) : can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", e.host)) && e.port >= 1 && e.port <= 65535 && e.vsock_port >= 1024 && e.vsock_port <= 65535])
    error_message = "egress must have whole host names, ports 1 to 65535 and vsock ports 1024 to 65535."
  }

  validation {
    condition     = length(distinct([for e in values(var.egress) : e.vsock_port])) == length(var.egress)
    error_message = "egress has two ways on one vsock port."
  }
}

variable "port" {
  description = "The port that callers reach the enclave at; the parent passes bytes on and ends no TLS."
  type        = number
  default     = 8443
  nullable    = false

  validation {
    condition     = var.port >= 1024 && var.port <= 65535
    error_message = "port must be 1024 to 65535."
  }
}

variable "callers" {
  description = "Address ranges that may reach the port."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.callers) > 0 && alltrue([for range in var.callers : can(cidrhost(range, 0))])
    error_message = "callers must be at least one range in CIDR notation."
  }
}

variable "key_administrators" {
  description = "ARNs of the roles that administer the sealing key. They can change who may use it, so a change there is a change of trust: watch it."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.key_administrators) > 0 && alltrue([for arn in var.key_administrators : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[^*]+$", arn))])
    error_message = "key_administrators must be at least one whole ARN of an IAM role or user."
  }
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])
    error_message = "tags must not start with aws:, which AWS keeps for itself."
  }
}

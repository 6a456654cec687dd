variable "region" {
  description = "The AWS region of everything but the web ACL (which CloudFront wants in us-east-1)."
  type        = string
  default     = "eu-central-1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of an AWS region."
  }
}

variable "name" {
  description = "Prefix of all names."
  type        = string
  default     = "verigrad"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,19}$", var.name))
    error_message = "name must be 2 to 20 lower case letters, digits and hyphens, and start with a letter."
  }
}

variable "runtime" {
  description = "The Lambda runtime of the packages: java25 (AWS provider 6.20 or newer) or java21."
  type        = string
  default     = "java25"
  nullable    = false

  validation {
    condition     = contains(["java25", "java21"], var.runtime)
    error_message = "runtime must be java25 or java21."
  }
}

variable "network" {
  description = "VPC and private subnets (three zones) with a way out to the chain."
  type = object({
    vpc_id     = string
    subnet_ids = list(string)
  })
  nullable = false

  validation {
    condition     = length(var.network.subnet_ids) == 3
    error_message = "network.subnet_ids must be three private subnets, one per zone."
  }
}

variable "packages" {
  description = "The built function.zip of each function in S3, pinned by version id."
  type = object({
    payment    = object({ bucket = string, key = string, version_id = string })
    verifier   = object({ bucket = string, key = string, version_id = string })
    settlement = object({ bucket = string, key = string, version_id = string })
  })
  nullable = false

  validation {
    condition     = alltrue([for p in values(var.packages) : endswith(p.key, ".zip") && p.version_id != ""])
    error_message = "packages must be .zip objects with a version id; without one a deployment could not be repeated."
  }
}

variable "chain" {
  description = "The chain and the contracts on it; 8453 is Base, 84532 Base Sepolia. rpc_url_secret_arn is the Secrets Manager secret with the node's URL, which holds a key."
  type = object({
    id                 = number
    settlement         = string
    enclave_registry   = string
    rpc_url_secret_arn = string
  })
  nullable = false

  validation {
    condition     = alltrue([for address in [var.chain.settlement, var.chain.enclave_registry] : can(regex("^0x[0-9a-fA-F]{40}$", address))]) && var.chain.settlement != var.chain.enclave_registry
    error_message = "chain.settlement and chain.enclave_registry must be two different addresses: 0x and 40 hex digits."
  }

  validation {
    condition     = contains([8453, 84532], var.chain.id)
    error_message = "chain.id must be 8453 (Base) or 84532 (Base Sepolia)."
  }
}

variable "assets" {
  description = "The tokens that payments may be of, by a name in upper case; name and version are those of the token's EIP-712 domain."
  type = map(object({
    address = string
    name    = string
    version = string
  }))
  nullable = false

  validation {
    condition     = length(var.assets) > 0 && alltrue([for symbol, asset in var.assets : can(regex("^[A-Z][A-Z0-9]*$", symbol)) && can(regex("^0x[0-9a-fA-F]{40}$", asset.address))])
    error_message = "assets must have at least one token, named in upper case letters and digits, with its address."
  }
}

variable "exposure_cap" {
  description = "How much each payer may have reserved of each asset at a time, in atomic units; 0 trusts nobody."
  type        = string
  default     = "0"
  nullable    = false

  validation {
    condition     = can(regex("^(0|[1-9][0-9]{0,38})$", var.exposure_cap))
    error_message = "exposure_cap must be a whole number of atomic units, as a string."
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

variable "verifier_key_secret_arn" {
  description = "Secrets Manager secret with the validator's key."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^*:]+$", var.verifier_key_secret_arn))
    error_message = "verifier_key_secret_arn must be the whole ARN of a Secrets Manager secret; never the key itself."
  }
}

variable "writer_credentials" {
  description = "With what the functions sign in to write to the bus: a Secrets Manager secret named AmazonMSK_... with the members username and password, and the key of your own that encrypts it."
  type = object({
    secret_arn  = string
    kms_key_arn = string
  })
  nullable = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:AmazonMSK_[^*:]+$", var.writer_credentials.secret_arn))
    error_message = "writer_credentials.secret_arn must be the whole ARN of a secret whose name starts with AmazonMSK_: MSK takes no other."
  }

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[0-9a-f-]+$", var.writer_credentials.kms_key_arn))
    error_message = "writer_credentials.kms_key_arn must be the ARN of a key of your own: MSK takes no secret under the account's default key."
  }
}

variable "other_validators" {
  description = "Base URLs of the validators of other operators; this deployment's own is added."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for url in var.other_validators : can(regex("^https://[^,\\s]+$", url))])
    error_message = "other_validators must be https URLs."
  }
}

variable "key_administrators" {
  description = "ARNs of the roles that administer the signer key."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.key_administrators) > 0
    error_message = "key_administrators must name at least one role."
  }
}

variable "alarm_emails" {
  description = "Who is told of alarms."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@\\s]+@[^@\\s]+$", address))])
    error_message = "alarm_emails must be e-mail addresses."
  }
}

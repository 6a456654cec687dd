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
  description = "Where it runs: a VPC and private subnets in two or three zones (their number divides the number of brokers)."
  type = object({
    vpc_id     = string
    subnet_ids = list(string)
  })
  nullable = false

  validation {
    condition     = contains([2, 3], length(var.network.subnet_ids)) && length(distinct(var.network.subnet_ids)) == length(var.network.subnet_ids)
    error_message = "network.subnet_ids must be two or three different subnets, one per zone."
  }

  validation {
    condition     = can(regex("^vpc-[0-9a-f]+$", var.network.vpc_id))
    error_message = "network.vpc_id must be the id of a VPC (vpc-...)."
  }
}

variable "kafka" {
  description = "The MSK cluster. Topics are made by hand once (README): nothing creates a topic by naming it."
  type = object({
    version       = optional(string, "3.9.x")
    instance_type = optional(string, "kafka.m7g.large")
    brokers       = optional(number, 3)
    volume_gb     = optional(number, 100)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.kafka.brokers >= 2 && var.kafka.brokers <= 15 && floor(var.kafka.brokers) == var.kafka.brokers
    error_message = "kafka.brokers must be 2 to 15: one broker alone loses receipts."
  }

  validation {
    condition     = startswith(var.kafka.instance_type, "kafka.") && var.kafka.volume_gb >= 10 && var.kafka.volume_gb <= 16384
    error_message = "kafka.instance_type must start with kafka., and kafka.volume_gb must be 10 to 16384."
  }
}

variable "database" {
  description = "The ledger: PostgreSQL in two zones, encrypted, with backups. Its master password is made and rotated by RDS and never in the state."
  type = object({
    version               = optional(string, "17")
    instance_class        = optional(string, "db.m7g.large")
    storage_gb            = optional(number, 50)
    max_storage_gb        = optional(number, 500)
    name                  = optional(string, "verigrad")
    user                  = optional(string, "verigrad")
    backup_retention_days = optional(number, 14)
    deletion_protection   = optional(bool, true)
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^1[6-8](\\.[0-9]+)?$", var.database.version))
    error_message = "database.version must be PostgreSQL 16, 17 or 18."
  }

  validation {
    condition     = var.database.backup_retention_days >= 7 && var.database.backup_retention_days <= 35
    error_message = "database.backup_retention_days must be 7 to 35: what is lost there was owed to somebody."
  }

  validation {
    condition     = var.database.storage_gb >= 20 && var.database.max_storage_gb >= var.database.storage_gb
    error_message = "database.storage_gb must be at least 20, and database.max_storage_gb at least that much."
  }

  validation {
    condition     = alltrue([for name in [var.database.name, var.database.user] : can(regex("^[a-z][a-z0-9_]{0,62}$", name)) && !contains(["postgres", "admin", "rdsadmin"], name)])
    error_message = "database.name and database.user must be lower case identifiers, and not postgres, admin or rdsadmin."
  }
}

variable "key_administrators" {
  description = "ARNs of the roles that administer the signer key (they cannot sign with it). Without one nobody could ever change the key's policy."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.key_administrators) > 0 && alltrue([for arn in var.key_administrators : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[^*]+$", arn))])
    error_message = "key_administrators must be at least one whole ARN of an IAM role or user."
  }
}

variable "signer_role_arn" {
  description = "ARN of the role of the settlement function: the only one that may sign transactions."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^*]+$", var.signer_role_arn))
    error_message = "signer_role_arn must be the whole ARN of an IAM role."
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

variable "consumers" {
  description = "Functions that are called with batches from a topic: the alias to call, the role to allow it to, the consumer group (each validator has its own), and the topics that it writes."
  type = map(object({
    alias_arn      = string
    role_name      = string
    topic          = string
    consumer_group = string
    produces       = optional(list(string), [])
    from           = optional(string, "TRIM_HORIZON")
    batch_size     = optional(number, 100)
    window_seconds = optional(number, 1)
    max_pollers    = optional(number, 4)
  }))
  nullable = false

  validation {
    condition     = alltrue([for c in values(var.consumers) : can(regex("^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+:[A-Za-z0-9_-]+$", c.alias_arn))])
    error_message = "consumers must name functions by the ARN of an alias (...:function:NAME:ALIAS), so that a release can be taken back."
  }

  validation {
    condition     = alltrue(flatten([for c in values(var.consumers) : [for topic in concat([c.topic], c.produces) : can(regex("^[a-z0-9._-]{1,200}$", topic))]]))
    error_message = "consumers must have topics of lower case letters, digits, dots, hyphens and underscores."
  }

  validation {
    condition     = alltrue([for c in values(var.consumers) : contains(["TRIM_HORIZON", "LATEST"], c.from) && c.batch_size >= 1 && c.batch_size <= 1000 && c.window_seconds >= 0 && c.window_seconds <= 300 && c.max_pollers >= 1 && c.max_pollers <= 2000])
    error_message = "consumers must have from TRIM_HORIZON or LATEST, batch_size 1 to 1000, window_seconds 0 to 300 and max_pollers 1 to 2000."
  }

  validation {
    condition     = length(distinct([for c in values(var.consumers) : "${c.topic} ${c.consumer_group}"])) == length(var.consumers)
    error_message = "consumers share a consumer group on one topic: each would see only a part."
  }
}

variable "tick" {
  description = "The clock of settlement: the alias to call and the minutes between two rounds. Deadlines pass without events, so this is not optional."
  type = object({
    alias_arn     = string
    function_name = string
    alias_name    = string
    minutes       = optional(number, 1)
  })
  nullable = false

  validation {
    condition     = var.tick.minutes >= 1 && var.tick.minutes <= 10 && floor(var.tick.minutes) == var.tick.minutes
    error_message = "tick.minutes must be a whole number from 1 to 10: a payment can be 30 minutes from its deadline when it is reserved."
  }
}

variable "kms_key_arn" {
  description = "Key for data at rest (database, bus, queues, logs); null uses the keys that AWS manages for the account."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[0-9a-f-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key."
  }
}

variable "log_retention_days" {
  description = "How long the brokers' logs are kept, in days."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400], var.log_retention_days)
    error_message = "log_retention_days must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or 400."
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

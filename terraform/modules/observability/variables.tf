variable "name" {
  description = "Prefix of all names."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "name must be 2 to 31 lower case letters, digits and hyphens, and start with a letter."
  }
}

variable "functions" {
  description = "Functions to watch: name, alias, timeout and log group (outputs of aws-lambda-function)."
  type = map(object({
    name            = string
    alias           = string
    timeout_seconds = number
    log_group_name  = string
  }))
  nullable = false

  validation {
    condition     = length(var.functions) > 0 && alltrue([for f in values(var.functions) : f.timeout_seconds > 0])
    error_message = "functions must hold at least one function, each with its timeout."
  }
}

variable "dead_letter_queues" {
  description = "Queues that must stay empty, by a short name."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.dead_letter_queues) : can(regex("^[a-z0-9-]+$", name))])
    error_message = "dead_letter_queues must have names of lower case letters, digits and hyphens."
  }
}

variable "apis" {
  description = "Ids of HTTP APIs, by a short name."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.apis) : can(regex("^[a-z0-9-]+$", name))])
    error_message = "apis must have names of lower case letters, digits and hyphens."
  }
}

variable "database_identifier" {
  description = "Identifier of the ledger's database; null watches none."
  type        = string
  default     = null

  validation {
    condition     = var.database_identifier == null ? true : can(regex("^[A-Za-z][A-Za-z0-9-]*$", var.database_identifier))
    error_message = "database_identifier must be the identifier of an RDS instance."
  }
}

variable "kafka_cluster_name" {
  description = "Name of the MSK cluster; null watches none."
  type        = string
  default     = null

  validation {
    condition     = var.kafka_cluster_name == null ? true : can(regex("^[A-Za-z0-9-]+$", var.kafka_cluster_name))
    error_message = "kafka_cluster_name must be the name of an MSK cluster."
  }
}

variable "consumer_groups" {
  description = "Consumer groups whose lag is watched, by a short name."
  type = map(object({
    group = string
    topic = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for c in values(var.consumer_groups) : c.group != "" && c.topic != ""])
    error_message = "consumer_groups must each name a group and a topic."
  }
}

variable "max_lag_seconds" {
  description = "How far a consumer may fall behind. Receipts are at most two hours old when they are settled."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.max_lag_seconds >= 10 && var.max_lag_seconds <= 3600
    error_message = "max_lag_seconds must be 10 to 3600: a receipt is worthless after two hours."
  }
}

variable "alarm_emails" {
  description = "Who is told of alarms; each address has to confirm once."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@\\s]+@[^@\\s]+$", address))])
    error_message = "alarm_emails must be e-mail addresses."
  }
}

variable "kms_key_arn" {
  description = "Key of the alarm topic; its policy must let CloudWatch use it. null leaves the topic unencrypted, as the key that AWS manages for SNS cannot be used by CloudWatch; alarms hold no secrets."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[0-9a-f-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key."
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

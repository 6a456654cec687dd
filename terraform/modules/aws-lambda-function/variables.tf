variable "name" {
  description = "Name of the function; everything that belongs to it starts with it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,47}$", var.name))
    error_message = "name must be 2 to 48 lower case letters, digits and hyphens, and start with a letter."
  }
}

variable "description" {
  description = "What the function does, as the console shows it."
  type        = string
  default     = "Verigrad function"
  nullable    = false

  validation {
    condition     = length(var.description) <= 256
    error_message = "description must have at most 256 characters."
  }
}

variable "package" {
  description = "The code: exactly one of a local function.zip (file), an object in S3 (s3, pinned by its version id), or a container image (image, pinned by digest)."
  type = object({
    file = optional(string)
    s3 = optional(object({
      bucket     = string
      key        = string
      version_id = string
    }))
    image = optional(string)
  })
  nullable = false

  validation {
    condition     = length([for part in [var.package.file, var.package.s3, var.package.image] : part if part != null]) == 1
    error_message = "package must have exactly one of file, s3 and image."
  }

  validation {
    condition     = var.package.image == null || can(regex("^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/[a-z0-9/._-]+@sha256:[0-9a-f]{64}$", var.package.image))
    error_message = "package.image must be an ECR image that is pinned by digest: ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME@sha256:DIGEST."
  }
}

variable "runtime" {
  description = "The Lambda runtime: java25 (needs AWS provider 6.20 or newer) or java21 for the JVM package, provided.al2023 for the native one. Ignored for images."
  type        = string
  default     = "java25"
  nullable    = false

  validation {
    condition     = contains(["java25", "java21", "provided.al2023"], var.runtime)
    error_message = "runtime must be java25, java21 or provided.al2023."
  }
}

variable "handler" {
  description = "The entry point of a zip; the default takes HTTP requests, records of Kafka, messages of SQS and the clock."
  type        = string
  default     = "io.verigrad.lambda.EventGate::handleRequest"
  nullable    = false

  validation {
    condition     = can(regex("^[^\\s]{1,128}$", var.handler))
    error_message = "handler must be 1 to 128 characters without spaces."
  }
}

variable "architecture" {
  description = "The processor: arm64 or x86_64. A native executable must be built for it."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "memory_mb" {
  description = "Memory in MB; processor time grows with it (one whole processor at 1769)."
  type        = number
  default     = 1024
  nullable    = false

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240 && floor(var.memory_mb) == var.memory_mb
    error_message = "memory_mb must be a whole number from 128 to 10240."
  }
}

variable "timeout_seconds" {
  description = "The longest run in seconds. Behind an HTTP API nothing beyond 30 helps."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 900 && floor(var.timeout_seconds) == var.timeout_seconds
    error_message = "timeout_seconds must be a whole number from 1 to 900."
  }
}

variable "snap_start" {
  description = "Start from a snapshot of an initialised process (JVM runtimes from a zip only)."
  type        = bool
  default     = true
  nullable    = false
}

variable "reserved_concurrency" {
  description = "The most runs at once, -1 for no limit of its own. A limit bounds cost and connections to the database."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.reserved_concurrency == -1 || (var.reserved_concurrency >= 1 && var.reserved_concurrency <= 1000)
    error_message = "reserved_concurrency must be -1 or 1 to 1000; 0 would switch the function off."
  }
}

variable "environment" {
  description = "Plain settings as environment variables. Never a secret: they are readable in the console and in the state."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Z][A-Z0-9_]*$", name))])
    error_message = "environment must have names of upper case letters, digits and underscores."
  }

  validation {
    condition     = !anytrue([for name in keys(var.environment) : can(regex("(PASSWORD|PRIVATE_KEY|SECRET|TOKEN)$", name))])
    error_message = "environment must not hold secrets; put names that end in PASSWORD, PRIVATE_KEY, SECRET or TOKEN into secrets, by reference."
  }

  validation {
    condition     = !anytrue([for value in values(var.environment) : can(regex("^0x[0-9a-fA-F]{64}$", value))])
    error_message = "environment holds a value of 32 bytes of hex, which may be a private key; put it into secrets, by reference."
  }
}

variable "secrets" {
  description = "Secrets by reference: setting name to the ARN of a Secrets Manager secret, and the member if the secret is JSON. The function gets NAME_SECRET_ARN with the reference (ARN, or ARN:member::) and the right to read exactly these; the value enters neither the state nor the environment."
  type = map(object({
    arn         = string
    json_key    = optional(string)
    kms_key_arn = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.secrets) : can(regex("^[A-Z][A-Z0-9_]*$", name))])
    error_message = "secrets must have names of upper case letters, digits and underscores."
  }

  validation {
    condition     = alltrue([for secret in values(var.secrets) : can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^*:]+$", secret.arn))])
    error_message = "secrets must name Secrets Manager secrets by their whole ARN."
  }
}

variable "policy_statements" {
  description = "What the function may do beyond its logs, secrets and dead letters. No action and no resource may be a wildcard; a resource may end in /* (objects below a prefix)."
  type = list(object({
    sid       = string
    actions   = list(string)
    resources = list(string)
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue(flatten([for s in var.policy_statements : [for action in s.actions : can(regex("^[a-z0-9-]+:[A-Za-z0-9]+$", action))]]))
    error_message = "policy_statements must name each action in full (service:Action), without wildcards."
  }

  validation {
    condition     = alltrue(flatten([for s in var.policy_statements : [for resource in s.resources : can(regex("^arn:aws[a-z-]*:[^*]+(/\\*)?$", resource))]]))
    error_message = "policy_statements must name each resource by its ARN; a * is allowed only as the last segment, after a slash."
  }

  validation {
    condition     = alltrue([for s in var.policy_statements : can(regex("^[A-Za-z0-9]+$", s.sid)) && length(s.actions) > 0 && length(s.resources) > 0])
    error_message = "policy_statements must each have a sid of letters and digits, and at least one action and one resource."
  }
}

variable "vpc" {
  description = "Subnets and security groups, to reach a private database or Kafka; null runs outside any VPC."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
  default = null

  validation {
    condition     = var.vpc == null ? true : length(var.vpc.subnet_ids) >= 2 && length(var.vpc.security_group_ids) >= 1
    error_message = "vpc must name at least two subnets (zones fail) and one security group."
  }
}

variable "alias" {
  description = "Name of the alias that callers use, so that a version can be replaced behind it."
  type        = string
  default     = "live"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,31}$", var.alias))
    error_message = "alias must be 1 to 32 lower case letters, digits and hyphens, and start with a letter."
  }
}

variable "url_callers" {
  description = "ARNs of the IAM roles or users that may call the function's own URL (signed by SigV4). Empty: no URL. For the public, put an HTTP API in front."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.url_callers : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[^*]+$", arn))])
    error_message = "url_callers must be whole ARNs of IAM roles or users."
  }
}

variable "async" {
  description = "How asynchronous calls (schedules, events) are repeated before they go to the dead letter queue."
  type = object({
    retries         = optional(number, 2)
    max_age_seconds = optional(number, 3600)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains([0, 1, 2], var.async.retries) && var.async.max_age_seconds >= 60 && var.async.max_age_seconds <= 21600
    error_message = "async.retries must be 0, 1 or 2, and async.max_age_seconds 60 to 21600."
  }
}

variable "kms_key_arn" {
  description = "Key for logs, environment and dead letters; null uses keys that AWS owns. Its policy must let the log service of the region use it."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[0-9a-f-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept, in days; one of the values that CloudWatch knows."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731; logs for ever are a liability."
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

variable "name" {
  description = "Name of everything that belongs to it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,48}[a-z0-9])?$", var.name))
    error_message = "name must be at most 50 lower case letters, digits and hyphens, start with a letter and not end in a hyphen."
  }
}

variable "namespace" {
  description = "An existing namespace."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace)) && var.namespace != "default"
    error_message = "namespace must be a namespace's name, and not default: rights and quotas need one of our own."
  }
}

variable "kafka" {
  description = "The Kafka under the bus: bootstrap servers (HOST:PORT), replication, and the Secret with its credentials in the form of Knative's Kafka broker (protocol, sasl.mechanism, user, password, ca.crt); null for a Kafka without them, inside the cluster's network only."
  type = object({
    bootstrap_servers  = list(string)
    replication_factor = optional(number, 3)
    partitions         = optional(number, 12)
    auth_secret        = optional(string)
  })
  nullable = false

  validation {
    condition     = length(var.kafka.bootstrap_servers) > 0 && alltrue([for server in var.kafka.bootstrap_servers : can(regex("^[A-Za-z0-9.-]+:[0-9]{2,5}$", server))])
    error_message = "kafka.bootstrap_servers must be at least one HOST:PORT."
  }

  validation {
    condition     = var.kafka.replication_factor >= 1 && var.kafka.replication_factor <= 5 && var.kafka.partitions >= 1 && var.kafka.partitions <= 200
    error_message = "kafka.replication_factor must be 1 to 5 and kafka.partitions 1 to 200."
  }
}

variable "development" {
  description = "A network of one Kafka broker, for trying out. Never where real money is: a lost broker loses receipts."
  type        = bool
  default     = false
  nullable    = false
}

variable "source_topic" {
  description = "The topic that runners write receipts to, as binary CloudEvents; null where runners post to the broker."
  type        = string
  default     = "verigrad.inference.attested"

  validation {
    condition     = var.source_topic == null ? true : can(regex("^[a-z0-9._-]{1,200}$", var.source_topic))
    error_message = "source_topic must be lower case letters, digits, dots, hyphens and underscores."
  }
}

variable "dead_letter_topic" {
  description = "The topic for events that failed for good."
  type        = string
  default     = "verigrad.inference.attested.dlq"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9._-]{1,200}$", var.dead_letter_topic))
    error_message = "dead_letter_topic must be lower case letters, digits, dots, hyphens and underscores."
  }
}

variable "triggers" {
  description = "Who gets which events: the Knative Service, the path on it, and the CloudEvents type. What it answers goes back to the broker."
  type = map(object({
    service = string
    path    = optional(string, "/")
    type    = string
  }))
  nullable = false

  validation {
    condition     = length(var.triggers) > 0 && alltrue([for name, t in var.triggers : can(regex("^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$", name)) && can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", t.service)) && startswith(t.path, "/")])
    error_message = "triggers must have short lower case names, the name of a Service, and a path that starts with a slash."
  }

  validation {
    condition     = alltrue([for t in values(var.triggers) : can(regex("^io\\.verigrad(\\.[a-z0-9]+)+\\.v[0-9]+$", t.type))])
    error_message = "triggers must filter by a type of ours with its version, such as io.verigrad.inference.attested.v1: a trigger for everything would feed answers back to who gave them."
  }
}

variable "ticks" {
  description = "Clocks: a cron schedule, and the Service and path to post to. Settlement needs one, as deadlines pass without events."
  type = map(object({
    service  = string
    path     = string
    schedule = optional(string, "* * * * *")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for t in values(var.ticks) : can(regex("^[0-9*/,-]+( [0-9*/,-]+){4}$", t.schedule)) && startswith(t.path, "/")])
    error_message = "ticks must have a cron schedule of five fields and a path that starts with a slash."
  }
}

variable "delivery" {
  description = "How often an event is tried again, and the first wait in seconds, which doubles each time."
  type = object({
    retries         = optional(number, 10)
    backoff_seconds = optional(number, 1)
    timeout_seconds = optional(number, 60)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.delivery.retries >= 1 && var.delivery.retries <= 12 && var.delivery.backoff_seconds > 0 && var.delivery.backoff_seconds <= 10 && var.delivery.timeout_seconds >= 1 && var.delivery.timeout_seconds <= 600
    error_message = "delivery must have retries 1 to 12, backoff_seconds up to 10 and timeout_seconds 1 to 600: more, and a receipt is worthless before it is tried last."
  }
}

variable "labels" {
  description = "Labels of everything."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key, value in var.labels : !strcontains(key, "knative.dev/") && !startswith(key, "app.kubernetes.io/") && can(regex("^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$", value))])
    error_message = "labels must have legal values, and no key of knative.dev or app.kubernetes.io, which the module sets."
  }
}
